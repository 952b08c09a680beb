"""HTTP for stations (the treaty), and the manager's page about them."""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from hall.accounts import GUARDS, MANAGERS, STATION, Member, Public, may
from hall.contract.ledger import LedgerSaid
from hall.contract.parts import AlarmPart, PartsAsked, PartsTold
from hall.contract.queue import LiveNumbers, NumbersAsked, Ticket, TicketOrder, TicketStatus
from hall.contract.report import ReportAck
from hall.contract.snapshot import (
    CodeLookup,
    CodeOwner,
    Enrolled,
    EnrolRequest,
    HallAlarm,
    ProblemDetail,
    PublishedPlan,
    Snapshot,
)
from hall.kit import Kit, certificates, peers
from hall.kit.budget import Allowance, Places
from hall.kit.db import Tx
from hall.kit.errors import Problem, storage_failed
from hall.kit.live import LEAVING, REST
from hall.kit.sparse import Sparse
from hall.plan import Published
from hall.queue import People, Queue, live_numbers
from hall.stations import service, store
from hall.stations.guard import said_of, still_admitted
from hall.stations.identity import owner_masked, provider
from hall.stations.keys.said import Said
from hall.stations.keys.store import of_stations as keys_of_stations
from hall.stations.ledgers import store as ledgers
from hall.stations.ledgers.hearing import ALIVE, Hearing, standing
from hall.stations.ledgers.lines import lines
from hall.stations.parts import PartReader, Parts, answer
from hall.stations.reports import Actions, Envelopes, take
from hall.stations.service import StationSeen
from hall.stations.snapshot import plan_for_stations, snapshot
from hall.stations.stolen import lines as stolen_lines
from hall.stations.stolen import store as stolen_store
from hall.stations.stolen.routes import router as stolen_router
from hall.stations.stolen.service import only_manager_lifts
from hall.stations.words import state_words, to_do

LONGEST_HELD = 20.0
"""Seconds a question is kept open, at most: less than what proxies on the way take for a dead line."""

SEEN_EVERY = timedelta(seconds=5)
"""A station's last sign of life is written down this often."""
NOTED = "the audit trail alone has changed"
SIGN_OF_LIFE = "who is silent is told by the clock; numbers granted are this station's alone, and it is asking"

REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemDetail} for status in (400, 401, 413, 422, 429, 503, 507)
}
Text = Annotated[str, Form(max_length=80)]

WRONG_CODES, WRONG_EVERY = 10, 10.0
"""Wrong enrolment codes from one sender at once, and seconds until one more is looked at. A right one always is: with
49 bits there is nothing to guess, and nobody else's guesses keep a machine out."""


REPORTS, REPORTS_EVERY, A_REPORT = 20_000, 0.05, 1000
"""Reports of one station at once, seconds until one more is taken, and bytes of one: days without the hall are told in
a minute, and a station that lies without end fills no disk. Each is a line of the audit trail."""
ALARMS, ALARMS_EVERY = 60, 10.0
"""The same for batches that tell of a fire contact, which wait for nothing."""
QUESTIONS = 16
"""Questions of one station that are kept open; it asks one."""


def router(
    kit: Kit,
    queue: Queue,
    actions: Actions,
    alarm: Callable[[Connection], HallAlarm],
    parts: Mapping[str, PartReader],
    pressed: Callable[[], HallAlarm] = lambda: "",
) -> APIRouter:
    """``alarm``: whether the hall is being evacuated. ``parts``: of the snapshot, of all rooms.
    ``pressed``: what was pressed and is not written yet."""
    router = APIRouter()
    _treaty(router, kit, queue, actions, alarm, pressed, Parts(kit, parts))
    _page(router, kit, queue)
    router.include_router(stolen_router(kit, queue))
    return router


def _treaty(
    router: APIRouter,
    kit: Kit,
    queue: Queue,
    actions: Actions,
    alarm: Callable[[Connection], HallAlarm],
    pressed: Callable[[], HallAlarm],
    parts: Parts,
) -> None:
    identity, people = provider(kit.settings.identity), People(kit.subject_key)
    said = Said(kit, people)

    wrong = Allowance(WRONG_CODES, WRONG_EVERY)
    failed = Sparse()
    questions = Places(QUESTIONS, 4000)
    told, alarms = Allowance(REPORTS, REPORTS_EVERY), Allowance(ALARMS, ALARMS_EVERY)

    @router.post("/api/stations/enrol", responses=REFUSALS)
    @may(Public("a machine without a secret brings its one-time code; who brings wrong ones is slowed down"))
    async def enrol(request: Request, asked: EnrolRequest) -> Enrolled:
        sender = peers.of(request.scope)
        if not await kit.db.read(lambda conn: service.code_is_open(conn, asked.code, kit.clock.now())):
            wrong.spend(sender)

        def work(tx: Tx) -> Enrolled | None:
            enrolled = service.enrol(tx, asked.code, people, queue, asked.key)
            if enrolled is None:
                failed.note(tx, "", f"enrol:{sender}", "enrol_failed", "station:?")
            return enrolled

        enrolled = await kit.db.write(work)
        if enrolled is None:
            raise Problem(
                401,
                "wrong_code",
                "登记码不对、已用过或已过期，请向大厅管理人员要新的登记码。",
                "The code is wrong, used or expired; ask the hall manager for a new one.",
            )
        return enrolled

    async def seen(station: StationSeen, said: LedgerSaid) -> None:
        """A sign of life; a station that is short of numbers is granted more."""
        now = kit.clock.now()
        _, short = await kit.db.read(lambda conn: queue.blocks(conn, station.id, station.ledger))

        def work(tx: Tx) -> None:
            store.set_station(tx.conn, station.id, seen_at=tx.now)
            if short and standing(tx.conn, station.id, said) is not None:
                queue.grant_blocks(tx, station.id, station.ledger)

        if short or station.seen_at is None or now - station.seen_at > SEEN_EVERY:
            try:
                await kit.db.write(work, quiet=SIGN_OF_LIFE)
            except Problem as problem:
                if problem.status < 500:
                    raise  # else a full disk would keep what it came for from it: an alarm

    @router.post("/api/station/parts", responses=REFUSALS, response_model=PartsTold)
    @may(STATION)
    async def get_parts(request: Request, asked: PartsAsked) -> Response:
        station: StationSeen = request.state.station
        if not request.state.away:
            await seen(station, said_of(request))
        with questions.held(station.id):
            told = await _held(kit, request, parts, station.id, asked, pressed)
        return Response(told, media_type="application/json", headers={"Cache-Control": "no-store"})

    @router.get(
        "/api/station/snapshot", responses=REFUSALS | {304: {"description": "Not modified"}}, response_model=Snapshot
    )
    @may(STATION)
    async def get_snapshot(request: Request) -> Response:
        station: StationSeen = request.state.station
        await seen(station, said_of(request))
        now = kit.clock.now()
        told, tag = await kit.db.read(lambda conn: snapshot(conn, queue, station.id, now, alarm(conn)))
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if tag in (part.strip() for part in request.headers.get("if-none-match", "").split(",")):
            return Response(status_code=304, headers=headers)
        told_of_old = told.model_dump_json(exclude={"blocks": {"__all__": {"used"}}})
        return Response(told_of_old, media_type="application/json", headers=headers)

    @router.get(
        "/api/station/plan",
        response_model=PublishedPlan,
        responses=REFUSALS | {304: {"description": "Not modified"}, 404: {"model": ProblemDetail}},
    )
    @may(STATION)
    async def get_plan(request: Request) -> Response:
        published = await kit.db.read(queue.published)
        if published is None:
            raise Problem(404, "no_plan", "大厅还没有发布平面图。", "The hall has not published a plan yet.")
        headers = {"ETag": f'"plan-{published.revision}"', "Cache-Control": "private, no-cache"}
        if headers["ETag"] in (part.strip() for part in request.headers.get("if-none-match", "").split(",")):
            return Response(status_code=304, headers=headers)
        body = plan_for_stations(published).model_dump_json(exclude_defaults=True)
        return Response(body, media_type="application/json", headers=headers)

    @router.post(
        "/api/station/tickets",
        response_model=Ticket,
        responses=REFUSALS | {404: {"model": ProblemDetail}, 409: {"model": ProblemDetail}},
    )
    @may(STATION)
    async def order(request: Request, order: TicketOrder) -> Response:
        station: StationSeen = request.state.station
        known = await said.in_order(station.id, order)
        ticket = await kit.db.write(lambda tx: queue.issue(tx, station.id, known))
        return Response(ticket.model_dump_json(), media_type="application/json")

    @router.get("/api/station/tickets/{token}", responses=REFUSALS | {404: {"model": ProblemDetail}})
    @may(STATION)
    async def status(token: str) -> TicketStatus:
        return await kit.db.read(lambda conn: queue.status(conn, token[:64], kit.clock.now()))

    @router.post("/api/station/numbers", responses=REFUSALS)
    @may(STATION)
    async def numbers(request: Request, asked: NumbersAsked) -> LiveNumbers:
        station: StationSeen = request.state.station
        now, known = kit.clock.now(), await said.person(station.id, asked.subject)
        return await kit.db.read(lambda conn: live_numbers(queue, conn, known, now))

    @router.post("/api/station/identity", responses=REFUSALS)
    @may(STATION)
    async def identify(request: Request, lookup: CodeLookup) -> CodeOwner:
        station: StationSeen = request.state.station
        owner = owner_masked(identity.resolve(lookup.text), people.key_of(station.id), identity.name)
        about = f"person:{people.known(owner.subject, station.id, kit.clock.day()).hash[:16]}"
        await kit.db.write(
            lambda tx: tx.note(f"station:{station.id}", "code_resolved", about, provider=identity.name), quiet=NOTED
        )
        return owner

    @router.post(
        "/api/station/reports",
        responses=REFUSALS,
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReportBatch"}}},
            }
        },
    )
    @may(STATION)
    async def reports(request: Request) -> ReportAck:
        station: StationSeen = request.state.station
        body = await request.body()
        batch = Envelopes.model_validate_json(body)
        purse = alarms if any(one.body.get("kind") == "fire_contact" for one in batch.reports) else told
        purse.spend(station.id, 1 if purse is alarms else max(len(batch.reports), len(body) // A_REPORT))
        batch = await said.in_reports(station.id, batch)
        return await kit.db.write(lambda tx: take(tx, station.id, station.ledger, batch, actions))


async def _held(
    kit: Kit, request: Request, parts: Parts, station: str, asked: PartsAsked, pressed: Callable[[], HallAlarm]
) -> bytes:
    """What is new, as soon as there is anything; after the station's patience, that there is nothing. One that is
    retired meanwhile hears so at once. An alarm that was pressed goes before all, and waits for no database."""
    loop = asyncio.get_running_loop()
    until = loop.time() + min(asked.wait, LONGEST_HELD)
    with kit.live.watching() if asked.wait else nullcontext(asyncio.Event()) as changed:
        while True:
            changed.clear()
            now, alarm = kit.clock.now(), pressed()
            if alarm and (told := parts.at_once("alarm", AlarmPart(alarm=alarm), asked, now)) is not None:
                return told
            if request.state.away:
                raise storage_failed()
            if (told := await parts.other_than(station, asked, now)) is not None:
                return told
            left = until - loop.time()
            if left <= 0 or LEAVING.is_set():
                return answer(now, [], asked.failed)
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), left)
                await asyncio.sleep(REST)  # what changes together is told together
            if not pressed():
                await still_admitted(kit, request)


def _kiosk_places(published: Published | None) -> list[dict[str, str]]:
    """Where a kiosk may stand."""
    kiosks = [p for p in published.plan.places if p.kind == "kiosk" and p.node] if published else []
    return [{"id": p.id, "name": p.name_zh or p.id} for p in kiosks]


def _page(router: APIRouter, kit: Kit, queue: Queue) -> None:
    def rows(conn: Connection) -> dict[str, Any]:
        now, devices, heard = kit.clock.now(), store.devices(conn), ledgers.all_heard(conn)
        memory = lines(conn, queue, now, kit.clock.start_of(kit.clock.day()))
        fingerprints = {one.station: one.fingerprint for one in keys_of_stations(conn)}
        return {
            "places": _kiosk_places(queue.published(conn)),
            "stations": [
                {
                    "id": s.id,
                    "name": s.name_zh,
                    "place": s.place,
                    "version": s.version,
                    "seen_at": _iso(s.seen_at),
                    "upto": heard[s.id].upto if s.id in heard else 0,
                    "alive": s.seen_at is not None and now - s.seen_at < ALIVE,
                    "enrolled_at": _iso(s.enrolled_at),
                    "gap": _waiting(conn, s.id, heard.get(s.id)),
                    "memory": memory.get(s.id, []),
                    "clock_off": s.clock_off,
                    "key": fingerprints.get(s.id, ""),
                    "devices": [_device(d) for d in devices.get(s.id, ())],
                }
                for s in store.stations(conn)
            ],
            "stolen": [
                f"{one.station} {one.heard_from} {one.heard_at}"
                for one in stolen_store.after(conn, now - stolen_lines.SHOWN_FOR)
            ],
            "codes": [{"name": c.name_zh, "expires_at": _iso(c.expires_at)} for c in store.open_codes(conn, now)],
            "refused": [
                {"station": r.station, "seq": r.seq, "kind": r.kind, "why": r.refused, "at": _iso(r.received_at)}
                for r in store.refused_reports(conn, 8)
            ],
        }

    @router.get("/stations", include_in_schema=False)
    @may(GUARDS)
    async def page(request: Request) -> Response:
        return kit.pages.for_staff(request, "stations.html")

    @router.get("/api/stations/stream", include_in_schema=False)
    @may(GUARDS)
    async def stream() -> Response:
        return kit.live.respond(lambda: kit.db.read(rows), shared="stations")

    @router.get("/api/stations/stolen", include_in_schema=False)
    @may(GUARDS)
    async def stolen() -> list[dict[str, Any]]:
        return await kit.db.read(lambda conn: stolen_lines.told(conn, queue, kit.clock.now()))

    @router.post("/api/stations/codes", include_in_schema=False)
    @may(MANAGERS)
    async def make_code(request: Request, name: Text, name_en: Text = "") -> dict[str, str]:
        member: Member = request.state.member
        await kit.db.read(lambda conn: only_manager_lifts(conn, name.strip(), member.role))
        if not name.strip() or len(name.strip()) > 40:
            raise Problem(422, "invalid", "请填写 1–40 字的设备名称。", "Give the machine a name of 1–40 characters.")
        lifetime = timedelta(minutes=kit.settings.enrol_minutes)
        mark = certificates.mark_of(kit.settings)
        code = await kit.db.write(
            lambda tx: service.enrol_code(tx, name.strip(), name_en.strip(), member.login, lifetime, mark=mark)
        )
        return {"code": code, "name": name.strip(), "minutes": str(kit.settings.enrol_minutes)}

    @router.post("/api/stations/{station}/retire", include_in_schema=False)
    @may(MANAGERS)
    async def retire(request: Request, station: str) -> dict[str, bool]:
        await kit.db.write(lambda tx: service.retire(tx, station, request.state.member.login, queue))
        return {"retired": True}

    @router.post("/api/stations/{station}/ledger", include_in_schema=False)
    @may(MANAGERS)
    async def choose(request: Request, station: str, ledger: Text) -> dict[str, bool]:
        """Of two machines under one name the manager keeps the one that was refused."""
        hearing, login = Hearing(station, None, queue), request.state.member.login
        await kit.db.write(lambda tx: hearing.decide(tx, ledger, login))
        return {"chosen": True}

    @router.post("/api/stations/{station}/place", include_in_schema=False)
    @may(MANAGERS)
    async def stand(request: Request, station: str, place: Text = "") -> dict[str, str]:
        login = request.state.member.login
        await kit.db.write(lambda tx: service.stand(tx, station, place, queue.published(tx.conn), login))
        return {"place": place}


def _waiting(conn: Connection, station: str, heard: ledgers.LedgerRow | None) -> int:
    """The last report that is here while one before it is awaited; 0: none is."""
    return max(store.seqs_after(conn, station, heard.id, heard.upto), default=0) if heard is not None else 0


def _device(row: store.DeviceRow) -> dict[str, Any]:
    reasons = json.loads(row.reasons)
    return {
        "device": row.device,
        "able": row.able,
        "words": state_words(row.device, row.able, reasons),
        "todo": to_do(reasons) if reasons or not row.able else "",
        "at": _iso(row.at),
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant else None
