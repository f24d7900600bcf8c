#!/usr/bin/env bash
# Makes or refreshes the virtual environment from a lock file: make_venv.sh FOLDER LOCK
set -euo pipefail
venv=$1 lock=$2 python=${PYTHON:-python3}

if [ ! -x "$venv/bin/pip" ]; then
  rm -rf "$venv"
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    # Debian ships ensurepip in a package of its own.
    echo "python3-venv is missing; installing it with apt" >&2
    as_root=$([ "$(id -u)" = 0 ] || echo "sudo -n")
    $as_root apt-get update -qq && $as_root apt-get install -y -qq python3-venv || {
      echo "Could not install it. Please run: sudo apt install python3-venv" >&2
      exit 1
    }
  fi
  "$python" -m venv "$venv"
fi
"$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement "$lock"
"$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
