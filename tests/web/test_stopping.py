"""The server ends when it is told to, after what it was asked before, and says so by its code."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from contextlib import closing
from functools import partial

from websockets.sync.client import connect
from websockets.typing import Subprotocol

from rig.served_app import REPOSITORY, free_port, serve, unforked_command
from rig.waiting import comes_true

STOP_WITHIN_S = 30
ENOUGH_S, TOO_LITTLE_S = 8, 1
"""What an answer of less than a second may take, on a busy machine; and what cuts off any other."""

STREAMLIT = Subprotocol("streamlit")
SLOW_APP = """
    import asyncio, sys, threading
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route
    from streamlit import config
    from stationmap.services.plan.jobs import Jobs
    from stationmap.web.running import run

    jobs = Jobs()

    def until_cancelled(progress):
        while not progress.is_cancelled():
            threading.Event().wait(0.02)
        print("the job was told", flush=True)

    async def slow(request):
        print("asked", flush=True)
        await asyncio.sleep(float(request.query_params["s"]))
        return PlainTextResponse("at last")

    def planned(request):
        job = jobs.start("question", until_cancelled)
        print("asked", flush=True)
        job.wait()
        return PlainTextResponse(job.state)

    config.set_option("server.address", "127.0.0.1")
    config.set_option("server.port", int(sys.argv[1]))
    app = Starlette(routes=[Route("/slow", slow), Route("/planned", planned)])
    print("starting", flush=True)
    run(app, stop_seconds=int(sys.argv[2]), proxies="127.0.0.1", before_stop=jobs.cancel_all)
"""


class SlowApp:
    """A small app, run as the pages are, whose answers take as long as is asked."""

    def __init__(self, *, stop_seconds: int = ENOUGH_S) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(SLOW_APP), f"{self.port}", f"{stop_seconds}"],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.wait_for("starting")

    def wait_for(self, said: str) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == f"{said}\n"

    def ask(self, path: str) -> socket.socket:
        """Put a question, and wait until it is being answered."""
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        asking = connected(self.port)
        asking.sendall(request.encode())
        self.wait_for("asked")
        return asking

    def stop(self) -> tuple[int, str]:
        """Tell it to stop; return its code, and what else it has said."""
        self.process.send_signal(signal.SIGTERM)
        try:
            rest, _ = self.process.communicate(timeout=STOP_WITHIN_S)
        finally:
            self.process.kill()
        return self.process.returncode, rest


def connected(port: int) -> socket.socket:
    """Connect as soon as somebody listens."""
    deadline = time.monotonic() + STOP_WITHIN_S
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=STOP_WITHIN_S)
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def refuses(port: int) -> bool:
    """Say whether nobody listens."""
    try:
        with closing(socket.create_connection(("127.0.0.1", port), timeout=STOP_WITHIN_S)):
            return False
    except ConnectionRefusedError:
        return True


def said(asking: socket.socket) -> str:
    """Return all that comes until the other side closes."""
    with closing(asking):
        return b"".join(iter(lambda: asking.recv(65536), b"")).decode(errors="replace")


def test_an_answer_that_is_under_way_comes_to_its_end() -> None:
    app = SlowApp()
    asking = app.ask("/slow?s=0.6")
    assert app.stop() == (0, "")
    assert said(asking).endswith("at last")


def test_an_answer_that_would_take_too_long_is_cut_off() -> None:
    app = SlowApp(stop_seconds=TOO_LITTLE_S)
    asking = app.ask("/slow?s=600")
    assert app.stop() == (0, "")
    assert "at last" not in said(asking)


def test_a_long_job_is_cancelled_and_whoever_waits_for_it_told() -> None:
    app = SlowApp()
    asking = app.ask("/planned")
    assert app.stop() == (0, "the job was told\n")
    assert said(asking).endswith("cancelled")


def test_the_pages_stop_in_time_with_one_open_and_a_form_on_its_way() -> None:
    """A write that was begun is answered, an open page is told, and the code is 0."""
    with (
        serve(command=unforked_command(), stop_seconds="20") as app,
        connect(f"ws{app.url.removeprefix('http')}/_stcore/stream", subprotocols=[STREAMLIT]),
    ):
        port = int(app.url.rpartition(":")[2])
        form = connected(port)
        body = b"login=nobody&password=wrong"
        head = f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {app.url}\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n"
        form.sendall(f"{head}{kind}Content-Length: {len(body)}\r\n\r\n".encode())
        assert form.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"  # it has begun to be read
        form.sendall(body[:5])
        os.kill(app.pid, signal.SIGTERM)
        assert comes_true(partial(refuses, port))
        form.sendall(body[5:])
        assert said(form).startswith("HTTP/1.1 ")
        ended = os.waitid(os.P_PID, app.pid, os.WEXITED | os.WNOWAIT)
        assert ended is not None
        assert (ended.si_code, ended.si_status) == (os.CLD_EXITED, 0)
