#!/bin/sh
# usage: require.sh COMMAND|FILE=PACKAGE[,PACKAGE…]…
# Makes sure that commands, or files, are there: installs the Debian packages of those that are not, all at once, where it can, and otherwise says in one line what to do.
set -eu
there() {
  case $1 in
    /*) [ -e "$1" ] ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
  esac
}
look() {
  missing=
  packages=
  for each in "$@"; do
    there "${each%%=*}" && continue
    missing="$missing ${each%%=*}"
    packages="$packages $(echo "${each#*=}" | tr , ' ')"
  done
  [ -z "$missing" ]
}
look "$@" && exit 0

root=
[ "$(id -u)" = 0 ] || root='sudo -n'
install() {
  # shellcheck disable=SC2086 # several packages
  $root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -y -qq --no-install-recommends $packages >/dev/null
}
if command -v apt-get >/dev/null 2>&1 && { [ -z "$root" ] || $root true 2>/dev/null; }; then
  # One at a time: apt-get does not wait for the lists of another.
  exec 9>"${TMPDIR:-/tmp}/temoin-require.lock"
  flock 9
  echo "installing$packages…"
  # The lists of packages may be there already: to fetch them takes as long as to install.
  if install 2>/dev/null || { $root apt-get update -qq && install; }; then
    look "$@" && exit 0
  fi
fi
echo "missing:$missing. Install them (Debian and Ubuntu: sudo apt-get install$packages), then try again." >&2
exit 1
