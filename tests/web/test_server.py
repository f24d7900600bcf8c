"""The server as any client sees it: compressed, cached, closed to other origins, and quiet."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import time
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from rig.served_app import REPOSITORY, free_port, serve, stationmap_command, unforked_command

if TYPE_CHECKING:
    from email.message import Message

    from rig.served_app import ServedApp

CONFIG = REPOSITORY / "src" / "stationmap" / "web" / "config.toml"
STOP_WITHIN_S = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said, read to its end; `text` is decompressed."""

    status: int
    headers: Message
    text: str


def get(app: ServedApp, path: str, **headers: str) -> Answer:
    """Ask as a browser does; an error's status is an answer like any other."""
    address = f"{app.url}{quote(path, safe='/?&=,:%')}"
    headers = {"Accept-Encoding": "gzip", **headers}
    request = Request(address, headers=headers)  # noqa: S310  # our own
    try:
        with urlopen(request, timeout=10) as answer:  # noqa: S310  # the same
            return read(answer.status, answer.headers, answer.read())
    except HTTPError as error:
        with error:
            return read(error.code, error.headers, error.read())


def send(app: ServedApp, path: str, sent: object) -> Answer:
    """Send JSON as a program behind a proxy does."""
    request = Request(  # noqa: S310  # our own address
        f"{app.url}{path}",
        data=json.dumps(sent).encode(),
        headers={
            "Content-Type": "application/json",
            "Origin": app.url,
            "X-Forwarded-For": "203.0.113.77",
        },
    )
    try:
        with urlopen(request, timeout=10) as answer:  # noqa: S310  # the same
            return read(answer.status, answer.headers, answer.read())
    except HTTPError as error:
        with error:
            return read(error.code, error.headers, error.read())


def read(status: int, headers: Message, content: bytes) -> Answer:
    if headers["Content-Encoding"] == "gzip":
        content = gzip.decompress(content)
    return Answer(status, headers, content.decode(errors="replace"))


def layer(app: ServedApp) -> str:
    """Return where the layer of all stations is, as the page that fetches it early says."""
    page = get(app, "/all_stations").text
    start = page.index("layers/stations/")
    return "/" + page[start : page.index('"', start)]


@pytest.mark.parametrize(
    "path", ["/", "/layers/ground.json", "/assets/leaflet-1.9.4/leaflet.js", "/assets/map.css"]
)
def test_what_is_text_comes_compressed(served: ServedApp, path: str) -> None:
    assert get(served, path).headers["Content-Encoding"] == "gzip"


def test_streamlits_own_bundle_comes_compressed(served: ServedApp) -> None:
    page = get(served, "/").text
    start = page.index("static/js/index.")
    assert get(served, "/" + page[start : page.index('"', start)]).headers["Content-Encoding"] == (
        "gzip"
    )


@pytest.mark.parametrize("path", ["/", "/all_stations", "/assets/map.css", "/layers/none", "/nope"])
def test_every_answer_keeps_to_its_own_origin(served: ServedApp, path: str) -> None:
    headers = get(served, path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("geolocation=(self)")


def test_what_has_its_content_in_its_address_is_kept_for_a_year(served: ServedApp) -> None:
    for path in ("/assets/map.css", "/layers/ground.json", layer(served)):
        assert get(served, path).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert get(served, "/").headers["Cache-Control"] == "no-cache"


def test_the_page_begins_in_the_language_of_its_address(served: ServedApp) -> None:
    for language, tag, name in (("zh", "zh-CN", "暖心驿站地图"), ("en", "en", "Warm Stations")):
        page = get(served, f"/?lang={language}").text
        assert f'<html lang="{tag}">' in page
        assert f"<title>{name}</title>" in page
        assert 'href="tel:12351"' in page


def test_streamlits_page_was_changed_in_every_way_that_it_should(served: ServedApp) -> None:
    """If this fails after an update of Streamlit, look at what web/front_page.py replaces."""
    page = get(served, "/").text
    assert "SourceSans" not in page
    assert "BACKEND_BASE_URL" in page
    assert "streamlit_folium.st_folium/static/js/main." in page
    assert "service-desc" not in page
    assert page.count("<noscript>") == 1
    assert "Streamlit app can also offer" not in page


def test_a_dot_of_the_map_tells_who_it_is(served: ServedApp) -> None:
    answer = get(served, layer(served).replace(".json", "/0.json"))
    station = json.loads(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "示例" in station["name"]
    assert {"id", "kind", "status", "state", "address"} < set(station)


@pytest.mark.parametrize("tail", ["/99999999.json", "/-1.json", "/x.json", ".json/../x", "x.json"])
def test_what_is_not_there_is_404_and_no_page(served: ServedApp, tail: str) -> None:
    assert get(served, layer(served).removesuffix(".json") + tail).status in {400, 404}


def test_stations_that_have_changed_are_said_to_have(served: ServedApp) -> None:
    answer = get(served, "/layers/stations/000000000000.json")
    assert answer.status == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "reload" in json.loads(answer.text)["detail"]


@pytest.mark.parametrize(
    "path", ["/assets/../server.py", "/assets/..%2f..%2fserver.py", "/assets/%2e%2e/tiles.py"]
)
def test_nothing_outside_the_assets_is_served(served: ServedApp, path: str) -> None:
    assert get(served, path).status in {400, 404}


def test_robots_are_told(served: ServedApp) -> None:
    assert "Disallow: /layers/" in get(served, "/robots.txt").text


def test_the_log_tells_of_requests_and_of_nobody_who_put_them() -> None:
    """Whatever is asked, at the most talkative level: no position, word, address or query."""
    private = ["39.9081", "116.3972", "暗号", "secret words", "203.0.113.77"]
    position = {"position": [116.39729, 39.90817]}
    with serve(log_level="debug", log_format="json") as app:
        get(app, "/?lat=39.90817&lon=116.39729&q=暗号")
        get(app, "/api/nearest?lon=116.39729&lat=39.90817&k=2")
        get(app, "/api/collections/stations/items?bbox=116.39729,39.90817,116.5,40&limit=1")
        get(app, "/api/collections/stations/items/暗号")
        get(app, "/nowhere/39.90817/116.39729")
        send(app, "/api/nearest", position)
        send(app, "/api/nearest", {"position": ["39.90817", "secret words"]})
        send(app, "/m/nearest", position)
        send(app, "/m/search", {"q": "暗号 39.90817"})
        send(app, "/api/reports", {"station": "暗号", "fault": "closed", "text": "secret words"})
        get(app, "/_stcore/stream?lat=39.90817")
        lines = [line for line in app.log.splitlines() if line.startswith("{")]
        assert [word for word in private if word in app.log] == []
    told = [json.loads(line) for line in lines]
    answered = {(line["method"], line["route"]) for line in told if "route" in line}
    items = "/api/collections/stations/items"
    assert answered >= {
        ("GET", "/"),
        ("GET", "/api/nearest"),
        ("POST", "/api/nearest"),
        ("POST", "/api/reports"),
        ("POST", "/m/nearest"),
        ("POST", "/m/search"),
        ("GET", items),
        ("GET", f"{items}/{{station_id}}"),
    }
    assert all(line["request_id"] for line in told if "route" in line)
    assert "uvicorn.access" not in {line["logger"] for line in told}


def test_at_the_usual_level_no_request_is_logged(served: ServedApp) -> None:
    get(served, "/?lat=39.908&lon=116.397")
    assert "39.908" not in served.log
    assert "GET" not in served.log


def test_sigterm_stops_it_at_once() -> None:
    with serve(command=unforked_command()) as app:
        assert get(app, "/").status == 200
        started = time.monotonic()
        os.kill(app.pid, signal.SIGTERM)
        os.waitid(os.P_PID, app.pid, os.WEXITED | os.WNOWAIT)
        assert time.monotonic() - started < STOP_WITHIN_S


def test_a_taken_port_is_said_in_a_sentence(served: ServedApp) -> None:
    port = served.url.rpartition(":")[2]
    command = [stationmap_command(), "serve", "--port", port]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert f"127.0.0.1:{port}" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_tiles_without_their_key_are_said_before_anything_is_served() -> None:
    environment = {**os.environ, "STATIONMAP_TILES": "tianditu"}
    command = [stationmap_command(), "serve", "--port", str(free_port())]
    refused = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert refused.returncode == 1
    assert "tianditu_key" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_below_a_prefix_everything_is_found() -> None:
    with serve(prefix="yizhan") as app:
        for path in ("", "/all_stations", "/assets/map.css", layer(app)):
            assert get(app, path).status == 200
        unknown = get(app, "/nope")
        assert (unknown.status, 'href="./?lang=zh"' in unknown.text) == (404, True)


@pytest.mark.parametrize(
    ("path", "root"),
    [("/nope", "./"), ("/nope/deeper", "../"), ("/find/nope", "../"), ("/index.html", "./")],
)
def test_an_unknown_address_is_said_to_be_none_in_the_visitors_language(
    served: ServedApp, path: str, root: str
) -> None:
    said = {"zh": "没有这一页", "en": "There is no such page"}
    for language, title in said.items():
        answer = get(served, f"{path}?lang={language}")
        assert answer.status == 404
        assert f'<h1 class="page-title">{title}</h1>' in answer.text
        assert f'href="{root}?lang={language}"' in answer.text


@pytest.mark.parametrize(("path", "root"), [("/m/nope", "./"), ("/m/nope/deeper", "../")])
def test_an_unknown_address_of_the_light_page_is_a_page_for_people_alone(
    served: ServedApp, path: str, root: str
) -> None:
    answer = get(served, f"{path}?lang=en", Accept="text/html,*/*")
    assert (answer.status, "There is no such page" in answer.text) == (404, True)
    assert f'action="{root}"' in answer.text
    assert get(served, path).text == "no such file"


@pytest.mark.parametrize(
    ("path", "status", "policy"),
    [
        ("/", 200, "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:"),
        ("/layers/nope", 404, "default-src 'self'"),
        ("/_stcore/health", 200, "default-src 'self'"),
        ("/healthz", 200, "default-src 'self'"),
        ("/readyz", 200, "default-src 'self'"),
        ("/metrics", 200, "default-src 'self'"),
        ("/sign-in", 200, "default-src 'self'"),
        ("/api/", 200, "default-src 'none'; style-src"),
        ("/api/nope", 404, "default-src 'none'; style-src"),
        ("/m", 200, "default-src 'none'"),
    ],
)
def test_each_kind_of_route_has_the_headers_that_keep_it_safe(
    served: ServedApp, path: str, status: int, policy: str
) -> None:
    answer = get(served, path)
    assert answer.status == status
    assert answer.headers["Content-Security-Policy"].count("default-src") == 1
    assert policy in answer.headers["Content-Security-Policy"]
    assert "http" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Request-Id"]
    assert "Server" not in answer.headers
    assert "Strict-Transport-Security" not in answer.headers  # it is served by plain HTTP


def test_nothing_is_told_to_the_makers_of_streamlit(served: ServedApp) -> None:
    """Neither by the settings, nor by what a page is sent when it opens."""
    configured = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    assert configured["browser"]["gatherUsageStats"] is False
    assert configured["server"]["showEmailPrompt"] is False
    address = f"ws{served.url.removeprefix('http')}/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")]) as page:
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        page.send(asked.SerializeToString())
        told = ForwardMsg()
        while told.WhichOneof("type") != "new_session":
            told.ParseFromString(page.recv(timeout=10, decode=False))
    assert told.new_session.config.gather_usage_stats is False


@pytest.mark.parametrize("path", ["/metrics", "/_stcore/metrics"])
def test_metrics_are_for_nobody_behind_a_proxy(served: ServedApp, path: str) -> None:
    behind = {"X-Forwarded-For": "203.0.113.77"}
    assert get(served, path).status == 200
    assert get(served, path, **behind).status == 403


def test_an_address_without_its_slash_leads_on_whatever_the_scheme_outside_is(
    served: ServedApp,
) -> None:
    class Stay(HTTPRedirectHandler):
        def redirect_request(self, *_args: object) -> None:
            """Follow nowhere."""

    with pytest.raises(HTTPError) as told:
        build_opener(Stay).open(f"{served.url}/api?lang=en", timeout=10)
    with told.value as answer:
        assert (answer.code, answer.headers["Location"]) == (307, "api/?lang=en")
