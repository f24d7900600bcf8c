#!/usr/bin/env bash
# Installs Debian packages, as root or by a sudo that asks nothing: apt_install.sh PACKAGE...
set -euo pipefail

as_root=(env DEBIAN_FRONTEND=noninteractive)
if [ "$(id -u)" != 0 ]; then
  as_root=(sudo -n "${as_root[@]}")
fi
if ! { command -v apt-get && "${as_root[@]}" true; } >/dev/null 2>&1; then
  echo "May not install here. Please run: sudo apt install $*" >&2
  exit 1
fi
echo "Installing with apt: $*" >&2
"${as_root[@]}" apt-get update -qq </dev/null >&2
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2
