"""Runs `stationmap` again and again in a process that has imported it once.

Each command gets a fork of its own, with the folder, the environment, the input and the output of
whoever types it: what differs from the real command is only that nothing is imported anew, which
takes a second or more.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING

from typer.main import get_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONGEST_REQUEST = 1 << 20
IMPORTED_WHEN_NEEDED = (
    "alembic.command",
    "highspy",
    "holidays.countries",
    "rich.markdown",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "typst",
)
SHIM = """#!{python} -IS
import json, os, socket, sys
# What a person would type at a prompt, where nothing else is given.
TYPED = {{"restore": "y\\n", "add": "{password}\\n" * 2, "passwd": "{password}\\n" * 2}}
words = [word for word in sys.argv[1:] if word in TYPED]
nobody_types = os.fstat(0).st_rdev == os.stat(os.devnull).st_rdev
if words and nobody_types:
    reading, writing = os.pipe()
    os.write(writing, TYPED[words[0]].encode())
    os.close(writing)
    os.dup2(reading, 0)
if "serve" in sys.argv[1:2] or "10.0.0.1" in str(sys.argv):
    # The app of the page is served already, and there is no cluster: are the options right?
    sys.argv.append("--help")
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    asked = dict(arguments=sys.argv[1:], folder=os.getcwd(), environment=dict(os.environ))
    socket.send_fds(server, [json.dumps(asked).encode()], [0, 1, 2])
    server.shutdown(socket.SHUT_WR)
    said = server.recv(8)
sys.exit(int(said) if said else "the command died")
"""


@contextmanager
def ready_command(folder: Path, *, password: str) -> Iterator[Path]:
    """Write a `stationmap` into a folder that runs in the process that waits, until the end.

    Parameters
    ----------
    folder
        Where the command goes.
    password
        What is typed where the command asks for a new password.
    """
    address = folder / "stationmap.socket"
    command = folder / "stationmap"
    shim = SHIM.format(python=sys.executable, password=password, address=str(address))
    command.write_text(shim, encoding="utf-8")
    command.chmod(0o755)
    with subprocess.Popen(
        [sys.executable, __file__, str(address)], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            yield command
        finally:
            process.terminate()


def serve(address: str) -> None:
    """Import everything, then fork for each command that comes, until SIGTERM."""
    import stationmap  # noqa: PLC0415  # the shim does without

    for module in walk_packages(stationmap.__path__, "stationmap."):
        if not module.name.startswith(
            ("stationmap.web", "stationmap.api", "stationmap.store.migrations")
        ):
            import_module(module.name)
    for name in IMPORTED_WHEN_NEEDED:
        import_module(name)
    put_together()
    gc.freeze()  # or each fork would copy all that it looks through
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        print("ready", flush=True)  # noqa: T201  # whoever started it waits for this
        while True:
            asking, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                _answer(asking)
            asking.close()


def _answer(asking: socket.socket) -> None:
    """Run the command that is asked for, in this fork, and end it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    request, files, _, _ = socket.recv_fds(asking, LONGEST_REQUEST, 3)
    while more := asking.recv(LONGEST_REQUEST):
        request += more
    asked = json.loads(request)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    # What Python made of the streams at its start belongs to other files.
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115  # until the end
        for number, mode in enumerate("rww")
    )
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    status = _run(asked["arguments"])
    asking.send(str(status).encode())
    os._exit(status)


@cache
def put_together() -> Callable[[], object]:
    """Put the commands together, which is half of the work of a short one."""
    from stationmap.cli import app  # noqa: PLC0415  # it is imported in the process that waits

    return get_command(app)


def _run(arguments: list[str]) -> int:
    sys.argv = ["stationmap", *arguments]
    try:
        put_together()()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))
    except BaseException:  # noqa: BLE001  # a fork must never go on as the server
        sys.excepthook(*sys.exc_info())
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    serve(sys.argv[1])
