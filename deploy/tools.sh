#!/bin/sh
# Makes .venv hold exactly what is pinned. Needs a POSIX shell and Python 3.11 or newer; no root.
#
#   deploy/tools.sh services      what the services need at run time
#   deploy/tools.sh development   the same, and what tests and linters need
#   deploy/tools.sh uv            prints where uv is; fetches it into .tools if there is none
#
# Does nothing, in a few milliseconds, when the pins are those of the last time.
set -eu
cd "$(dirname "$0")/.."

services="services/accounts/requirements.txt services/bureau/requirements.txt
  services/exports/requirements.txt"
development=requirements-dev.txt

die() {
  echo "deploy/tools.sh: $1" >&2
  exit 1
}

python() {
  for candidate in python3.11 python3 python3.12 python3.13 python3.14; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  die "Python 3.11 or newer is needed"
}

# A virtual environment with pip in $1; Debian's python3 may lack what `venv` needs for it.
environment_with_pip() {
  if "$python" -m venv --clear "$1" >/dev/null 2>&1; then
    pip="$1/bin/python -m pip"
  elif "$python" -m pip --version >/dev/null 2>&1; then
    "$python" -m venv --clear --without-pip "$1"
    pip="$python -m pip --python $1/bin/python"
  else
    die "neither uv nor pip is here: install uv, or the package python3-venv"
  fi
}

install() {
  $pip install --quiet --disable-pip-version-check --no-input --require-hashes "$@"
}

find_uv() {
  if command -v uv; then
    return
  elif [ ! -x .tools/bin/uv ]; then
    environment_with_pip .tools
    install -r deploy/uv.txt >&2 || return 1
  fi
  echo .tools/bin/uv
}

# Installs the pins of the files given into .venv and takes away what else is there.
fill() {
  rm -f .venv/*.filled
  if uv=$(find_uv); then
    [ -x .venv/bin/python ] || "$uv" venv --quiet --python "$python" .venv
    # shellcheck disable=SC2086
    "$uv" pip sync --quiet --require-hashes --compile-bytecode --python .venv/bin/python $1
  else
    echo "uv can't be had: pip does it, and takes longer" >&2
    environment_with_pip .venv
    for file in $1; do install -r "$file"; done
  fi
}

stamp() {
  # shellcheck disable=SC2086
  cat $services $development deploy/tools.sh | cksum
}

is_filled() {
  [ -x .venv/bin/python ] && [ "$(cat ".venv/$1.filled" 2>/dev/null)" = "$(stamp)" ]
}

case "${1:-}" in
  uv)
    python=$(python)
    find_uv
    ;;
  services)
    is_filled services || is_filled development && exit
    python=$(python)
    fill "$services"
    stamp >.venv/services.filled
    ;;
  development)
    is_filled development && exit
    python=$(python)
    fill "$development"
    stamp >.venv/development.filled
    ;;
  *)
    sed -n '2,9s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
