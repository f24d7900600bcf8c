"""The command line."""

from stationmap.cli.app import app

__all__ = ["app"]
