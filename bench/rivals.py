"""The rivals of the API, pygeoapi and tipg, each served over one PostGIS table as its docs say.

Both are served by uvicorn with uvloop and httptools, one worker each, as ours has one process.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen

import yaml

from bench.rival_table import TABLE
from rig.served_app import REPOSITORY, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENVIRONMENT = REPOSITORY / ".cache" / "rivals"
"""Their own virtual environment: what they need is no part of our lock."""

REQUIREMENTS = REPOSITORY / "bench" / "requirements-rivals.txt"
START_WITHIN_S = 60
NEAREST = "nearest_ten"
"""A function of SQL that tipg serves like a table, which is how it may be asked for the nearest."""


def install() -> Path:
    """Install what is pinned, unless that was done; return the environment's folder of programs."""
    programs, stamp = ENVIRONMENT / "bin", ENVIRONMENT / "installed.txt"
    pinned = REQUIREMENTS.read_text(encoding="utf-8")
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != pinned:
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)  # noqa: S603 - ours
        pip = [str(programs / "pip"), "install", "--quiet", "--require-hashes", "-r"]
        subprocess.run([*pip, str(REQUIREMENTS)], check=True)  # noqa: S603 - what is pinned
        stamp.write_text(pinned, encoding="utf-8")
    return programs


def named(rival: str) -> str:
    """Return a rival's name with its version, as it is pinned."""
    pinned = REQUIREMENTS.read_text(encoding="utf-8")
    version = re.search(rf"^{rival}==([0-9.]+)", pinned, re.MULTILINE)
    return f"{rival} {version.group(1)}" if version else rival


@contextmanager
def pygeoapi(dsn: str) -> Iterator[str]:
    """Serve the table with pygeoapi; yield the address of its items."""
    port, programs = free_port(), install()
    with tempfile.TemporaryDirectory(prefix="pygeoapi-") as folder:
        config, description = Path(folder) / "config.yml", Path(folder) / "openapi.yml"
        config.write_text(yaml.safe_dump(_pygeoapi_config(dsn, port)), encoding="utf-8")
        environment = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(description)}
        subprocess.run(  # noqa: S603 - what was installed
            [programs / "pygeoapi", "openapi", "generate", config, "--output-file", description],
            check=True,
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
        )
        with _served(programs, "pygeoapi.starlette_app:APP", port, environment):
            yield f"http://127.0.0.1:{port}/collections/{TABLE}/items"


@contextmanager
def tipg(dsn: str, columns: Mapping[str, str]) -> Iterator[str]:
    """Serve the table with tipg, and a function for the nearest; yield the address of its items."""
    port, programs = free_port(), install()
    with tempfile.TemporaryDirectory(prefix="tipg-") as folder:
        (Path(folder) / "nearest.sql").write_text(_nearest_sql(columns), encoding="utf-8")
        environment = {
            "DATABASE_URL": dsn,
            "TIPG_CUSTOM_SQL_DIRECTORY": folder,
            "TIPG_DB_SCHEMAS": '["public"]',
        }
        with _served(programs, "tipg.main:app", port, environment):
            yield f"http://127.0.0.1:{port}/collections/public.{TABLE}/items"


def tipg_nearest(items: str) -> str:
    """Return the address of the nearest beside that of tipg's items."""
    return items.replace(f"public.{TABLE}", f"pg_temp.{NEAREST}")


def _nearest_sql(columns: Mapping[str, str]) -> str:
    """Return the function: an index gives forty by the sphere, which are ranked on the ellipsoid.

    `<->` on geography measures on a sphere, so that its ten are not always the ten nearest.
    """
    names = ", ".join(f's."{name}"' for name in columns)
    declared = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    here = "ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography"
    return f"""
CREATE OR REPLACE FUNCTION pg_temp.{NEAREST}(
    lon double precision DEFAULT 116.4, lat double precision DEFAULT 39.9
) RETURNS TABLE (id text, geom geometry(Point, 4326), {declared}) AS $$
    SELECT s.id, s.geom, {names} FROM (
        SELECT * FROM public.{TABLE} AS t ORDER BY t.geom::geography <-> {here} LIMIT 40
    ) AS s
    ORDER BY ST_Distance(s.geom::geography, {here}), s.id LIMIT 10
$$ LANGUAGE sql STABLE
"""  # noqa: S608  # names of our own table


@contextmanager
def _served(programs: Path, app: str, port: int, environment: dict[str, str]) -> Iterator[None]:
    """Start uvicorn, wait until it answers, and stop it."""
    uvicorn = [str(programs / "uvicorn"), app, "--port", str(port), "--no-access-log"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603 - what was installed
            [*uvicorn, "--log-level", "warning"],
            env=os.environ | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/", process)
            yield
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace")[-5000:])
            raise
        finally:
            process.terminate()
            process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(url, timeout=START_WITHIN_S):  # noqa: S310  # our own
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer")


def _pygeoapi_config(dsn: str, port: int) -> dict[str, Any]:
    """Return the configuration with what its schema asks for, and nothing that costs time."""
    database = urlsplit(dsn)
    url = f"http://127.0.0.1:{port}"
    extent = {"spatial": {"bbox": [115, 39, 118, 41.5], "crs": "CRS84"}}
    provider = {
        "type": "feature",
        "name": "PostgreSQL",
        "data": {
            "host": database.hostname,
            "port": database.port,
            "dbname": database.path.strip("/"),
            "user": database.username,
            "password": unquote(database.password or ""),
            "search_path": ["public"],
        },
        "id_field": "id",
        "table": TABLE,
        "geom_field": "geom",
    }
    described = {"title": "Stations", "description": "Stations", "keywords": ["stations"]}
    collection = {
        **described,
        "type": "collection",
        "links": [{"type": "text/html", "rel": "about", "title": "about", "href": url}],
        "extents": extent,
        "providers": [provider],
    }
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": url,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en-US"],
            "pretty_print": False,
            "limits": {"default_items": 10, "max_items": 10_000},
            "map": {"url": "", "attribution": ""},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                **described,
                "keywords_type": "theme",
                "terms_of_service": "none",
                "url": url,
            },
            "license": {"name": "MIT", "url": url},
            "provider": {"name": "bench", "url": url},
            "contact": {"name": "bench"},
        },
        "resources": {TABLE: collection},
    }
