"""What a member of staff watches ends with his session, in every process, whoever ends it."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.hall.serving import Serving
from tests.hall.test_line import line
from tests.support.founded import sample_running

TOPICS = (
    "/api/attention/stream",
    "/api/signs/stream",
    "/api/stations/stream",
    "/api/notices/stream",
    "/api/evacuation/stream",
    "/api/plan/stream",
    "/api/staff/stream",
)
WITHIN = 2.0


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with sample_running(tmp_path_factory.mktemp("streams") / "hall", "--workers", "2") as serving:
        yield serving


class Desk:
    """A browser of a member of staff, by hand."""

    def __init__(self, serving: Serving, login: str) -> None:
        self.login, self.password = login, serving.passwords[login]
        self.http = httpx.Client(base_url=serving.url, trust_env=False, timeout=20)
        answer = self.http.post("/sign-in", data={"login": login, "password": self.password})
        assert answer.status_code == 303, answer.text
        found = re.search(r'name="csrf" value="([^"]+)"', self.http.get("/account").text)
        assert found
        self.http.headers["X-CSRF-Token"] = found[1]

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())

    def press(self, address: str, **body: object) -> None:
        assert self.http.post(address, json=body).status_code in (200, 303)


def signs_out(of: Desk, _other: Desk, _admin: Desk) -> None:
    of.press("/sign-out")


def ends_the_others(_of: Desk, other: Desk, _admin: Desk) -> None:
    other.press("/account/sessions/end")


def changes_his_password(of: Desk, other: Desk, _admin: Desk) -> None:
    new = of.password[::-1] + "-Pine"
    other.http.post("/account", data={"old": of.password, "new": new, "again": new}).raise_for_status()


def is_sent_out(_of: Desk, _other: Desk, admin: Desk) -> None:
    admin.press("/api/staff/manager/sign-out")


def is_disabled(_of: Desk, _other: Desk, admin: Desk) -> None:
    admin.press("/api/staff/manager/enabled", enabled=False)


def gets_another_role(_of: Desk, _other: Desk, admin: Desk) -> None:
    admin.press("/api/staff/manager/role", role="clerk")


@pytest.mark.parametrize(
    "ends", [signs_out, ends_the_others, is_sent_out, gets_another_role, is_disabled, changes_his_password]
)
def test_seven_streams_of_one_line_end_with_the_session(serving: Serving, ends: Callable[[Desk, Desk, Desk], None]):
    with ExitStack() as stack:
        of, other, admin = (stack.enter_context(Desk(serving, login)) for login in ("manager", "manager", "admin"))
        wires = [stack.enter_context(line(serving, Cookie=of.cookie)) for _ in range(3)]
        for wire in wires:
            for topic in TOPICS:
                wire.send(json.dumps({"open": topic}))
        for wire in wires:
            open = set[str]()
            while len(open) < len(TOPICS):
                told = json.loads(wire.recv(20))
                assert told["event"] in ("state", "beat"), told
                open.add(told["topic"])
        ends(of, other, admin)
        began = time.monotonic()
        for wire in wires:
            ended = set[str]()
            while len(ended) < len(TOPICS):
                told = json.loads(wire.recv(max(0.1, began + 10 - time.monotonic())))
                if told["event"] in ("ended", "refused"):
                    ended.add(told["topic"])
        assert time.monotonic() - began < WITHIN
        admin.http.post("/api/staff/manager/enabled", json={"enabled": True})
        admin.http.post("/api/staff/manager/role", json={"role": "manager"})
        with Desk(serving, "security") as guard:
            guard.http.post("/api/staff/manager/role/approve")


def test_a_stream_of_its_own_ends_too(serving: Serving):
    with Desk(serving, "security") as of, of.http.stream("GET", "/api/evacuation/stream") as answer:
        lines = answer.iter_lines()
        next(lines)
        httpx.post(serving.url + "/sign-out", headers=of.http.headers, cookies=of.http.cookies, trust_env=False)
        began = time.monotonic()
        assert any(text == "event: ended" for text in lines)
        assert time.monotonic() - began < WITHIN
