"""Writes a whole copy of an SQLite store to one file, while others read and write."""

from __future__ import annotations

import os
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stationmap.errors import StoreError
from stationmap.store.sqlite_engine import sqlite_module, told_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.store.sqlite_connections import SqliteConnections


def write_backup(connections: SqliteConnections, path: Path) -> None:
    """Put a copy of the newest committed state at a path; what was there stays if that fails.

    The copy needs no other file, is checked before it gets its name, and is on the disk then. Only
    its owner may read it, since it holds the hashes of passwords.

    Raises
    ------
    StoreError
        If the store cannot be read, or the copy not written.
    """
    target = path.resolve()
    if target == connections.path.resolve():
        raise StoreError(str(path), "is the store itself; name another file")
    with temporary_file(target) as part:
        copy_whole(connections.path, part)
        require_sound(part, str(path))
        put_in_place(part, target, path)


@contextmanager
def temporary_file(beside: Path) -> Iterator[Path]:
    """Make an empty file in the same folder, and take it away in the end if it is still there.

    Raises
    ------
    StoreError
        If the folder is missing or cannot be written.
    """
    with _told_as(beside):
        handle, name = tempfile.mkstemp(
            dir=beside.parent, prefix=f".{beside.name}.", suffix=".part"
        )
    os.close(handle)
    part = Path(name)
    try:
        yield part
    finally:
        with suppress(OSError):
            part.unlink()


def copy_whole(source: Path, target: Path) -> None:
    """Copy what is committed in one database into an empty file, with no log beside it.

    Raises
    ------
    StoreError
        If either fails; it names the one that did as far as SQLite tells.
    """
    module = sqlite_module()
    with (
        told_of(source),
        closing(module.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as reading,
    ):
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with told_of(target), closing(module.connect(str(target))) as writing:
            reading.backup(writing)
            writing.execute("PRAGMA journal_mode = DELETE")


def put_in_place(part: Path, target: Path, path: Path) -> None:
    """Bring a whole file to the disk, then to its name; errors call it by `path`.

    Raises
    ------
    StoreError
        If it cannot have that name.
    """
    with _told_as(path):
        _sync(part)
        part.replace(target)
        _sync(target.parent)


def end_log(part: Path, place: str) -> None:
    """Let a database need no log beside it, whoever opens it.

    Raises
    ------
    StoreError
        If it cannot be written.
    """
    with told_of(place), closing(sqlite_module().connect(str(part))) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def require_sound(path: Path, place: str) -> None:
    """Refuse a database that is damaged.

    Raises
    ------
    StoreError
        If SQLite finds anything wrong with it.
    """
    with told_of(place), closing(sqlite_module().connect(str(path))) as connection:
        found: list[tuple[Any]] = connection.execute("PRAGMA integrity_check(1)").fetchall()
    if found != [("ok",)]:
        raise StoreError(place, f"is damaged: {found[0][0]}")


@contextmanager
def _told_as(path: Path) -> Iterator[None]:
    try:
        yield
    except StoreError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(str(path), f"cannot be written: {reason}") from error


def _sync(path: Path) -> None:
    """Bring a file or a folder to the disk; systems that cannot open a folder do that anyway."""
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
