"""What the hall says, part by part: asked for with the revisions we have, kept open by the hall until there is news.

A part that cannot be read or is too large is left as it was, told to the clerk, and not asked for again until the hall
has another; the others are taken. A hall that knows no parts yet is asked for the whole word, as it was of old.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from pydantic import AwareDatetime, TypeAdapter, ValidationError
from pydantic_core import from_json

from hall.contract.ledger import ANEW, REFUSED
from hall.contract.parts import LARGEST, MOST, Part, PartsAsked, counted, parts_of
from hall.contract.snapshot import PublishedPlan, Snapshot
from kiosk.ledger.parts import PartSaid, read_part, written
from kiosk.signing import Auth

log = logging.getLogger(__name__)

OLDER_SECONDS = 60.0  # a hall that knew no parts may have been renewed since
Timeout = tuple[float, float]
_AT: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)


@dataclass(frozen=True)
class PartsCame:
    """``at``: the hall's clock."""

    at: datetime
    parts: tuple[PartSaid, ...]


@dataclass(frozen=True)
class PartsWrong:
    """Parts that we cannot have as the hall has them, with why (``broken``, ``too_large``, ``unreadable``); empty: all
    is well again."""

    why: Mapping[str, str]


@dataclass(frozen=True)
class HallSeen:
    """The hall answered (``at``: its own clock) or, with None, did not."""

    at: datetime | None


@dataclass(frozen=True)
class TurnedAway:
    """The hall answered, and does not know this station (any more); or (``two``) another machine is heard under its
    name."""

    two: bool = False


@dataclass(frozen=True)
class BeginAnew:
    """The ledger cannot be gone on with: the hall says so, or it is found ``damaged``."""

    why: str = "told"


def turned_away(error: Exception) -> TurnedAway | BeginAnew | None:
    """What the hall means by refusing us, where it does."""
    answer = error.response if isinstance(error, requests.RequestException) else None
    if answer is None:
        return None
    if answer.status_code == requests.codes.unauthorized:
        return TurnedAway()
    return of_ledger(answer)


def of_ledger(answer: requests.Response) -> TurnedAway | BeginAnew | None:
    if answer.status_code != requests.codes.conflict:
        return None
    try:
        code = answer.json().get("code")
    except (requests.RequestException, ValueError, AttributeError):
        return None
    return {REFUSED: TurnedAway(two=True), ANEW: BeginAnew()}.get(code)


class News:
    """``have``: name → revision of what is kept here. Any thread; ``post`` receives the events above."""

    def __init__(self, hall: str, auth: Auth, post: Callable[[Any], None], have: Mapping[str, str]) -> None:
        self._hall, self._auth, self._post = hall, auth, post
        self._have = dict(have)
        self._failed: dict[str, str] = {}
        self._unreadable: dict[str, str] = {}
        self._told_wrong: dict[str, str] = {}
        self._etag = ""
        self._older_until = 0.0
        self._lock = threading.Lock()

    def fetch(self, session: requests.Session, wait: float, timeout: Timeout) -> bool:
        """One question, kept open for ``wait`` seconds at most; True if it brought anything. Raises
        ``requests.RequestException`` or ``ValueError``."""
        if time.monotonic() < self._older_until:
            return self._fetch_whole(session, timeout)
        asked = PartsAsked(have=dict(self._have), failed=dict(self._failed), wait=wait)
        reply = session.post(
            f"{self._hall}/api/station/parts",
            json=asked.model_dump(),
            auth=self._auth,
            timeout=(timeout[0], wait + timeout[1]),
            allow_redirects=False,
            stream=True,
        )
        if reply.status_code in (requests.codes.not_found, requests.codes.method_not_allowed):
            self._older_until = time.monotonic() + OLDER_SECONDS
            return self._fetch_whole(session, timeout)
        reply.raise_for_status()
        told = from_json(_body(reply))
        if not isinstance(told, dict) or not isinstance(told.get("parts"), dict):
            raise ValueError("no parts")
        return self._take(asked.have, told)

    def follow(self, session: requests.Session, under: Mapping[str, int], timeout: Timeout) -> None:
        """Before an answer that was given under these is handed on. What cannot be had now comes with the next round:
        without it a visitor still gets a number."""
        if all(not told or counted(self._have.get(name, "")) == str(told) for name, told in under.items()):
            return
        try:
            self.fetch(session, 0, timeout)
        except (requests.RequestException, ValueError) as error:
            log.info("the parts did not come: %s", type(error).__name__)

    # -- what came ---------------------------------------------------------------------------------------------------

    def _take(self, asked: Mapping[str, str], told: dict[str, Any]) -> bool:
        at = _AT.validate_python(told.get("at"))
        failed = told.get("failed")
        with self._lock:
            self._failed = {str(k): str(v) for k, v in failed.items()} if isinstance(failed, dict) else {}
            came = [
                part
                for name, raw in list(told["parts"].items())[:MOST]
                # One that changed under the question came by another; this one may be the older.
                if self._have.get(name) == asked.get(name) and (part := self._read(name, raw)) is not None
            ]
            self._keep(at, came)
        return bool(told["parts"])

    def _read(self, name: str, raw: Any) -> PartSaid | None:
        try:
            part = Part.model_validate(raw)
            text = json.dumps(part.body, ensure_ascii=False, separators=(",", ":"))
            self._have[name] = part.revision  # also where it is wrong: it would come again and again
            if len(text.encode()) > LARGEST:
                self._wrong(name, "too_large")
                return None
            said = read_part(name, part.revision, text)
        except ValueError as error:  # a ValidationError is one, and so is a lone surrogate
            log.warning("the part %s cannot be read: %s", name, type(error).__name__)
            self._wrong(name, "unreadable")
            return None
        self._unreadable.pop(name, None)
        return said

    def _wrong(self, name: str, why: str) -> None:
        self._unreadable[name] = why

    def _keep(self, at: datetime, came: list[PartSaid]) -> None:
        if came:
            self._post(PartsCame(at, tuple(came)))
        if (wrong := {**self._failed, **self._unreadable}) != self._told_wrong:
            self._told_wrong = wrong
            self._post(PartsWrong(wrong))
        self._post(HallSeen(at))

    # -- a hall that knows no parts ----------------------------------------------------------------------------------

    def _fetch_whole(self, session: requests.Session, timeout: Timeout) -> bool:
        """The whole word by its ETag, and the plan when it is another."""
        reply = self._get(session, "snapshot", timeout, {"If-None-Match": self._etag} if self._etag else {})
        if reply.status_code == requests.codes.not_modified:
            date = reply.headers.get("Date")
            if not date:  # this computer's own clock is no word of the hall's
                raise ValueError("the hall does not say what time it is")
            self._post(HallSeen(parsedate_to_datetime(date)))
            return False
        snapshot = Snapshot.model_validate_json(reply.content, extra="ignore")
        parts = parts_of(snapshot)
        if snapshot.plan and counted(self._have.get("plan", "")) != str(snapshot.plan):
            try:
                plan = self._get(session, "plan", timeout, {}).content
                parts["plan"] = PublishedPlan.model_validate_json(plan, extra="ignore")
            except (requests.RequestException, ValidationError) as error:
                log.info("the plan did not come: %s", type(error).__name__)
        with self._lock:
            self._etag = reply.headers.get("ETag", "") if not snapshot.plan or "plan" in {*parts, *self._have} else ""
            came = [part for part in written(parts) if self._have.get(part.name) != part.revision]
            self._have |= {part.name: part.revision for part in came}
            self._keep(snapshot.at, came)
        return bool(came)

    def _get(
        self, session: requests.Session, path: str, timeout: Timeout, headers: Mapping[str, str]
    ) -> requests.Response:
        reply = session.get(
            f"{self._hall}/api/station/{path}",
            headers=headers,
            auth=self._auth,
            timeout=timeout,
            allow_redirects=False,
        )
        reply.raise_for_status()
        return reply


def _body(reply: requests.Response) -> bytes:
    """No more than the treaty lets an answer hold."""
    body = bytearray()
    for piece in reply.iter_content(65536):
        body += piece
        if len(body) > 2 * LARGEST + 65536:
            reply.close()
            raise ValueError("the answer is too large")
    return bytes(body)
