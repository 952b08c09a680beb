"""``python -m hall restore FROM``: what was sealed takes the place of what is there, which is set aside first."""

import fcntl
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hall import migrations
from hall.backup import postgresql, sqlite
from hall.backup.making import DATABASE, KEYS, TABLES, make, no_room, opened, room_in, sqlite_file
from hall.backup.sealed import Lock
from hall.kit.clock import Clock
from hall.kit.db import open_engine
from hall.kit.errors import Problem
from hall.kit.marks import set_restored
from hall.settings import Settings

ASIDE, SERVING = "aside", "serving.lock"


@dataclass(frozen=True)
class Restored:
    content: dict[str, Any]
    aside: Path
    """Where the state of before is."""

    @property
    def made(self) -> datetime:
        return _made(self.content)


def restore(settings: Settings, source: Path, lock: Lock, clock: Clock, say: Callable[[str], None]) -> Restored:
    """Raises :class:`Problem`; until the last step nothing is changed, and that is one transaction."""
    if not source.is_file():
        raise Problem(404, "no_backup", f"没有 {source} 这个文件。什么也没有改。", f"There is no file {source}.")
    now = clock.now()
    with no_room(settings.data_dir), room_in(settings) as name:
        room = Path(name)
        content = opened(source, lock, room)
        kind = "sqlite" if settings.url.startswith("sqlite") else "postgresql"
        _fits(content, kind)
        _same_keys(settings, room / KEYS)
        made, rows = clock.local(_made(content)), sum(content["tables"].values())
        say(f"备份完好：{made:%Y-%m-%d %H:%M:%S}，{rows} 行。先把现在的数据放到一边……")
        aside = settings.data_dir / ASIDE / f"{now:%Y%m%dT%H%M%SZ}"
        aside.mkdir(parents=True, mode=0o700)
        if kind == "sqlite":
            _sqlite(settings, room, aside)
        else:
            _postgresql(settings, room, aside, lock, now, content)
        for key in (room / KEYS).iterdir():
            _key(settings.data_dir / key.name, key.read_bytes(), aside)
    return Restored(content, aside)


def _made(content: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(content["made_at"])


def _fits(content: dict[str, Any], kind: str) -> None:
    if content["kind"] != kind:
        raise Problem(
            409,
            "other_database",
            f"这份备份来自 {content['kind']}，现在的大厅用 {kind}。请先把 database_url 设成同一种。什么也没有改。",
            f"This backup is of {content['kind']}, this hall uses {kind}; set database_url to the same kind first.",
        )
    if not migrations.known(content["revision"]):
        raise Problem(
            409,
            "newer",
            f"这份备份由更新的版本做成（{content['revision']}），本程序读不懂。请先升级程序。什么也没有改。",
            f"This backup was made by a newer version ({content['revision']}); update the program first.",
        )


def _same_keys(settings: Settings, keys: Path) -> None:
    """A hall that runs has its keys in its memory."""
    other = [key.name for key in keys.iterdir() if (here := settings.data_dir / key.name).exists()
             and here.read_bytes() != key.read_bytes()]  # fmt: skip
    if other and is_serving(settings):
        raise Problem(
            409,
            "serving",
            f"备份里的钥匙（{'、'.join(other)}）与现在的不同，请先停下大厅再还原。什么也没有改。",
            f"The keys of the backup ({', '.join(other)}) are others; stop the hall first. Nothing was changed.",
        )


def _sqlite(settings: Settings, room: Path, aside: Path) -> None:
    """The copy is brought to the present before it takes its place, so that the exchange is all that is left."""
    engine = open_engine(f"sqlite:///{room / DATABASE}")
    with engine.connect().execution_options(hall_write=True) as conn, conn.begin():
        migrations.upgrade(conn)
        set_restored(conn)
    engine.dispose()
    target = sqlite_file(settings)
    if target.exists() and sqlite.sound(target):
        sqlite.copy(target, aside / target.name)
    elif target.exists():
        _move_torn(settings, target, aside)
    sqlite.put(room / DATABASE, target, settings.data_dir / "write.lock")
    os.chmod(target, 0o600)


def _move_torn(settings: Settings, target: Path, aside: Path) -> None:
    if is_serving(settings):
        raise Problem(
            409,
            "serving",
            "现在的数据库已损坏，请先停下大厅再还原。什么也没有改。",
            "The database is damaged; stop the hall before restoring. Nothing was changed.",
        )
    for ending in sqlite.FILES:
        part = target.with_name(target.name + ending)
        if part.exists():
            shutil.move(part, aside / part.name)


def _postgresql(
    settings: Settings, room: Path, aside: Path, lock: Lock, now: datetime, content: dict[str, Any]
) -> None:
    """What is there is set aside as a backup under the same lock."""
    standing = postgresql.revision(settings.url)
    if standing:
        make(settings, aside / "before.backup", lock, now, standing)
    put = postgresql.put(settings.url, room / TABLES, content["revision"])
    assert all(content["tables"].get(name) == rows for name, rows in put.items()), "COPY lost rows"


def _key(path: Path, secret: bytes, aside: Path) -> None:
    if path.exists() and path.read_bytes() == secret:
        return
    if path.exists():
        shutil.move(path, aside / path.name)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
        os.fsync(file.fileno())


def serving(settings: Settings) -> int:
    """Held open as long as a hall serves from this data directory."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(settings.data_dir / SERVING, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def is_serving(settings: Settings) -> bool:
    handle = os.open(settings.data_dir / SERVING, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
