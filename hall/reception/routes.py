"""The window's page of reception, the departments' page, the receipt, and what kiosks ask."""

from typing import Annotated, Any

import segno
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Connection

from hall.accounts import DESK, MANAGERS, STATION, Member, Staff, may
from hall.contract.cases import Act
from hall.contract.progress import CaseAsked, CaseTold
from hall.contract.receipts import Origin, ReceiptLine
from hall.contract.snapshot import ProblemDetail
from hall.kit import Kit
from hall.kit.budget import Lane
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.matters import Matters
from hall.reception import store, view
from hall.reception.letters import LETTERS
from hall.reception.letters import values as letter_values
from hall.reception.paper import values
from hall.reception.service import Reception, Wanted
from papers import render

OFFICE = Staff(frozenset({"office", "clerk", "manager"}))
"""Who does something with a case: the window, and whoever it lies with."""
READERS = Staff(frozenset({"office", "clerk", "manager", "auditor"}))
Number = Annotated[str, Path(pattern=r"^SJ\d{14}$")]
Press = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{24}$")]
Text = Annotated[str, StringConstraints(max_length=1000)]


REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemDetail} for status in (400, 401, 413, 422, 429, 503, 507)
}


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Taken(Asked):
    """As `Wanted`."""

    key: Press
    matter: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    lines: Annotated[tuple[ReceiptLine, ...], Field(min_length=1, max_length=200)]
    project: Text
    applicant: Text
    person: bool = False
    number: Annotated[str, StringConstraints(max_length=40)] = ""
    project_code: Annotated[str, StringConstraints(max_length=40)] = ""
    origin: Origin = "ordinary"
    reason: Text = ""
    department: Annotated[str, StringConstraints(max_length=64)] = ""
    window: Annotated[str, StringConstraints(max_length=8)] = ""
    ticket: Annotated[str, StringConstraints(max_length=8)] = ""


class Brought(Asked):
    """The text of a checklist's code."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class Done(Asked):
    """``seen``: how many events the page showed."""

    key: Press
    act: Act
    seen: Annotated[int, Field(ge=1, le=10_000)]
    text: Text = ""
    department: Annotated[str, StringConstraints(max_length=64)] = ""


class Posted(Asked):
    login: Annotated[str, StringConstraints(min_length=2, max_length=32)]
    department: Annotated[str, StringConstraints(min_length=1, max_length=64)]


def router(kit: Kit, reception: Reception, matters: Matters) -> APIRouter:
    router, pages = APIRouter(), APIRouter(include_in_schema=False)
    press = Lane("hall-papers", each=8, most=64)
    _window(pages, kit, reception, matters, press)
    _departments(pages, kit, reception, matters)
    _cases(pages, kit, reception, press)
    _letters(pages, kit, reception, press)
    router.include_router(pages)
    _stations(router, kit, reception, matters)
    return router


def _window(router: APIRouter, kit: Kit, reception: Reception, matters: Matters, press: Lane) -> None:
    def state(conn: Connection) -> dict[str, Any]:
        return view.taken(reception, conn, kit.clock)

    @router.get("/reception")
    @may(DESK)
    async def page(
        request: Request,
        window: Annotated[str, Query(max_length=8)] = "",
        ticket: Annotated[str, Query(max_length=8)] = "",
    ) -> Response:
        return kit.pages.for_staff(request, "reception.html", window=window, ticket=ticket)

    @router.get("/api/reception/matters")
    @may(OFFICE)
    async def listed() -> dict[str, Any]:
        stands = await kit.db.read(matters.current)
        if stands is None:
            return {"revision": 0, "matters": [], "departments": []}
        found = view.matters(stands.catalogue, kit.clock.day())
        return {
            "revision": stands.revision,
            "matters": found,
            "departments": view.all_departments(stands.catalogue),
        }

    @router.post("/api/reception/list")
    @may(DESK)
    async def brought(asked: Brought) -> dict[str, Any]:
        stands = await kit.db.read(matters.current)
        found = view.carried(stands.catalogue, asked.text, kit.clock.day()) if stands is not None else None
        if found is None:
            raise Problem(
                404, "no_list", "这不是材料清单的码，或事项已经没有了：请按名称选事项。", "No such checklist."
            )
        return found

    @router.get("/api/reception/stream")
    @may(DESK)
    async def stream() -> Response:
        return kit.live.respond(lambda: kit.db.read(state), shared="reception")

    @router.post("/api/reception/take")
    @may(DESK)
    async def take(request: Request, asked: Taken) -> dict[str, Any]:
        member: Member = request.state.member
        wanted = Wanted(**dict(asked))

        def work(tx: Tx) -> tuple[dict[str, Any], str]:
            row = reception.take(tx, member, wanted)
            return view.whole(reception, tx.conn, row), reception.code(tx.conn, row, 0, tx.now)

        told, code = await kit.db.write(work)
        return told | {"qr": await press.run(lambda: _qr(code))}


def _departments(router: APIRouter, kit: Kit, reception: Reception, matters: Matters) -> None:
    lying = view.Lying(reception, kit.clock)

    def whose(conn: Connection, member: Member) -> str:
        """The department of whoever asks; window and manager see all ("")."""
        if member.role != "office":
            return ""
        return store.department_at(conn, member.login) or "?"

    @router.get("/cases")
    @may(OFFICE)
    async def page(request: Request) -> Response:
        return kit.pages.for_staff(request, "cases.html")

    @router.get("/api/cases/stream")
    @may(OFFICE)
    async def stream(request: Request) -> Response:
        member: Member = request.state.member

        def state(conn: Connection) -> dict[str, Any]:
            mine = whose(conn, member)
            told = lying.look(conn, mine) if mine != "?" else {"department": "?", "cases": []}
            part = matters.current(conn)
            all_of = view.all_departments(part.catalogue) if part is not None else []
            posts = store.posts(conn) if member.role in MANAGERS.roles else []
            return told | {"departments": all_of, "posts": posts}

        return kit.live.respond(lambda: kit.db.read(state))

    @router.post("/api/cases/posts")
    @may(MANAGERS)
    async def posted(request: Request, asked: Posted) -> dict[str, bool]:
        member: Member = request.state.member

        def work(tx: Tx) -> None:
            reception.post(tx, member, asked.login, asked.department)

        await kit.db.write(work)
        return {"posted": True}


def _cases(router: APIRouter, kit: Kit, reception: Reception, press: Lane) -> None:
    @router.get("/api/cases/{number}")
    @may(READERS)
    async def one(request: Request, number: Number) -> dict[str, Any]:
        member: Member = request.state.member
        return await kit.db.read(lambda conn: view.whole(reception, conn, reception.case_for(conn, member, number)))

    @router.post("/api/cases/{number}/act")
    @may(OFFICE)
    async def act(request: Request, number: Number, asked: Done) -> dict[str, Any]:
        member: Member = request.state.member

        def work(tx: Tx) -> dict[str, Any]:
            reception.act(tx, member, number, asked.act, asked.seen, asked.key, asked.text, asked.department)
            return view.whole(reception, tx.conn, reception.case(tx.conn, number))

        return await kit.db.write(work)

    @router.post("/api/cases/{number}/copy")
    @may(DESK)
    async def copy(request: Request, number: Number) -> dict[str, int]:
        member: Member = request.state.member
        return {"copy": await kit.db.write(lambda tx: reception.copy(tx, member, number))}

    @router.get("/cases/{number}/receipt")
    @may(OFFICE)
    async def receipt(request: Request, number: Number, copy: Annotated[int, Query(ge=0, le=9999)] = 0) -> Response:
        """To print. Copy n is one that was counted before."""

        member: Member = request.state.member

        def look(conn: Connection) -> dict[str, Any]:
            row = reception.case_for(conn, member, number)
            if row.void:
                raise Problem(409, "void", "这张凭证已经作废，不再打印。", "This receipt is void.")
            if copy > row.copies:
                raise Problem(409, "no_copy", "没有登记过这一次补打，请先按“补打”。", "That copy was never counted.")
            code = reception.code(conn, row, copy, kit.clock.now())
            hall, line = kit.settings.hall_name_zh, kit.settings.complaint_line
            return values(row, code, copy, kit.clock, hall, line)

        said = await kit.db.read(look)
        made = await press.run(lambda: render("receipt", said))
        headers = {"Content-Disposition": f'inline; filename="{number}.pdf"', "Cache-Control": "no-store"}
        return Response(made.pdf, media_type="application/pdf", headers=headers)


def _letters(router: APIRouter, kit: Kit, reception: Reception, press: Lane) -> None:
    @router.get("/cases/{number}/letters/{n}")
    @may(OFFICE)
    async def letter(request: Request, number: Number, n: Annotated[int, Path(ge=1, le=10_000)]) -> Response:
        """The letter that belongs to the nth step."""

        member: Member = request.state.member

        def look(conn: Connection) -> tuple[str, dict[str, Any]]:
            row = reception.case_for(conn, member, number)
            events = store.events(conn, [number])[number][:n]
            if len(events) < n or events[-1].event.act not in LETTERS:
                raise Problem(404, "no_letter", "这一步没有文书。", "No letter belongs to that step.")
            then = reception.standing(conn, row, events, events[-1].event.on)
            code = reception.code(conn, row, 0, kit.clock.now())
            hall, line = kit.settings.hall_name_zh, kit.settings.complaint_line
            said = letter_values(row, events[-1], then, code, kit.clock, hall, line)
            return LETTERS[events[-1].event.act].name, said

        name, said = await kit.db.read(look)
        made = await press.run(lambda: render(name, said))
        headers = {"Content-Disposition": f'inline; filename="{number}-{n}.pdf"', "Cache-Control": "no-store"}
        return Response(made.pdf, media_type="application/pdf", headers=headers)


def _stations(router: APIRouter, kit: Kit, reception: Reception, matters: Matters) -> None:
    @router.post("/api/station/cases", responses=REFUSALS)
    @may(STATION)
    async def asked(asked: CaseAsked) -> CaseTold:
        now = kit.clock.now()
        return await kit.db.read(lambda conn: view.progress(reception, matters, conn, asked, now))


def _qr(text: str) -> str:
    return segno.make_qr(text, error="m").svg_data_uri(scale=4, border=4)
