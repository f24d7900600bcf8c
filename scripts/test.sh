#!/usr/bin/env bash
# Runs the tests that are not marked long. What Debian has and this machine lacks is installed first,
# where that is allowed; otherwise its suites are skipped, and named in the last lines. Arguments go
# to pytest: `-m ""` runs the long ones too.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null \
  || missing+=(chromium-headless-shell)
command -v curl >/dev/null || missing+=(curl)
command -v fc-list >/dev/null || missing+=(fontconfig)
[ -n "$(fc-list :lang=zh 2>/dev/null || true)" ] || missing+=(fonts-noto-cjk)
# PostgreSQL is used from where Debian puts it, and only with PostGIS of the same version.
has_postgis=
for server in /usr/lib/postgresql/*/bin/postgres; do
  version=$(basename "${server%/bin/postgres}")
  [ -x "$server" ] && [ -e "/usr/share/postgresql/$version/extension/postgis.control" ] \
    && has_postgis=yes
done
[ -n "$has_postgis" ] || missing+=(postgresql-15-postgis-3)
command -v ogr2ogr >/dev/null || missing+=(gdal-bin)
if [ ${#missing[@]} -gt 0 ]; then
  scripts/apt_install.sh "${missing[@]}" || echo "Testing without: ${missing[*]}" >&2
fi

# A strict run decides what is let in, on a machine whose load nobody knows: a test that fails there
# is tried once more, five at most, and what it first said stands in the last lines. At a desk
# every failure counts.
second_try=()
[ "${STATIONMAP_STRICT_TESTS:-}" != 1 ] \
  || second_try=(--reruns 1 --max-suite-reruns 5 --rerun-show-tracebacks)

# Two workers; the tests of a file stay together on one of them, where they share what they start.
exec timeout --kill-after=30 "${STATIONMAP_TEST_LIMIT:-23m}" \
  .venv/bin/pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder -m "not long" \
  "${second_try[@]}" "$@" </dev/null
