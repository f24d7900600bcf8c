"""`stationmap serve`: where it listens, and what it says where it cannot."""

from __future__ import annotations

import socket
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from streamlit import config

from rig.command_line import CliRunner
from stationmap.cli import app
from stationmap.settings import Settings
from stationmap.web import server, set_up, wiring

if TYPE_CHECKING:
    from typer.testing import Result

ANY_PORT = 0
LOOPBACKS = {"127.0.0.1": socket.AF_INET, "::1": socket.AF_INET6}
SHOWN = {"127.0.0.1": "127.0.0.1", "::1": "[::1]"}


def listener(host: str) -> socket.socket:
    return socket.create_server((host, ANY_PORT), family=LOOPBACKS[host])


def is_here(host: str) -> bool:
    try:
        listener(host).close()
    except OSError:  # a machine without IPv6
        return False
    return True


HOSTS = [(host, shown) for host, shown in SHOWN.items() if is_here(host)]


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let nothing be served; return the hosts that it was asked for."""
    hosts: list[str] = []
    monkeypatch.setenv("STATIONMAP_LANGUAGE", "en")
    monkeypatch.setattr(wiring, "warm_up", lambda: SimpleNamespace(stations=[1, 2]))
    monkeypatch.setattr(server, "serve", lambda host, **_where: hosts.append(host))
    return hosts


def serve(host: str, port: int) -> Result:
    return CliRunner().invoke(app, ["serve", "--host", host, "--port", str(port)])


@pytest.mark.parametrize(("host", "shown"), HOSTS)
def test_it_listens_at_addresses_of_either_kind(asked: list[str], host: str, shown: str) -> None:
    with listener(host) as free:
        port: int = free.getsockname()[1]

    said = serve(host, port)

    assert (said.exit_code, asked) == (0, [host])
    assert f"2 stations on http://{shown}:{port}" in said.output


@pytest.mark.parametrize(("host", "shown"), HOSTS)
def test_a_port_that_is_taken_is_refused(asked: list[str], host: str, shown: str) -> None:
    with listener(host) as taken:
        port: int = taken.getsockname()[1]
        said = serve(host, port)

    assert (said.exit_code, asked) == (1, [])
    assert f"{shown}:{port} (Address already in use)" in said.output


@pytest.mark.parametrize(("host", "shown"), SHOWN.items())
def test_the_link_of_the_first_admin_leads_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], host: str, shown: str
) -> None:
    where = {"server.address": host, "server.port": 8501, "server.baseUrlPath": ""}
    accounts = SimpleNamespace(set_up_token=lambda: "once")
    office = SimpleNamespace(settings=Settings(), accounts=accounts)
    monkeypatch.setattr(set_up, "office", lambda: office)
    monkeypatch.setattr(config, "get_option", where.get)

    set_up.announce_set_up()

    assert f"http://{shown}:8501/set-up?token=once" in capsys.readouterr().out


def test_a_host_that_there_is_not_is_called_so(asked: list[str]) -> None:
    said = serve("nowhere.invalid", 8501)

    assert (said.exit_code, asked) == (1, [])
    assert "Unknown error" not in said.output
