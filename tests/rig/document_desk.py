"""A desk at which the documentation is tried: its files, its commands, a machine of its own.

What is typed runs in bash, in a copy of the checkout, with `stationmap` ready. Folders of a server
(`/etc`, `/var` and the like) are folders of the desk, and the address that the documentation gives
is the one of the app that the tests serve.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from shutil import copyfile, copytree
from typing import TYPE_CHECKING, Any

from rig.document_blocks import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rig.document_blocks import Block
    from rig.served_app import ServedApp

NOT_HERE = {
    "apt": "installs packages on the machine; scripts/test.sh does it where it may",
    "useradd": "makes a user of the machine",
    "pip": "fetches packages from elsewhere",
    "dask": "serves on other machines; tests/unit/test_grid_cluster.py has workers",
    "pre-commit": "changes the hooks of the checkout",
    "git": "fetches from elsewhere",
    "systemctl": "needs a machine that was started by systemd",
    "caddy": "is not on the machine, and asks for a certificate",
    "docker": "needs a daemon of containers, which is not on the machine",
    "psql": "needs a database of its own; tests/contract has one",
    "createdb": "the same",
    "createuser": "the same",
}
"""What cannot be typed here, and why. It is on the desk as a command that only looks whether the
files of the checkout that it is given are there."""

STAND_IN = """#!/bin/bash
for given in "$@"; do
  case "$given" in deploy/*|scripts/*|data/*)
    [ -e "$given" ] || { echo "no $given" >&2; exit 1; } ;;
  esac
done
"""
MAKE = """#!/bin/bash
# It installs or serves for long: is there such a target, and are the settings good?
/usr/bin/make --dry-run "$@" >/dev/null || exit
[ "$1" != run ] || stationmap accounts list >/dev/null
"""
INSTALL = """#!/bin/bash
# Without the owner, who is no user of this machine.
kept=()
while [ $# -gt 0 ]; do
  case "$1" in -g|-o) shift 2 ;; *) kept+=("$1"); shift ;; esac
done
exec /usr/bin/install "${kept[@]}"
"""
SUDO = """#!/bin/bash
[ "$1" = -u ] && shift 2
exec "$@"
"""
OF_A_SERVER = re.compile(r"(?<![\w./:}-])/(etc|opt|var|srv|backup|usr/local|mnt)\b")
WRITTEN_TO = {"data", "deploy"}
POSTGRES = re.compile(r"postgresql://[\w:.@/-]+(?=[\s\"']|$)")
OF_A_STORE = re.compile(r"sqlite:////(etc|opt|var|srv|backup|usr/local|mnt)\b")
FOLDERS = ("etc/systemd/system", "etc/caddy", "opt", "var/lib", "var/backups", "srv", "backup")
ADDRESSES = ("http://127.0.0.1:8501", "http://localhost:8501", "https://yizhan.example.org")
KEEP_STATE = '\nexport -p > "$HOME/.state"\n'
LINES_OF_LOG = 40


class DocumentError(AssertionError):
    """What a page tells people to type fails; the text says where and how."""


@dataclass(slots=True)
class Desk:
    """A desk for one page; variables and names last from its first block to its last.

    Attributes
    ----------
    folder
        Where everything is typed.
    environment
        What the commands find in their environment.
    url
        Where the app is served.
    database
        Makes an empty database of PostgreSQL, and returns its address.
    address
        The database of this desk, once a page has asked for one.
    names
        What its Python blocks have defined.
    """

    folder: Path
    environment: dict[str, str]
    url: str
    database: Callable[[], str]
    address: str = ""
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})

    def run(self, block: Block) -> str:
        """Type a block, and return what it wrote.

        Raises
        ------
        DocumentError
            If it fails.
        """
        if block.language == "python":
            said = self._python(self._here(block.typed), block)
        else:
            said = self.bash(block.typed, block)
        _hold_to_what_is_shown(block, said)
        return said

    def bash(self, typed: str, block: Block | None = None) -> str:
        """Type lines into bash."""
        state = '[ ! -f "$HOME/.state" ] || . "$HOME/.state"\nset -aeuo pipefail\n'
        run = subprocess.run(
            ["bash", "-c", state + self._here(typed) + KEEP_STATE],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if run.returncode:
            where = block.place if block else ""
            raise DocumentError(
                f"{where} ended with {run.returncode}:\n{typed}\n{_end(run.stdout)}"
            )
        return run.stdout

    def _python(self, typed: str, block: Block) -> str:
        written = io.StringIO()
        kept = dict(os.environ)
        os.environ.update(self.environment)
        try:
            with contextlib.chdir(self.folder), contextlib.redirect_stdout(written):
                exec(compile(typed, block.place, "exec"), self.names)  # noqa: S102  # our own pages
        except Exception as error:
            raise DocumentError(f"{block.place}: {error!r}\n{_end(written.getvalue())}") from error
        finally:
            os.environ.clear()
            os.environ.update(kept)
        return written.getvalue()

    def _here(self, typed: str) -> str:
        if POSTGRES.search(typed):
            self.address = self.address or self.database()
            typed = POSTGRES.sub(self.address, typed)
        for address in ADDRESSES:
            typed = typed.replace(address, self.url)
        typed = OF_A_STORE.sub(rf"sqlite:///{self.folder}/root/\1", typed)
        return OF_A_SERVER.sub(rf"{self.folder}/root/\1", typed)


@dataclass(frozen=True, slots=True)
class Room:
    """What all desks share.

    Attributes
    ----------
    command
        The `stationmap` that is ready.
    files
        A folder with the files that pages name.
    store
        A store that each desk has a copy of; the stations that fill a new one are beside it.
    database
        Makes an empty database of PostgreSQL, and returns its address.
    """

    command: Path
    files: Path
    store: Path
    database: Callable[[], str]

    def lay_desk(
        self, folder: Path, *, app: ServedApp | None = None, store: Path | None = None
    ) -> Desk:
        """Lay a desk with the files of the checkout and everything that the pages type.

        Parameters
        ----------
        folder
            A folder that is not there yet.
        app
            The app that answers at the addresses of the pages, if they ask one.
        store
            What the commands use; None for a copy of the room's store.
        """
        copytree(self.files, folder)
        for entry in REPOSITORY.iterdir():
            if entry.name in WRITTEN_TO:
                copytree(entry, folder / entry.name)
            elif not entry.name.startswith((".", "var")):
                (folder / entry.name).symlink_to(entry)
        copyfile(self.store.with_suffix(".geojson"), folder / "data" / "stations.geojson")
        (folder / "var").mkdir()
        copyfile(self.store, folder / "var" / "stationmap.sqlite")
        (folder / "stationmap").symlink_to(folder)  # what `git clone` makes
        for name in FOLDERS:
            (folder / "root" / name).mkdir(parents=True)
        (folder / "root" / "opt" / "stationmap").symlink_to(folder)
        programs = self._put_programs(folder / ".venv" / "bin")
        kept = {name: value for name, value in os.environ.items() if name[:10] != "STATIONMAP"}
        ours = {
            "HOME": str(folder),
            "PATH": f"{programs}:{os.environ['PATH']}",
            "STATIONMAP_STORE_URL": f"sqlite:///{store or 'var/stationmap.sqlite'}",
            "STATIONMAP_STATIONS": str(self.store.with_suffix(".geojson")),
            "STATIONMAP_LANGUAGE": "en",
            "COLUMNS": "100",
        }
        return Desk(folder, kept | ours, app.url if app else "", self.database)

    def _put_programs(self, folder: Path) -> Path:
        folder.mkdir(parents=True)
        (folder / "stationmap").symlink_to(self.command)
        (folder / "python").symlink_to(sys.executable)
        stand_ins = dict.fromkeys(NOT_HERE, STAND_IN) | {
            "make": MAKE,
            "install": INSTALL,
            "sudo": SUDO,
        }
        for name, script in stand_ins.items():
            (folder / name).write_text(script, encoding="utf-8")
            (folder / name).chmod(0o755)
        return folder


def _hold_to_what_is_shown(block: Block, said: str) -> None:
    """Look for each line that the page shows as output; `…` stands for anything."""
    for line in block.shown:
        pattern = ".*".join(map(re.escape, line.strip().split("…")))
        if not re.search(pattern, said):
            raise DocumentError(f"{block.place} shows {line!r}, and it is not in:\n{_end(said)}")


def _end(said: str) -> str:
    return "\n".join(said.splitlines()[-LINES_OF_LOG:])
