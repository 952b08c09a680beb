"""The only way out of a station: ledger → hall, hall → ledger, by HTTP.

Four lanes, so that nothing waits behind what is slower: *calls* (a visitor's question, a short deadline, one
repetition), *alarms* (the fire contact's reports, before all others), *reports* (in batches, as soon as there are any)
and *news* (what the hall says, part by part). Every question has a total deadline (``kiosk.line``). An answer
given under another plan than ours brings that plan with it, so that nobody is shown the old way. The courier writes
nothing itself; what it learns it posts to the clerk.
"""

import logging
import queue
import random
import threading
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import requests
from pydantic import BaseModel, ValidationError
from urllib3.exceptions import InsecureRequestWarning

from hall.contract.ledger import HEADER, NONE_SAID, LedgerSaid
from hall.contract.report import FireContact, Report, ReportAck, ReportBatch
from hall.contract.snapshot import Enrolled, EnrolRequest, ProblemDetail
from kiosk.calls import Answered, Away, Call, Refused
from kiosk.identity import Identity
from kiosk.ledger.db import LedgerTorn
from kiosk.line import Line
from kiosk.news import BeginAnew, HallSeen, News, Timeout, of_ledger, turned_away
from kiosk.signing import auth_of

log = logging.getLogger(__name__)

CONNECT_SECONDS = 0.8  # a hall in the house answers a connection within milliseconds, or is away
ROUND_TIMEOUT = (1.0, 4.0)
NEWS_TIMEOUT = (1.0, 2.0)  # beyond what the hall may keep the question: a pulled cable is noticed within 7 s
PAUSE = 2.0  # between two looks into an outbox that nobody has spoken of
BATCH = 200
LONGEST_ASKED = 4.8  # in all, with a repetition: no answer holds a visitor for longer than 5 s
HANDED_ON = 0.2  # s: an answer in hand is handed on, whatever came with it is still on its way
LAST_WORDS = 1.0  # s: the outbox is kept, and what was not said is said after the next start
MOST_WAITING = 100_000
UNTIL_NUDGED = 60.0
ALARM_TIMEOUT = (0.8, 2.0)
ALARM_PAUSE = 1.0  # between two tries to tell the hall of the fire contact
LONGEST_PAUSE = 5.0  # so that a hall that returns is noticed while the visitor still reads the screen


@dataclass(frozen=True)
class Acknowledged:
    upto: int
    """Of the ledger that the courier speaks for."""


class Courier:
    """``post`` receives the events above and those of ``kiosk.news``. ``outbox(n)`` yields the oldest reports, called
    on a thread of the courier's. ``have``: revisions of the parts that are kept here. ``wait``: how many seconds the
    hall may keep the question for news open. ``alarms``: the outbox once more, for another thread. ``ledger``: told
    with every request."""

    def __init__(
        self,
        hall: str,
        identity: Identity,
        post: Callable[[Any], None],
        outbox: Callable[[int], tuple[Report, ...]],
        *,
        have: Mapping[str, str] = MappingProxyType({}),
        wait: float = 5.0,
        alarms: Callable[[int], tuple[Report, ...]] | None = None,
        ledger: LedgerSaid = NONE_SAID,
        ca: str = "",
    ) -> None:
        self._ca = ca
        self._hall = hall.rstrip("/")
        self._auth = auth_of(identity)
        self._post = post
        self._outbox = outbox
        self._news = News(self._hall, self._auth, post, have)
        self._wait = wait
        self._alarms = alarms
        self._ledger = ledger
        self._calls: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._wake, self._alarmed = threading.Event(), threading.Event()
        self._stopping = threading.Event()
        self._lines: list[Line] = []
        self._threads = [
            threading.Thread(target=self._call_lane, name="courier-calls", daemon=True),
            threading.Thread(target=self._report_lane, name="courier-reports", daemon=True),
            threading.Thread(target=self._news_lane, name="courier-news", daemon=True),
        ]
        if alarms is not None:
            self._threads.append(threading.Thread(target=self._alarm_lane, name="courier-alarms", daemon=True))

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def ask(self, call: Call[Any]) -> None:
        """Answered by an ``Answered`` event of the call's name, once, always, and within twice its seconds and a
        connection: whatever the lane is held up by."""
        self._calls.put(_Asked(call, self._post))

    def nudge(self) -> None:
        """There is something in the outbox: go now."""
        self._wake.set()
        self._alarmed.set()

    def stop(self) -> None:
        """What is being said is said to its end within a second; then every line is cut."""
        self._stopping.set()
        self._wake.set()
        self._alarmed.set()
        self._calls.put(None)
        last = time.monotonic() + LAST_WORDS
        for thread in self._threads:
            if thread.is_alive() and thread.name != "courier-news":  # it hangs on a question that may be kept open
                thread.join(max(0.0, last - time.monotonic()))
        for one in self._lines:
            one.cut()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(LAST_WORDS / 2)

    # -- calls -------------------------------------------------------------------------------------------------------

    def _call_lane(self) -> None:
        with self._line() as session:
            while (asked := self._calls.get()) is not None:
                if asked.left() > 0:
                    asked.answer(self._answer(session, asked))

    def _answer(self, session: requests.Session, asked: "_Asked") -> BaseModel | Refused | Away:
        """One question, asked again once if the line failed."""
        call = asked.call
        for _ in range(2):
            try:
                answer = self._put(session, call)
                if isinstance(answer, BaseModel) and (left := asked.left() - CONNECT_SECONDS - HANDED_ON) > 0:
                    self._news.follow(session, call.under(answer), (CONNECT_SECONDS, min(call.seconds, left)))
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
        if (meant := of_ledger(reply)) is not None:
            self._post(meant)
            if isinstance(meant, BeginAnew):
                raise requests.ConnectTimeout  # nothing of the old ledger is asked again
        return _read(reply, call.shape)

    # -- reports and news --------------------------------------------------------------------------------------------

    def _alarm_lane(self) -> None:
        """The fire contact's reports, each as soon as it is written, and again until the hall has heard it."""
        told = 0

        def turn(session: requests.Session) -> float:
            nonlocal told
            self._alarmed.clear()
            waiting = list(self._alarms(MOST_WAITING)) if self._alarms is not None else []
            fresh = [one for one in waiting if one.seq > told and isinstance(one.body, FireContact)]
            if not fresh:
                return UNTIL_NUDGED
            # The oldest goes with them: by it the hall knows that what lies between is only late.
            reports = {one.seq: one for one in (waiting[0], *fresh[-BATCH + 1 :])}
            self._send(session, tuple(reports.values()), ALARM_TIMEOUT)
            told = fresh[-1].seq
            return 0.0

        self._turns(turn, self._alarmed, ALARM_PAUSE)

    def _report_lane(self) -> None:
        """Whenever there are any; those that did not arrive again after a while."""

        def turn(session: requests.Session) -> float:
            self._wake.clear()
            return 0.0 if self._send_reports(session) else PAUSE

        self._turns(turn, self._wake)

    def _news_lane(self) -> None:
        def turn(session: requests.Session) -> float:
            asked = time.monotonic()
            if self._news.fetch(session, self._wait, NEWS_TIMEOUT):
                return 0.0
            # An older hall does not wait; and one that answers at once without news is not asked without end.
            return max(0.0, min(self._wait, PAUSE) - (time.monotonic() - asked))

        self._turns(turn, self._stopping)

    def _line(self) -> Line:
        one = line(self._ledger, self._ca)
        self._lines.append(one)
        if self._stopping.is_set():
            one.cut()
        return one

    def _turns(
        self, turn: Callable[[requests.Session], float], wake: threading.Event, longest: float = LONGEST_PAUSE
    ) -> None:
        """``turn`` says how long to pause after it; while the hall is away the pauses grow."""
        away = 0.25
        with self._line() as session:
            while not self._stopping.is_set():
                try:
                    pause, away = turn(session), 0.25
                except (requests.RequestException, ValueError) as error:
                    log.info("no answer from the hall: %s", type(error).__name__)
                    self._post(turned_away(error) or HallSeen(None))
                    away = min(away * 2, longest)
                    pause = away * random.uniform(0.8, 1.2)  # noqa: S311 no secret
                except LedgerTorn as error:
                    log.warning("the outbox cannot be read: %s", error)
                    self._post(BeginAnew("damaged"))
                    pause = LONGEST_PAUSE
                wake.wait(pause)

    def _send_reports(self, session: requests.Session) -> bool:
        """Send the oldest batch; True if there may be more."""
        reports = self._outbox(BATCH)
        if not reports:
            return False
        upto = self._send(session, reports)
        return len(reports) == BATCH and upto >= reports[-1].seq

    def _send(self, session: requests.Session, reports: tuple[Report, ...], timeout: Timeout = ROUND_TIMEOUT) -> int:
        """Up to which number the hall has everything."""
        reply = session.post(
            f"{self._hall}/api/station/reports",
            json=ReportBatch(reports=reports).model_dump(mode="json"),
            auth=self._auth,
            timeout=timeout,
            allow_redirects=False,
        )
        reply.raise_for_status()
        ack = ReportAck.model_validate_json(reply.content)
        for refusal in ack.refused:
            log.warning("the hall kept report %d but cannot act on it: %s", refusal.seq, refusal.why)
        self._post(Acknowledged(ack.upto))
        return ack.upto


class _Asked:
    """A call on its way: answered once, by the lane or, when its time is over, without it."""

    def __init__(self, call: Call[Any], post: Callable[[Any], None]) -> None:
        self.call, self._post = call, post
        within = min(2 * (CONNECT_SECONDS + call.seconds), LONGEST_ASKED)
        self._until = time.monotonic() + within
        self._open = threading.Lock()
        self._timer = threading.Timer(within, self.answer, (Away(),))
        self._timer.daemon = True
        self._timer.start()

    def left(self) -> float:
        return self._until - time.monotonic()

    def answer(self, answer: BaseModel | Refused | Away) -> None:
        if self._open.acquire(blocking=False):  # and never released: the first answer stands
            self._timer.cancel()
            self._post(Answered(self.call.name, answer))


def _read(reply: requests.Response, shape: type[BaseModel]) -> BaseModel | Refused:
    if reply.ok:
        return shape.model_validate_json(reply.content)
    if reply.status_code >= 500:
        raise requests.HTTPError(str(reply.status_code))
    problem = ProblemDetail.model_validate_json(reply.content)
    return Refused(problem.code, problem.zh, problem.en)


def line(ledger: LedgerSaid = NONE_SAID, ca: str = "") -> Line:
    """To our own hall. ``ca``: the file of authorities it is known by; empty: those the machine knows."""
    one = Line()
    one.verify = ca or True
    if ledger.birth:
        one.headers[HEADER] = str(ledger)
    return one


def authority(hall: str) -> bytes:
    """What the hall says is its authority (PEM): to be believed for its fingerprint alone."""
    with line() as session, warnings.catch_warnings():
        warnings.simplefilter("ignore", InsecureRequestWarning)
        session.verify = False
        reply = session.get(f"{hall.rstrip('/')}/ca.pem", timeout=ROUND_TIMEOUT, allow_redirects=False)
    reply.raise_for_status()
    return reply.content


def enrol(hall: str, code: str, key: str = "", ca: str = "") -> Enrolled:
    """Exchange a one-time code for this station's identity; ``key``: the public half of what it is going to sign with.
    Raises ``requests.RequestException`` when the hall is away or refuses."""
    with line(ca=ca) as session:
        reply = session.post(
            f"{hall.rstrip('/')}/api/stations/enrol",
            json=EnrolRequest(code=code, key=key).model_dump(),
            timeout=ROUND_TIMEOUT,
            allow_redirects=False,
        )
    reply.raise_for_status()
    return Enrolled.model_validate_json(reply.content)
