"""Where everything is served: the path below which it is, and the host as addresses have it."""

from __future__ import annotations

from streamlit import config


def base_path() -> str:
    """Return `server.baseUrlPath` as addresses begin with it: empty, or with a slash before it."""
    prefix = config.get_option("server.baseUrlPath").strip("/")
    return f"/{prefix}" if prefix else ""


def host_in_address(host: str) -> str:
    """Write a host as it stands before a port: an address of IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host
