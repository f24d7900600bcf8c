"""The path below which everything is served, as `--prefix` or Streamlit's configuration says."""

from __future__ import annotations

from streamlit import config


def base_path() -> str:
    """Return `server.baseUrlPath` as addresses begin with it: empty, or with a slash before it."""
    prefix = config.get_option("server.baseUrlPath").strip("/")
    return f"/{prefix}" if prefix else ""
