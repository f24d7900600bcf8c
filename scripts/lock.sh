#!/usr/bin/env bash
# Writes both lock files from pyproject.toml, keeping what is pinned; `lock.sh --upgrade` renews all.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
  .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 \
    --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet "$@"
}
compile --group build --output-file requirements.lock "$@"
compile --group build --group dev --constraint requirements.lock \
  --output-file requirements-dev.lock "$@"
