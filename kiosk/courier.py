"""The only way out of a station: ledger → hall, hall → ledger, by HTTP.

Two lanes, so that a visitor's question never waits behind the rounds: *calls* (one question, a short deadline, one
repetition) and *rounds* (reports in batches, then the snapshot by ETag, then the plan when it has
changed; with growing pauses while the hall is away). An answer given under another plan than ours brings that plan with
it, so that nobody is shown the old way. The courier writes nothing itself; what it learns it posts to the clerk.
"""

import logging
import queue
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests
from pydantic import BaseModel, ValidationError

from hall.contract.report import Report, ReportAck, ReportBatch
from hall.contract.snapshot import Enrolled, EnrolRequest, ProblemDetail, PublishedPlan, Snapshot
from kiosk.calls import Answered, Away, Call, Refused
from kiosk.identity import Identity

log = logging.getLogger(__name__)

CONNECT_SECONDS = 0.8  # a hall in the house answers a connection within milliseconds, or is away
ROUND_TIMEOUT = (1.0, 5.0)
BATCH = 200
LONGEST_PAUSE = 5.0  # so that a hall that returns is noticed while the visitor still reads the screen


@dataclass(frozen=True)
class SnapshotCame:
    snapshot: Snapshot
    etag: str


@dataclass(frozen=True)
class PlanCame:
    published: PublishedPlan


@dataclass(frozen=True)
class HallSeen:
    """The hall answered (``at`` its own clock, from the Date header or the snapshot) or, with None, did not."""

    at: datetime | None


@dataclass(frozen=True)
class Acknowledged:
    upto: int


class Courier:
    """``post`` receives the events above. ``outbox(n)`` yields the oldest reports (called on the courier's thread).
    ``plan`` is the revision that is kept here, ``told_plan`` the one the snapshot under ``etag`` named."""

    def __init__(
        self,
        hall: str,
        identity: Identity,
        post: Callable[[Any], None],
        outbox: Callable[[int], tuple[Report, ...]],
        *,
        etag: str = "",
        plan: int = 0,
        told_plan: int = 0,
        pause: float = 2.0,
    ) -> None:
        self._hall = hall.rstrip("/")
        self._auth = (identity.station, identity.secret)
        self._post = post
        self._outbox = outbox
        self._etag = etag
        self._plan, self._told_plan = plan, told_plan
        self._fetching = threading.Lock()
        self._pause = pause
        self._calls: queue.SimpleQueue[Call[Any] | None] = queue.SimpleQueue()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._call_lane, name="courier-calls", daemon=True),
            threading.Thread(target=self._round_lane, name="courier-rounds", daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def ask(self, call: Call[Any]) -> None:
        """Answered by an ``Answered`` event of the call's name, always, within twice its seconds and a connection."""
        self._calls.put(call)

    def nudge(self) -> None:
        """There is something in the outbox: go now."""
        self._wake.set()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()
        self._calls.put(None)
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    # -- calls -------------------------------------------------------------------------------------------------------

    def _call_lane(self) -> None:
        with requests.Session() as session:
            session.trust_env = False
            while (call := self._calls.get()) is not None:
                self._post(Answered(call.name, self._answer(session, call)))

    def _answer(self, session: requests.Session, call: Call[Any]) -> BaseModel | Refused | Away:
        """One question, asked again once if the line failed."""
        for _ in range(2):
            try:
                answer = self._put(session, call)
                if isinstance(answer, BaseModel):
                    # An older one than ours was told by a process of the hall that has yet to hear of the newest.
                    told = max(call.under(answer).get("plan", 0), self._plan)
                    self._follow_plan(session, told, (CONNECT_SECONDS, call.seconds))
                return answer
            except requests.ConnectTimeout:
                break
            except (requests.RequestException, ValidationError, ValueError) as error:
                log.info("the hall did not answer: %s", type(error).__name__)
        return Away()

    def _put(self, session: requests.Session, call: Call[Any]) -> BaseModel | Refused:
        reply = session.request(
            call.method,
            f"{self._hall}/api/station/{call.path}",
            json=None if call.body is None else call.body.model_dump(mode="json"),
            auth=self._auth,
            timeout=(CONNECT_SECONDS, call.seconds),
            allow_redirects=False,
        )
        return _read(reply, call.shape)

    # -- rounds ------------------------------------------------------------------------------------------------------

    def _round_lane(self) -> None:
        pause = self._pause
        with requests.Session() as session:
            session.trust_env = False
            while not self._stopping.is_set():
                self._wake.clear()
                try:
                    more = self._send_reports(session)
                    told = self._fetch_snapshot(session)
                    self._follow_plan(session, told, ROUND_TIMEOUT)
                    pause = 0.0 if more else self._pause
                except (requests.RequestException, ValidationError, ValueError) as error:
                    log.info("round failed: %s", type(error).__name__)
                    self._post(HallSeen(None))
                    pause = min(max(pause, 0.5) * 2, LONGEST_PAUSE) * random.uniform(0.8, 1.2)  # noqa: S311 no secret
                self._wake.wait(pause)

    def _send_reports(self, session: requests.Session) -> bool:
        """Send the oldest batch; True if there may be more."""
        reports = self._outbox(BATCH)
        if not reports:
            return False
        reply = session.post(
            f"{self._hall}/api/station/reports",
            json=ReportBatch(reports=reports).model_dump(mode="json"),
            auth=self._auth,
            timeout=ROUND_TIMEOUT,
            allow_redirects=False,
        )
        reply.raise_for_status()
        ack = ReportAck.model_validate_json(reply.content)
        for refusal in ack.refused:
            log.warning("the hall kept report %d but cannot act on it: %s", refusal.seq, refusal.why)
        self._post(Acknowledged(ack.upto))
        return len(reports) == BATCH and ack.upto >= reports[-1].seq

    def _fetch_snapshot(self, session: requests.Session) -> int:
        """Returns the plan's revision, as far as it was told."""
        reply = session.get(
            f"{self._hall}/api/station/snapshot",
            headers={"If-None-Match": self._etag} if self._etag else {},
            auth=self._auth,
            timeout=ROUND_TIMEOUT,
            allow_redirects=False,
        )
        reply.raise_for_status()
        if reply.status_code == requests.codes.not_modified:
            self._post(HallSeen(datetime.now(UTC)))
            return self._told_plan
        snapshot = Snapshot.model_validate_json(reply.content)
        self._etag = reply.headers.get("ETag", "")
        self._told_plan = snapshot.plan
        self._post(SnapshotCame(snapshot, self._etag))
        self._post(HallSeen(snapshot.at))
        return snapshot.plan

    # -- the plan ----------------------------------------------------------------------------------------------------

    def _follow_plan(self, session: requests.Session, told: int, timeout: tuple[float, float]) -> None:
        """Before an answer is handed on. A plan that cannot be had now is asked for again with the next round: without
        it a visitor still gets a number."""
        try:
            self._fetch_plan(session, told, timeout)
        except (requests.RequestException, ValidationError, ValueError) as error:
            log.info("the plan did not come: %s", type(error).__name__)

    def _fetch_plan(self, session: requests.Session, told: int, timeout: tuple[float, float]) -> None:
        with self._fetching:
            if told in (0, self._plan):
                return
            reply = session.get(
                f"{self._hall}/api/station/plan", auth=self._auth, timeout=timeout, allow_redirects=False
            )
            reply.raise_for_status()
            published = PublishedPlan.model_validate_json(reply.content)
            self._plan = published.revision
            self._post(PlanCame(published))


def _read(reply: requests.Response, shape: type[BaseModel]) -> BaseModel | Refused:
    if reply.ok:
        return shape.model_validate_json(reply.content)
    if reply.status_code >= 500:
        raise requests.HTTPError(str(reply.status_code))
    problem = ProblemDetail.model_validate_json(reply.content)
    return Refused(problem.code, problem.zh, problem.en)


def enrol(hall: str, code: str) -> Enrolled:
    """Exchange a one-time code for this station's identity. Raises ``requests.RequestException`` when the hall is away
    or refuses."""
    reply = requests.post(
        f"{hall.rstrip('/')}/api/stations/enrol",
        json=EnrolRequest(code=code).model_dump(),
        timeout=ROUND_TIMEOUT,
        allow_redirects=False,
    )
    reply.raise_for_status()
    return Enrolled.model_validate_json(reply.content)
