#!/bin/sh
# usage: require.sh COMMAND PACKAGE
# Makes sure that a command is there: installs Debian's package of it where it can, and otherwise says in one line what to do.
set -eu
command -v "$1" >/dev/null 2>&1 && exit 0
root=
[ "$(id -u)" = 0 ] || root='sudo -n'
if command -v apt-get >/dev/null 2>&1 && { [ -z "$root" ] || $root true 2>/dev/null; }; then
  echo "installing $2…"
  $root apt-get update -qq && $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null
  command -v "$1" >/dev/null 2>&1 && exit 0
fi
echo "missing: $1. Install it (Debian and Ubuntu: sudo apt-get install $2), then try again." >&2
exit 1
