"""The API over a part of the sample, in this process, mounted as the server mounts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from stationmap.api.app import api_app
from stationmap.bootstrap import Office, office_of_file
from stationmap.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

EACH = 25
"""Every so many-th station of the sample: some four hundred, of ten of the eleven kinds."""


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings that name a part of the sample as the file of stations."""
    whole = orjson.loads(Settings().stations.read_bytes())
    part = whole | {"features": whole["features"][::EACH]}
    path = tmp_path_factory.mktemp("api") / "stations.geojson"
    path.write_bytes(orjson.dumps(part))
    return Settings(stations=path, api_limit=0)


@pytest.fixture(scope="session")
def office(sample_settings: Settings) -> Office:
    """Return an office whose stations nobody changes; tests that write open their own."""
    return office_of_file(sample_settings)


@pytest.fixture(scope="session")
def client(office: Office) -> Iterator[TestClient]:
    """Return a client of the mounted API; addresses begin with `/api/`."""
    app = Starlette(routes=[Mount("/api", app=api_app(lambda: office))])
    with TestClient(app) as client:
        yield client
