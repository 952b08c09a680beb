"""What names people, numbers or anything of the hall stays in no cache of a browser or a proxy (GB/T 22239-2019,
8.1.4.10: what is left behind). Every address is asked by whoever may; what is not ``no-store`` says here why."""

import asyncio
import re
from typing import Any

from hall.accounts import STATION, Permit, Public, Staff, who_may
from tests.hall.caller import Caller, House, enrolled, order, signed_in

KEPT = {
    "/screen": "the glass has to show what it showed when the hall is away: the page, without any content of it",
    "/glass/link.js": "a program of ours",
    "/screen/offline.js": "a program of ours",
    "/static/{build}/{name:path}": "programs and looks of ours",
    "/ca.pem": "the hall's public certificate",
    "/api/station/snapshot": "to a station, which has no cache: asked with an ETag, and private",
    "/api/station/plan": "to a station, which has no cache: asked with an ETag, and private",
}
"""Path → why."""


def began(house: House, caller: Caller, path: str) -> tuple[int, dict[str, str]]:
    """Status and headers of what begins, a stream's too; nobody waits for its end."""

    async def ask() -> tuple[int, dict[str, str]]:
        start: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start" and not start.done():
                start.set_result(message)

        asked = False

        async def receive() -> dict[str, Any]:
            nonlocal asked
            if asked:
                await asyncio.Event().wait()
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}

        request = caller.http.build_request("GET", path, headers=caller.headers)
        if caller.auth is not None:
            request = next(caller.http._build_request_auth(request, caller.auth).auth_flow(request))  # type: ignore[arg-type]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "client": ("10.0.0.9", 5000),
            "server": ("127.0.0.1", 8600),
            "state": {},
        }
        task = asyncio.ensure_future(house.app(scope, receive, send))
        message = await asyncio.wait_for(start, 10)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return message["status"], {name.decode().lower(): value.decode() for name, value in message["headers"]}

    return house.loop.run(ask())


def test_nothing_with_data_stays_in_a_cache(refusing: House):
    station = enrolled(refusing)
    order(station, "visit-0001")
    staff = {role: signed_in(refusing, login) for role, login in
             (("clerk", "clerk1"), *((one, one) for one in ("manager", "security", "admin", "auditor")))}  # fmt: skip

    def who(permit: Permit | None) -> Caller:
        if isinstance(permit, Staff):
            return next(staff[role] for role in sorted(staff, reverse=True) if role in permit.roles)
        return station if permit is STATION else refusing.caller()

    good = 0
    for entry, permit in who_may(refusing.app.routes).items():
        method, path = entry.split(" ")
        if method != "GET":
            continue
        status, headers = began(refusing, who(permit), re.sub(r"\{[^}]+\}", "1", path))
        good += status == 200
        if "no-store" not in headers.get("cache-control", ""):
            assert path in KEPT or status == 303, (entry, status, headers)
            assert path not in KEPT or isinstance(permit, Public) or "private" in headers["cache-control"], entry
    assert good > 40, "most were answered"


def test_what_is_refused_and_what_was_done_stay_in_none_either(refusing: House):
    """Answers to presses, refusals in words and as pages."""
    manager, anybody = signed_in(refusing, "manager"), refusing.caller()
    answers = [
        manager.post("/api/window/next", {"window": "nowhere"}),
        manager.post("/api/stations/codes", data={"name": "一"}),
        anybody.get("/stations"),
        anybody.get("/stations", headers={"Accept": "text/html"}),
        anybody.get("/nowhere", headers={"Accept": "text/html"}),
        anybody.post("/api/stations/enrol", {"code": "A"}),
        manager.get("/api/station/snapshot"),
    ]
    for answer in answers:
        assert answer.status_code == 303 or "no-store" in answer.headers["cache-control"], answer.request.url
