#!/bin/sh
# usage: require.sh COMMAND|FILE PACKAGE…
# Makes sure that a command, or a file, is there: installs Debian's packages of it where it can, and otherwise says in one line what to do.
set -eu
wanted=$1
shift
there() {
  case $wanted in
    /*) [ -e "$wanted" ] ;;
    *) command -v "$wanted" >/dev/null 2>&1 ;;
  esac
}
there && exit 0
root=
[ "$(id -u)" = 0 ] || root='sudo -n'
if command -v apt-get >/dev/null 2>&1 && { [ -z "$root" ] || $root true 2>/dev/null; }; then
  echo "installing $*…"
  if $root apt-get update -qq && $root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -y -qq --no-install-recommends "$@" >/dev/null; then
    there && exit 0
  fi
fi
echo "missing: $wanted. Install it (Debian and Ubuntu: sudo apt-get install $*), then try again." >&2
exit 1
