"""A hall in this process, and callers of it: anonymous, a station, a member of staff. Whole HTTP, without a socket."""

import asyncio
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
from fastapi import FastAPI

from hall import sample
from hall.__main__ import _migrate
from hall.accounts import passwords
from hall.app import build
from hall.kit import Clock
from hall.kit.db import Tx
from hall.settings import load
from tests.support.passwords import QUICK


@dataclass
class Hands:
    """A clock with hands: tests move it."""

    at: datetime = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    wrong: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        self.at += timedelta(microseconds=1)
        return self.at

    def move(self, **by: float) -> None:
        """Time passes."""
        self.at += timedelta(**by)

    def set(self, **by: float) -> None:
        """The clock is set, and no time passes."""
        self.at += timedelta(**by)
        self.wrong += timedelta(**by)

    def steady(self) -> datetime:
        return self() - self.wrong


@dataclass
class House:
    """The sample hall with its clock in our hands."""

    app: FastAPI
    hands: Hands
    passwords: dict[str, str]
    loop: asyncio.Runner = field(default_factory=asyncio.Runner)

    @property
    def db(self) -> Any:
        return self.app.state.kit.db

    @property
    def queue(self) -> Any:
        return self.app.state.queue

    def caller(self, **options: Any) -> "Caller":
        return Caller(self, **options)

    def write(self, work: Any) -> Any:
        return self.db.write_now(work)

    def close(self) -> None:
        self.loop.close()
        self.db.close()


def found_house(data_dir: Path, **settings: Any) -> House:
    """A new hall: migrated, seeded, its passwords hashed quickly."""
    house = open_house(data_dir, {}, **settings)
    kit = house.app.state.kit

    def start(tx: Tx) -> dict[str, str]:
        _migrate(tx)
        return {login: password for login, _, password in sample.seed(tx, kit.settings, kit.clock)}

    with patch.object(passwords, "_hasher", QUICK):
        house.passwords.update(house.write(start))
    return house


def open_house(data_dir: Path, passwords: dict[str, str], **settings: Any) -> House:
    hands = Hands()
    app = build(
        load({}, data_dir=data_dir, identity="simulated", **settings), Clock("Asia/Shanghai", hands, hands.steady)
    )
    return House(app, hands, passwords)


class Caller:
    """Synchronous HTTP against the ASGI application."""

    def __init__(
        self, house: House, auth: tuple[str, str] | None = None, host: str = "127.0.0.1:8600", at: str = "10.0.0.9"
    ) -> None:
        self.house = house
        self.headers: dict[str, str] = {}
        self.auth = auth
        self.subject_key = b""
        """Of an enrolled station."""
        transport = httpx.ASGITransport(house.app, raise_app_exceptions=False, client=(at, 5000))
        self.http = httpx.AsyncClient(transport=transport, base_url=f"http://{host}", auth=auth)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        options["headers"] = self.headers | options.get("headers", {})
        return self.house.loop.run(self.http.request(method, path, **options))

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        return (
            self.request("POST", path, json=json, **options)
            if json is not None
            else self.request("POST", path, **options)
        )


def enrolled(house: House, name: str = "自助机 ZZ-02") -> Caller:
    code = house.write(lambda tx: _code(tx, name))
    told = house.caller().post("/api/stations/enrol", {"code": code}).raise_for_status().json()
    caller = house.caller(auth=(told["station"], told["secret"]))
    caller.subject_key = bytes.fromhex(told["subject_key"])
    return caller


def _code(tx: Tx, name: str) -> str:
    from hall.stations import enrol_code

    return enrol_code(tx, name, "", "test", timedelta(minutes=60))


def signed_in(house: House, login: str, window: str | None = None, at: str = "10.0.0.9") -> Caller:
    """``at``: the address he comes from."""
    caller = house.caller(at=at)
    answer = caller.request("POST", "/sign-in", data={"login": login, "password": house.passwords[login]})
    assert answer.status_code == 303, answer.text
    page = caller.get("/account").text
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    caller.headers["X-CSRF-Token"] = found[1]
    if window is not None:
        assert caller.post("/api/window/sit", {"window": window}).status_code == 200
    return caller


def order(station: Caller, key: str, service: str = "intake", **more: Any) -> dict[str, Any]:
    return station.post("/api/station/tickets", {"key": key, "service": service, **more}).raise_for_status().json()


def report(seq: int, body: dict[str, Any], at: str = "2026-11-24T09:00:00+08:00") -> dict[str, Any]:
    return {"seq": seq, "at": at, "body": body}


def block_ticket(
    key: str, n: int, token: str, at: str, service: str = "intake", day: str = "2026-11-24"
) -> dict[str, Any]:
    return {
        "kind": "ticket_taken",
        "ticket": {"key": key, "day": day, "service": service, "n": n, "token": token, "issued_at": at},
    }
