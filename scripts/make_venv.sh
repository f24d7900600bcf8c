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
locked=(--quiet --no-deps --require-hashes --requirement)
editable=(--quiet --no-deps --no-build-isolation --editable .)

# uv takes a third of pip's time over the same lock, but knows nothing of how pip was configured.
install_with_uv() {
  local index uv=("$venv/bin/uv" pip install --python "$venv/bin/python")
  index=$("${pip[@]}" config get global.index-url 2>/dev/null || true)
  [ -z "$index" ] || export UV_DEFAULT_INDEX=$index
  "${pip[@]}" install "${locked[@]}" <(awk '/^[a-z]/ { wanted = /^uv==/ } wanted' "$lock") \
    && "${uv[@]}" "${locked[@]}" "$lock" && "${uv[@]}" "${editable[@]}"
}

install_with_pip() {
  "${pip[@]}" install "${locked[@]}" "$lock" && "${pip[@]}" install "${editable[@]}"
}

install_with_uv || { echo "Going on with pip, which takes longer" >&2; install_with_pip; }
