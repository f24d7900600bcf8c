#!/usr/bin/env bash
# Makes or refreshes the virtual environment from a lock file: make_venv.sh FOLDER LOCK
set -euo pipefail
cd "$(dirname "$0")/.."
venv=$1 lock=$2 python=${PYTHON:-python3}
pip=("$venv/bin/python" -m pip --disable-pip-version-check --no-input)

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Python 3.11 or newer is needed; $python is $("$python" --version)" >&2
  exit 1
fi

# The scripts of an environment hold its folder: one that was moved or half made is made anew.
if ! "$venv/bin/pip" --version >/dev/null 2>&1; then
  rm -rf "$venv"
  # Debian ships ensurepip in a package of its own.
  "$python" -c 'import ensurepip, venv' 2>/dev/null || scripts/apt_install.sh python3-venv
  "$python" -m venv "$venv"
fi

# The lock names all that is needed. Left to look for itself, the pip of Debian 12 takes the newest
# release of what is asked for with an extra (coverage[toml]), and then finds no hash for it.
"${pip[@]}" install --quiet --no-deps --require-hashes --requirement "$lock"
"${pip[@]}" install --quiet --no-deps --no-build-isolation --editable .
