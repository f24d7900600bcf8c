"""What `deploy/` says fits the program, and each other; what checks it here, does."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from rig.source_keys import REPOSITORY
from stationmap.cli import app
from stationmap.settings import Settings

DEPLOY = REPOSITORY / "deploy"
UNITS = ("stationmap.service", "stationmap-backup.service", "stationmap-backup.timer")
STATIONMAP = "/opt/stationmap/.venv/bin/stationmap"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def container() -> list[str]:
    """Return the Containerfile's instructions, each in one line."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def unit(name: str) -> dict[str, dict[str, list[str]]]:
    """Return the values of a unit by section and key; a key may stand there several times."""
    found: dict[str, dict[str, list[str]]] = {}
    section: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), {})
        elif "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            section.setdefault(key, []).append(value)
    return found


def test_the_example_has_every_setting_once_and_no_other() -> None:
    text = (DEPLOY / "environment.example").read_text(encoding="utf-8")
    named = re.findall(r"^#STATIONMAP_([A-Z_]+)=", text, flags=re.MULTILINE)
    assert [name.lower() for name in named] == list(Settings.model_fields)


def test_the_examples_defaults_are_those_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"STATIONMAP_{name.upper()}", raising=False)
    text = (DEPLOY / "environment.example").read_text(encoding="utf-8")
    given = dict(re.findall(r"^#(STATIONMAP_[A-Z_]+)=(.+)$", text, flags=re.MULTILINE))
    expected = Settings()
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    found = Settings()
    for name in Settings.model_fields:
        was, now = getattr(expected, name), getattr(found, name)
        if isinstance(was, Path):
            was = was.relative_to(REPOSITORY)
        if isinstance(was, str):
            was = was.replace(f"{REPOSITORY}/", "")
        assert now == was, name


def test_every_setting_that_deploy_sets_is_one() -> None:
    known = {f"STATIONMAP_{name.upper()}" for name in Settings.model_fields}
    for path in DEPLOY.iterdir():
        named = set(re.findall(r"STATIONMAP_[A-Z_]+", path.read_text(encoding="utf-8")))
        assert named <= known, path.name


def test_secrets_are_files_that_the_settings_read(
    compose: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"store_url": "postgresql://u:p@database/stationmap", "metrics_token": "m" * 20}
    for name, value in given.items():
        (tmp_path / f"stationmap_{name}").write_text(value + "\n", encoding="utf-8")
        monkeypatch.delenv(f"STATIONMAP_{name.upper()}", raising=False)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    settings = Settings()
    assert settings.store_url == given["store_url"]
    assert settings.metrics_token is not None
    assert settings.metrics_token.get_secret_value() == given["metrics_token"]
    assert given["metrics_token"] not in repr(settings)
    assert compose["services"]["app"]["secrets"] == [f"stationmap_{name}" for name in given]


def test_what_compose_names_is_there(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert set(service.get("secrets", [])) <= set(compose["secrets"]), name
        assert set(service["networks"]) <= set(compose["networks"]), name
        for mounted in service.get("volumes", []):
            source = mounted.split(":")[0]
            assert (DEPLOY / source).is_file() if source[0] == "." else source in compose["volumes"]
        for other, need in service.get("depends_on", {}).items():
            assert other in compose["services"]
            assert need == {"condition": "service_healthy"}
    assert (DEPLOY / compose["services"]["app"]["build"]["context"]).resolve() == REPOSITORY
    assert (REPOSITORY / compose["services"]["app"]["build"]["dockerfile"]).is_file()


def test_the_database_is_reached_by_the_app_alone(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert compose["networks"]["back"] == {"internal": True}
    assert [name for name in services if "back" in services[name]["networks"]] == [
        "app",
        "database",
    ]
    assert [name for name in services if "ports" in services[name]] == ["caddy"]


def test_no_secret_stands_in_the_environment(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name in service.get("environment", {}):
            assert not re.search("PASSWORD$|TOKEN$|KEY$|STORE_URL$", name)


def test_the_proxys_network_is_the_one_that_the_app_believes(compose: dict[str, Any]) -> None:
    app_environment = compose["services"]["app"]["environment"]
    (pool,) = compose["networks"]["front"]["ipam"]["config"]
    assert app_environment["STATIONMAP_PROXIES"] == pool["subnet"]


def test_the_app_has_time_to_stop_before_it_is_killed(compose: dict[str, Any]) -> None:
    service = compose["services"]["app"]
    patience_s = int(service["environment"]["STATIONMAP_STOP_SECONDS"]) + 5
    assert int(service["stop_grace_period"].removesuffix("s")) >= patience_s
    (stop,) = unit("stationmap.service")["Service"]["TimeoutStopSec"]
    assert int(stop) >= Settings.model_fields["stop_seconds"].default + 5


def test_the_container_runs_a_command_that_there_is(container: list[str]) -> None:
    (line,) = [line for line in container if line.startswith("CMD")]
    command = yaml.safe_load(line.removeprefix("CMD "))
    assert command[0] == "stationmap"
    known = get_command(app).commands[command[1]]  # type: ignore[attr-defined]  # a group
    options = {option for parameter in known.params for option in parameter.opts}
    assert {part for part in command if part.startswith("--")} <= options


def test_the_container_is_nobodys_and_installs_the_locked_runtime_alone(
    container: list[str],
) -> None:
    assert "USER 10001:10001" in container
    assert container.index("USER 10001:10001") > max(
        number for number, line in enumerate(container) if line.startswith(("RUN", "COPY"))
    )
    installs = [line for line in container if "pip install" in line]
    assert all("--no-deps" in line for line in installs)
    assert "--require-hashes --requirement requirements.lock" in installs[0]
    assert not any("requirements-dev" in line for line in container)
    for line in container:
        if line.startswith("COPY") and "--from" not in line:
            for source in shlex.split(line)[1:-1]:
                assert (REPOSITORY / source).exists()


def test_the_containers_health_check_passes_and_fails_as_it_should(container: list[str]) -> None:
    """The command as it stands, against a port where nobody listens and one where somebody does."""
    from http.server import BaseHTTPRequestHandler, HTTPServer  # noqa: PLC0415  # of this test
    from threading import Thread  # noqa: PLC0415  # the same

    class Healthy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    (line,) = [line for line in container if line.startswith("HEALTHCHECK")]
    _python, *arguments = yaml.safe_load(line.partition("CMD ")[2])
    with HTTPServer(("127.0.0.1", 0), Healthy) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            there = [part.replace("8501", str(server.server_port)) for part in arguments]
            assert subprocess.run([sys.executable, *there], check=False).returncode == 0
        finally:
            server.shutdown()
    gone = subprocess.run([sys.executable, *there], capture_output=True, check=False)
    assert gone.returncode == 1


def test_caddy_leads_to_the_app_and_hides_what_is_for_those_who_run_it(
    compose: dict[str, Any], container: list[str]
) -> None:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    (port,) = [line.removeprefix("EXPOSE ") for line in container if line.startswith("EXPOSE")]
    assert f"{{$APP_PORT:{port}}}" in text
    assert "{$APP_NAME:app}" in text
    assert "app" in compose["services"]
    assert "@inner path /metrics /readyz /_stcore/metrics" in text
    assert "request>uri regexp" in text


def test_caddy_accepts_its_file_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    caddy = shutil.which("caddy")
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    if caddy:
        monkeypatch.setenv("DOMAIN", "yizhan.example.org")
        file = str(DEPLOY / "Caddyfile")
        command = [caddy, "validate", "--adapter", "caddyfile", "--config", file]
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("name", UNITS)
def test_systemd_accepts_its_units_where_it_is_installed(name: str, tmp_path: Path) -> None:
    reader = RawConfigParser(strict=False)
    reader.read(DEPLOY / name, encoding="utf-8")
    assert "Unit" in reader.sections()
    analyze = shutil.which("systemd-analyze")
    if analyze:
        for other in UNITS:  # a timer is checked with its service
            text = (DEPLOY / other).read_text(encoding="utf-8")
            (tmp_path / other).write_text(text.replace(STATIONMAP, sys.executable), "utf-8")
        checked = subprocess.run(
            [analyze, "verify", tmp_path / name], capture_output=True, text=True, check=False
        )
        assert (checked.returncode, checked.stderr) == (0, "")


def test_the_units_give_the_app_nothing_that_it_does_not_need() -> None:
    for name in UNITS[:2]:
        service = unit(name)["Service"]
        assert service["User"] == ["stationmap"]
        assert service["NoNewPrivileges"] == ["yes"]
        assert service["CapabilityBoundingSet"] == [""]
        assert service["ProtectSystem"] == ["strict"]
        assert STATIONMAP in service["ExecStart"][0]
    served = unit("stationmap.service")["Service"]
    backed_up = unit("stationmap-backup.service")["Service"]
    assert served["Environment"][-1] == backed_up["Environment"][-1], "they use the same store"
