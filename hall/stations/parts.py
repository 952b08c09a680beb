"""What a station is told, part by part: only what is another than it has, and each for itself, so that one that cannot
be read or is too large harms no other."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import Connection

from hall.contract.parts import LARGEST, TREATY, PartsAsked
from hall.kit import Kit

PartReader = Callable[[Connection, str, datetime], BaseModel | None]
"""One part of the hall's word: (connection, station id, now). None: there is nothing to tell yet."""

log = logging.getLogger(__name__)

STATIONS = 256
"""So many stations' parts are held as they were written, those who asked last."""


@dataclass(frozen=True)
class Written:
    """A part as JSON. ``of`` is what it was written from: the same object is not written twice."""

    of: BaseModel
    revision: str
    body: bytes


class Parts:
    """The parts of all rooms. A reader answers for one station: (connection, station's id, now)."""

    def __init__(self, kit: Kit, readers: Mapping[str, PartReader]) -> None:
        self._kit, self._readers = kit, readers
        self._written: dict[str, Written] = {}
        """By part, as last written for anybody: most are the same for all stations."""
        self._told: dict[str, dict[str, Written]] = {}
        """By station, all of its last look: its rights are its own."""
        self._said: dict[str, str] = {}

    async def other_than(self, station: str, asked: PartsAsked, now: datetime) -> bytes | None:
        """The answer: what differs from what it has, small ones first and no more than fit; None where nothing does."""
        read, failed = await self._read(station, now)
        last = self._told.pop(station, {})
        written = {name: self._write(name, model, last.get(name)) for name, model in read.items()}
        self._told[station] = dict(written)
        if len(self._told) > STATIONS:
            del self._told[next(iter(self._told))]
        failed |= {name: "too_large" for name, part in written.items() if len(part.body) > LARGEST}
        self._say(failed)
        news = [
            (name, part)
            for name, part in sorted(written.items(), key=lambda one: len(one[1].body))
            if name not in failed and part.revision != asked.have.get(name)
        ]
        return answer(now, _fitting(news), failed) if news or failed != asked.failed else None

    def at_once(self, name: str, model: BaseModel, asked: PartsAsked, now: datetime) -> bytes | None:
        """The answer with this part alone, read by nobody; None where it is what the station has."""
        part = self._write(name, model)
        return answer(now, [(name, part)], asked.failed) if part.revision != asked.have.get(name) else None

    async def _read(self, station: str, now: datetime) -> tuple[dict[str, BaseModel], dict[str, str]]:
        """All in one look at the database; where one fails, each in a look of its own."""
        with suppress(Exception):
            return await self._kit.db.read(lambda conn: _models(conn, self._readers, station, now)), {}
        read: dict[str, BaseModel] = {}
        errors: dict[str, Exception] = {}
        for name, reader in self._readers.items():
            try:
                read |= await self._kit.db.read(lambda conn, one={name: reader}: _models(conn, one, station, now))
            except Exception as error:
                errors[name] = error
        if len(errors) == len(self._readers):
            raise next(iter(errors.values()))  # it is not the parts: the database itself is away
        for name, error in errors.items():
            if self._said.get(name) != "broken":
                log.error("the part %s cannot be read", name, exc_info=error)
        return read, dict.fromkeys(errors, "broken")

    def _write(self, name: str, model: BaseModel, last: Written | None = None) -> Written:
        for known in (last, self._written.get(name)):
            if known is not None and known.of is model:
                return known
        body = model.model_dump_json(exclude_defaults=True).encode()
        number = getattr(model, "revision", "")
        revision = f"{number}-" * bool(number) + hashlib.sha256(body).hexdigest()[:16]
        self._written[name] = new = Written(model, revision, body)
        return new

    def _say(self, failed: dict[str, str]) -> None:
        """In the log, once a change; the stations themselves say it on the manager's page."""
        for name, why in failed.items():
            if why == "too_large" and self._said.get(name) != why:
                log.error("the part %s is larger than %d bytes and is not told", name, LARGEST)
        self._said = failed


def _models(conn: Connection, readers: Mapping[str, PartReader], station: str, now: datetime) -> dict[str, BaseModel]:
    return {name: model for name, reader in readers.items() if (model := reader(conn, station, now)) is not None}


def _fitting(news: list[tuple[str, Written]]) -> list[tuple[str, Written]]:
    """Those an answer holds, at least one; the others go with the next question."""
    taken, size = news[:1], len(news[0][1].body) if news else 0
    for name, part in news[1:]:
        size += len(part.body)
        if size > LARGEST:
            break
        taken.append((name, part))
    return taken


def answer(now: datetime, news: list[tuple[str, Written]], failed: Mapping[str, str]) -> bytes:
    """``PartsTold`` as JSON, the parts as they were written."""
    parts = b",".join(b'"%b":{"revision":"%b","body":%b}' % (n.encode(), p.revision.encode(), p.body) for n, p in news)
    told = ",".join(f'"{name}":"{why}"' for name, why in failed.items())
    head = f'{{"treaty":{TREATY},"at":"{now.isoformat()}","failed":{{{told}}},"parts":{{'
    return head.encode() + parts + b"}}"
