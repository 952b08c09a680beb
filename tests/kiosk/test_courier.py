"""The courier against a real HTTP server that misbehaves as halls and networks do."""

import json
import queue
import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import BaseModel

from hall.contract.plan import Plan
from hall.contract.queue import Ticket, TicketOrder, TicketStatus
from hall.contract.report import ClockJumped, Report
from hall.contract.snapshot import CodeLookup, CodeOwner, PublishedPlan
from kiosk.calls import Answered, Away, Call, Refused
from kiosk.courier import Acknowledged, Courier, enrol
from kiosk.identity import Identity
from kiosk.news import HallSeen, PartsCame, TurnedAway

NOW = datetime(2026, 11, 24, 1, 42, tzinfo=UTC)
WHO = Identity("ZZ-02", "secret", b"k" * 32)


def under(ticket: Ticket) -> dict[str, int]:
    return {"plan": ticket.plan}


ORDER = Call("order", "tickets", Ticket, TicketOrder(key="k" * 32, service="receive"), under=under)
SLIP = Call("slip", "tickets/" + "T" * 16, TicketStatus)


def owner(text: str) -> Call[CodeOwner]:
    return Call("code", "identity", CodeOwner, CodeLookup(text=text))


TICKET = {
    "key": "k" * 32,
    "day": "2026-11-24",
    "service": "receive",
    "letter": "A",
    "n": 12,
    "token": "T" * 16,
    "issued_at": NOW.isoformat(),
}
Answer = tuple[int, dict[str, str], bytes]


class Hall:
    """``answer(method, path, body) -> (status, headers, body)``; raises to cut the line without an answer."""

    def __init__(self, answer: Callable[[str, str, bytes], Answer]) -> None:
        self.seen: list[tuple[str, str, bytes]] = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def reply(handler) -> None:
                body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
                self.seen.append((handler.command, handler.path, body))
                try:
                    status, headers, content = answer(handler.command, handler.path, body)
                except ConnectionError:
                    handler.close_connection = True
                    handler.connection.shutdown(socket.SHUT_RDWR)
                    return
                handler.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(content))}.items():
                    handler.send_header(name, value)
                handler.end_headers()
                if status != 304:
                    handler.wfile.write(content)

            do_GET = do_POST = reply

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class Post:
    """The clerk's inbox."""

    def __init__(self) -> None:
        self.inbox: queue.Queue[Any] = queue.Queue()

    def wait(self, kind: type) -> Any:
        while not isinstance(event := self.inbox.get(timeout=15), kind):
            pass
        return event


@pytest.fixture
def stage(request):
    """A courier, its inbox and its hall, all real; ``stage(answer, reports)``."""
    opened: list[Any] = []

    def make(answer, reports=(), **more):
        hall, post = Hall(answer), Post()
        courier = Courier(hall.url, WHO, post.inbox.put, lambda n: tuple(reports)[:n], **{"wait": 0.05, **more})
        courier.start()
        opened.extend((courier.stop, hall.close))
        return courier, post, hall

    yield make
    for close in opened:
        close()


def quiet(method: str, path: str, body: bytes) -> Answer:
    return news() if path == "/api/station/parts" else (404, {}, b"{}")


def news(at: datetime = NOW, **parts: tuple[str, Any]) -> Answer:
    told = {name: {"revision": revision, "body": body} for name, (revision, body) in parts.items()}
    return ok({"at": at.isoformat(), "parts": told})


def ok(thing: dict) -> Answer:
    return (200, {}, json.dumps(thing).encode())


def test_an_order_cut_before_its_answer_is_asked_again_under_the_same_key(stage):
    cuts = iter([True])

    def answer(method: str, path: str, body: bytes) -> Answer:
        if path != "/api/station/tickets":
            return quiet(method, path, body)
        if next(cuts, False):
            raise ConnectionError
        return ok(TICKET)

    courier, post, hall = stage(answer)
    courier.ask(ORDER)
    assert post.wait(Answered).answer.number == "A012"
    orders = [json.loads(body)["key"] for _, path, body in hall.seen if path == "/api/station/tickets"]
    assert orders == ["k" * 32] * 2


@pytest.mark.parametrize(
    "nonsense",
    [
        (200, {}, b"<html>login to wifi</html>"),
        (200, {}, b""),
        (200, {}, b'{"key": 5}'),
        (302, {"Location": "http://example.invalid/"}, b""),
        (500, {}, b"Traceback"),
        (404, {}, b"nginx"),
    ],
)
def test_nonsense_from_the_hall_counts_as_away(stage, nonsense: Answer):
    def answer(method: str, path: str, body: bytes) -> Answer:
        return nonsense if "tickets" in path else quiet(method, path, body)

    courier, post, _ = stage(answer)
    courier.ask(ORDER)
    assert post.wait(Answered).answer == Away()


def test_a_refusal_brings_its_sentence(stage):
    problem = {"code": "closed", "zh": "今天不收件", "en": "Closed today"}

    def answer(method: str, path: str, body: bytes) -> Answer:
        return (409, {}, json.dumps(problem).encode()) if "tickets" in path else quiet(method, path, body)

    courier, post, _ = stage(answer)
    courier.ask(ORDER)
    assert post.wait(Answered).answer == Refused("closed", "今天不收件", "Closed today")


def test_every_ask_is_answered_when_nobody_is_there(stage):
    def answer(method: str, path: str, body: bytes) -> Answer:
        raise ConnectionResetError

    courier, post, _ = stage(answer)
    for call in (ORDER, SLIP, owner("x")):
        courier.ask(call)
        assert post.wait(Answered) == Answered(call.name, Away())
    while post.wait(HallSeen).at is not None:
        pass


def test_a_scanned_text_never_becomes_part_of_an_address(stage):
    def answer(method: str, path: str, body: bytes) -> Answer:
        if path.endswith("identity"):
            return (422, {}, json.dumps({"code": "unknown", "zh": "不认识", "en": "unknown"}).encode())
        return quiet(method, path, body)

    courier, post, hall = stage(answer)
    courier.ask(owner("../../staff?x=http://evil.invalid/"))
    assert post.wait(Answered).answer.code == "unknown"
    assert {path for _, path, _ in hall.seen} <= {"/api/station/identity", "/api/station/parts"}


@pytest.mark.parametrize("path", ["", "/tickets", "tickets/../staff", "tickets?x=1", "tickets/a b", "//evil.invalid"])
def test_a_call_to_an_address_that_is_no_plain_word_cannot_be_made(path: str):
    with pytest.raises(ValueError, match="plain words"):
        Call("x", path, Ticket)


class Toy(BaseModel):
    said: str


def test_the_courier_carries_what_it_has_never_heard_of(stage):
    def answer(method: str, path: str, body: bytes) -> Answer:
        if path == "/api/station/toys/red":
            return ok({"said": f"{method} {json.loads(body)['said']}"})
        return quiet(method, path, body)

    courier, post, _ = stage(answer)
    courier.ask(Call("mine", "toys/red", Toy, Toy(said="hello")))
    assert post.wait(Answered) == Answered("mine", Toy(said="POST hello"))


def test_a_call_waits_as_long_as_it_says(stage):
    held = threading.Event()

    def answer(method: str, path: str, body: bytes) -> Answer:
        if path == "/api/station/toys":
            held.wait(10)
        return quiet(method, path, body)

    courier, post, _ = stage(answer)
    began = time.monotonic()
    courier.ask(Call("quick", "toys", Toy, seconds=0.2))
    assert post.wait(Answered) == Answered("quick", Away())
    held.set()
    assert time.monotonic() - began < 1.5, "twice 0.2 s, and not the 3 s of a call that says nothing"


def test_reports_go_in_order_until_they_are_acknowledged(stage):
    reports = [Report(seq=n, at=NOW, body=ClockJumped(seconds=n)) for n in (1, 2, 3)]
    failures = iter([True, True])

    def answer(method: str, path: str, body: bytes) -> Answer:
        if path != "/api/station/reports":
            return quiet(method, path, body)
        if next(failures, False):
            raise ConnectionError
        return ok({"upto": json.loads(body)["reports"][-1]["seq"]})

    courier, post, _ = stage(answer, reports)
    courier.nudge()
    assert post.wait(Acknowledged) == Acknowledged(3)


PLAN = PublishedPlan(revision=7, at=NOW, plan=Plan(name_zh="样例大厅"))


def test_an_answer_given_under_a_new_plan_brings_it_along_first(stage):

    def answer(method: str, path: str, body: bytes) -> Answer:
        if path == "/api/station/parts":
            at_once = json.loads(body)["wait"] == 0
            return news(**({"plan": ("7-f00", PLAN.model_dump(mode="json"))} if at_once else {}))
        return ok({**TICKET, "plan": 7}) if "tickets" in path else (404, {}, b"{}")

    courier, post, hall = stage(answer, wait=60)
    for _ in range(2):
        courier.ask(ORDER)
    (plan,) = post.wait(PartsCame).parts
    assert plan.shape == PLAN
    for _ in range(2):
        assert post.wait(Answered).answer.number == "A012"
    questions = [json.loads(body) for _, path, body in hall.seen if path == "/api/station/parts"]
    assert [asked["wait"] for asked in questions].count(0) == 1, "fetched once, and without waiting"


@pytest.mark.parametrize("parts", [(404, {}, b""), (500, {}, b"x"), (200, {}, b"{}"), (200, {}, b'{"parts": 7}')])
def test_parts_that_cannot_be_had_cost_nobody_a_number(stage, parts: Answer):
    def answer(method: str, path: str, body: bytes) -> Answer:
        return ok({**TICKET, "plan": 7}) if "tickets" in path else parts

    courier, post, _ = stage(answer)
    courier.ask(ORDER)
    assert post.wait(Answered).answer.number == "A012"


def test_a_hall_that_does_not_know_us_is_not_one_that_is_away(stage):
    def answer(method: str, path: str, body: bytes) -> Answer:
        return (401, {}, json.dumps({"code": "unknown_station", "zh": "未登记", "en": "not enrolled"}).encode())

    _, post, _ = stage(answer)
    post.wait(TurnedAway)
    assert not [event for event in list(post.inbox.queue) if isinstance(event, HallSeen)]


def test_a_proxy_of_the_office_is_not_asked_for_our_own_hall(monkeypatch: pytest.MonkeyPatch):
    """Neither at enrolment nor after it."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    hall = Hall(lambda *_: ok({"station": "K001", "secret": "s", "subject_key": "6b" * 32}))
    try:
        assert enrol(hall.url, "ABCD").station == "K001"
    finally:
        hall.close()
