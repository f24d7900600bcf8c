"""Every setting, read once by `bootstrap` from the environment (`STATIONMAP_…`) or a secret."""

from __future__ import annotations

import os
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

SECRETS = "/run/secrets"
"""Where containers find the files of their secrets."""

ANYBODY = "*"
"""Instead of the addresses of proxies: whoever asks is believed."""

_PACKAGE = Path(__file__).resolve().parent


def _data_folder() -> Path:
    """Return the folder of data files: inside an installed wheel, else beside `src`."""
    packaged = _PACKAGE / "data"
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / "data"


BUILT_IN_DEMAND = _data_folder() / "demand_census2020.csv"
"""The census that comes with the program, of its own city."""


def _default_store_url() -> str:
    """Return a file below `var/`: in a checkout beside `src`, else in the working folder."""
    packaged = (_PACKAGE / "data").is_dir()
    top = Path.cwd() if packaged else _PACKAGE.parents[1]
    return f"sqlite:///{top / 'var' / 'stationmap.sqlite'}"


class Tiles(StrEnum):
    """Where the base map comes from; `none` draws the district outlines alone."""

    NONE = "none"
    OSM = "osm"
    TIANDITU = "tianditu"
    AMAP = "amap"


class Geocoder(StrEnum):
    """Which service may be asked for addresses that the offline search does not know."""

    NONE = "none"
    NOMINATIM = "nominatim"
    AMAP = "amap"
    BAIDU = "baidu"
    TIANDITU = "tianditu"


class MetricsReaders(StrEnum):
    """Who may read `/metrics`; whoever has the token may, except where nobody may."""

    PRIVATE = "private"
    TOKEN = "token"  # noqa: S105  # it is the word, not one
    NOBODY = "nobody"


class LogFormat(StrEnum):
    """How a line of the log is written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """The least severe line that is written; `info` has one for each request."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def _networks(value: str) -> str:
    """Take what uvicorn takes; what it cannot read it would believe nobody for, unsaid."""
    for part in value.split(","):
        one = part.strip()
        try:
            if one and value.strip() != ANYBODY:
                ip_network(one)
        except ValueError:
            message = f"{one[:80]!r} is no address or network, such as 10.0.0.7 or 10.0.0.0/8"
            raise ValueError(message) from None
    return value


def _web_address(value: str | None) -> str | None:
    """Take an address that people can open; an empty one is none."""
    if not value:
        return None
    try:
        found = urlsplit(value)
        is_one = value.startswith(("http://", "https://")) and bool(found.hostname)
        is_one = is_one and found.port != 0 and not (found.query or found.fragment)
    except ValueError:
        is_one = False
    if not is_one or not value.isprintable() or set(value) & set(" \"'<>\\@?#"):
        message = f"{value[:80]!r} is no address such as https://stations.example.org"
        raise ValueError(message)
    return value


class Settings(BaseSettings):
    """What an operator may change; each field is `STATIONMAP_` and its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="STATIONMAP_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    store_url: str = Field(
        default_factory=_default_store_url,
        pattern="^(sqlite:///|postgresql://).+",
        repr=False,  # it may hold a password
        description="Where all is kept: sqlite:///FILE, or postgresql://USER:PASSWORD@HOST/DATABASE.",
    )
    stations: Path = Field(
        default=_data_folder() / "stations.geojson",
        description="The file of stations that fills a new store: GeoJSON, CSV or XLSX.",
    )
    stations_datum: str = Field(
        default="wgs84",
        pattern="^(wgs84|gcj02|bd09)$",
        description="The datum of the positions in that file.",
    )
    districts: Path = Field(
        default=_data_folder() / "districts.geojson",
        description="District outlines in WGS-84, with adcode and name_zh: GeoJSON.",
    )
    streets: Path = Field(
        default=_data_folder() / "streets.csv",
        description="Streets and towns by code, name and district: CSV.",
    )
    street_outlines: Path | None = Field(
        default=None,
        description="Outlines of those streets in WGS-84: GeoJSON. Then the position decides.",
    )
    standards: Path = Field(
        default=_PACKAGE / "upkeep" / "standards.toml",
        description="What stations of each kind should have: profiles in TOML.",
    )
    demand: Path = Field(
        default=BUILT_IN_DEMAND,
        description="Where people live, the demand that is always there: CSV in WGS-84.",
    )
    places: Path = Field(
        default=_data_folder() / "places.csv",
        description="Named places that the offline search knows: CSV in WGS-84.",
    )
    city: str | None = Field(
        default=None,
        description="The city whose addresses the online geocoder knows, in Chinese; else Beijing.",
    )
    language: str = Field(
        default="zh", pattern="^(zh|en)$", description="The language of a first visit."
    )
    tiles: Tiles = Field(default=Tiles.NONE, description="Source of the base map's tiles.")
    tianditu_key: SecretStr | None = Field(
        default=None, description="Key for Tianditu's tiles and geocoder."
    )
    geocoder: Geocoder = Field(
        default=Geocoder.NONE, description="Online geocoder, asked only with the user's consent."
    )
    geocoder_key: SecretStr | None = Field(
        default=None, description="Key for the AMap or Baidu geocoder."
    )
    geocoder_url: str | None = Field(
        default=None,
        pattern="^https?://[^/]+",
        description="Another server than the service's own, say one's own Nominatim: https://HOST.",
    )
    geocoder_contact: str | None = Field(
        default=None, description="Address that Nominatim's operators can write to (User-Agent)."
    )
    hotline: str = Field(
        default="12351", pattern=r"^\+?[0-9]{3,15}$", description="The union's hotline."
    )
    public_url: Annotated[str | None, AfterValidator(_web_address)] = Field(
        default=None,
        description="Address under which people reach this server; printed on posters.",
    )
    session_hours: int = Field(
        default=12, ge=1, le=720, description="How long a sign-in of staff lasts at most."
    )
    report_due_hours: int = Field(
        default=24,
        ge=1,
        le=720,
        description="Within how many hours a courier's report is to be answered.",
    )
    report_limit: int = Field(
        default=20,
        ge=1,
        le=1000,
        description="How many reports an hour one network address may file.",
    )
    api_limit: int = Field(
        default=600,
        ge=0,
        le=1_000_000,
        description="How many requests a minute one network address may make of the API; "
        "0 for any number.",
    )
    stale_after_days: int = Field(
        default=180, ge=1, description="A record not verified for longer is marked so."
    )
    proxies: Annotated[str, AfterValidator(_networks)] = Field(
        default="127.0.0.1,::1",
        description="Addresses or networks of proxies whose X-Forwarded-For is believed, or *.",
    )
    metrics_for: MetricsReaders = Field(
        default=MetricsReaders.PRIVATE,
        description="Who may read /metrics: private addresses without a proxy, or by token alone.",
    )
    metrics_token: SecretStr | None = Field(
        default=None, min_length=16, description="Token with which anybody may read /metrics."
    )
    log_format: LogFormat = Field(
        default=LogFormat.TEXT, description="How a line of the log is written."
    )
    log_level: LogLevel = Field(
        default=LogLevel.WARNING,
        description="The least severe line that is written; info has one for each request.",
    )
    stop_seconds: int = Field(
        default=20,
        ge=1,
        le=600,
        description="How long SIGTERM waits for requests that are being answered.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # no `.env` is read
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # see below
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read files of secrets too, named as the variables are: `stationmap_metrics_token`.

        systemd names their folder (`LoadCredential=`); compose mounts them at a fixed one.
        """
        folder = secrets_folder()
        if not folder.is_dir():
            return init_settings, env_settings
        return init_settings, env_settings, SecretsSettingsSource(settings_cls, secrets_dir=folder)


def secrets_folder() -> Path:
    """Return where the files of secrets are, if there are any."""
    return Path(os.environ.get("CREDENTIALS_DIRECTORY", SECRETS))
