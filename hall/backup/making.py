"""``python -m hall backup TO``: everything into one sealed file, read back before it gets its name."""

import contextlib
import errno
import fcntl
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from hall.backup import postgresql, sqlite
from hall.backup.sealed import Lock, Opening, Sealing, torn
from hall.kit.errors import Problem
from hall.settings import Settings

CONTENT, DATABASE, TABLES, KEYS = "content.json", "hall.sqlite", "tables", "keys"
_OWN = 0o600
_ROOM, _IN_USE = "room-", "in-use"


def make(settings: Settings, target: Path, lock: Lock, now: datetime, revision: str) -> tuple[Path, dict[str, Any]]:
    """``target``: a file that is not there yet, or a folder, where it is named by the time. Returns where it is and
    what is in it. Raises :class:`Problem`; what cannot be finished is not left behind."""
    if target.is_dir():
        target = target / f"onedoor-{now:%Y%m%dT%H%M%SZ}.backup"
    if not target.parent.is_dir():
        raise Problem(404, "no_folder", f"没有 {target.parent} 这个文件夹。", f"There is no folder {target.parent}.")
    if target.exists():
        raise Problem(409, "exists", f"{target} 已经有了，没有覆盖。", f"{target} exists and was not overwritten.")
    partial = target.with_name(f".{target.name}.partial")
    with no_room(settings.data_dir, target.parent), room_in(settings) as room:
        try:
            content = _copied(settings, Path(room), now, revision)
            with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWN), "wb") as file:
                _sealed(file, lock, Path(room))
                file.flush()
                os.fsync(file.fileno())
            with room_in(settings) as second:
                if opened(partial, lock, Path(second)) != content:
                    raise torn()
            os.replace(partial, target)
        finally:
            partial.unlink(missing_ok=True)
    return target, content


def _copied(settings: Settings, room: Path, now: datetime, revision: str) -> dict[str, Any]:
    if settings.url.startswith("sqlite"):
        sqlite.copy(sqlite_file(settings), room / DATABASE)
        tables = sqlite.counts(room / DATABASE)
    else:
        (room / TABLES).mkdir()
        tables = postgresql.tables_to(settings.url, room / TABLES)
    (room / KEYS).mkdir()
    for key in settings.data_dir.glob("*.key"):
        (room / KEYS / key.name).write_bytes(key.read_bytes())
    kind = "sqlite" if settings.url.startswith("sqlite") else "postgresql"
    content = {"made_at": now.isoformat(), "kind": kind, "revision": revision, "tables": tables}
    (room / CONTENT).write_text(json.dumps(content, sort_keys=True), "utf-8")
    return content


def _sealed(file: Any, lock: Lock, room: Path) -> None:
    sealing = Sealing(file, lock)
    with tarfile.open(fileobj=sealing, mode="w|") as tar:
        for path in sorted(room.rglob("*"), key=lambda one: (one.name != CONTENT, str(one))):
            if path.is_file():
                tar.add(path, str(path.relative_to(room)), filter=_nobodys)
    sealing.finish()


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def opened(path: Path, lock: Lock, room: Path) -> dict[str, Any]:
    """Everything of a backup into ``room``, and what it says is in it. Raises :class:`Problem` where it is not whole:
    every piece is proved, an SQLite file is checked page by page, rows are counted."""
    with path.open("rb") as file:
        opening = Opening(file, lambda _kind: lock)
        try:
            with tarfile.open(fileobj=opening, mode="r|") as tar:  # type: ignore[call-overload]
                for entry in tar:
                    if not entry.isfile() or entry.name.startswith("/") or ".." in Path(entry.name).parts:
                        raise torn()
                    (room / entry.name).parent.mkdir(exist_ok=True, mode=0o700)
                    tar.makefile(entry, str(room / entry.name))
            opening.finish()
            content = json.loads((room / CONTENT).read_text("utf-8"))
        except (tarfile.TarError, ValueError, FileNotFoundError) as error:
            raise torn() from error
    if content["kind"] == "sqlite" and not (
        sqlite.sound(room / DATABASE) and sqlite.counts(room / DATABASE) == content["tables"]
    ):
        raise torn()
    if content["kind"] == "postgresql":
        rows = {one.name: _lines(one) for one in (room / TABLES).iterdir()}
        if rows != content["tables"]:
            raise torn()
    return content


def _lines(path: Path) -> int:
    """Without the first; COPY writes one a row."""
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 20), b"")) - 1


@contextlib.contextmanager
def room_in(settings: Settings) -> Iterator[str]:
    """A folder in the data directory that is gone afterwards. One whose program was killed is cleared away by the next:
    it holds everything, keys and people, and nobody would look for it."""
    for left in settings.data_dir.glob(f"{_ROOM}*"):
        with contextlib.suppress(OSError), _held(left / _IN_USE, fcntl.LOCK_EX | fcntl.LOCK_NB):
            shutil.rmtree(left)
    with (
        tempfile.TemporaryDirectory(prefix=_ROOM, dir=settings.data_dir) as name,
        tempfile.TemporaryDirectory(dir=name) as room,
        _held(Path(name) / _IN_USE, fcntl.LOCK_SH),
    ):
        yield room


@contextlib.contextmanager
def _held(path: Path, how: int) -> Iterator[None]:
    """Raises OSError where somebody else holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, _OWN)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


def sqlite_file(settings: Settings) -> Path:
    return Path(settings.url.removeprefix("sqlite:///"))


@contextlib.contextmanager
def no_room(*folders: Path) -> Iterator[None]:
    """A full disk, or a folder that is not there, in words."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            places = "、".join(dict.fromkeys(map(str, folders)))
            raise Problem(
                507,
                "storage_full",
                f"磁盘满了（{places}），没有做成；原有的一切没有动。",
                f"The disk is full ({places}); nothing was kept and nothing was changed.",
            ) from error
        zh, en = f"读写不了：{error}。什么也没有改。", f"Cannot read or write; nothing was changed: {error}"
        raise Problem(422, "no_place", zh, en) from error
