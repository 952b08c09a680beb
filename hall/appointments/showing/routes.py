"""The pages of a pass: for staff to show and print it, and for its bearer's telephone. Nothing of a person stands in an
address, nor on the page that anybody with the address sees."""

from typing import Annotated, Any

import segno
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from hall.access import Office
from hall.accounts import Public, Staff, may
from hall.appointments import store
from hall.appointments.codes import PassCodes
from hall.appointments.service import Desk
from hall.appointments.showing.words import PassWords, words_of
from hall.appointments.store import VisitorPassRow
from hall.contract.wayfinding import brief, way
from hall.kit import Kit
from hall.kit.errors import Problem
from hall.kit.http import Key

Token = Annotated[str, Path(pattern=r"^[0-9A-Z]{12,32}$")]
SHOWERS = Staff(frozenset({"clerk", "manager", "security"}))
BEARER = "whoever has its address has the pass: 80 random bits, as the code itself; the page says nothing of anybody"


def router(kit: Kit, office: Office, desk: Desk, codes: PassCodes) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    def told(conn: Connection, one: VisitorPassRow) -> tuple[PassWords, str]:
        """Its words, and the text of its code where it still opens something."""
        row = store.get(conn, one.meeting)
        assert row is not None
        now = kit.clock.now()
        said = words_of(row, one, office, desk, conn, now)
        return said, codes.text(conn, row, one, now) if said.holds else ""

    def by_id(conn: Connection, id: int) -> VisitorPassRow:
        one = store.get_pass(conn, id)
        if one is None:
            raise Problem(404, "no_pass", "没有这张通行证。", "There is no such pass.")
        return one

    @router.get("/api/appointments/passes/{id}")
    @may(SHOWERS)
    async def shown(request: Request, id: Key) -> dict[str, str]:
        one = await kit.db.read(lambda conn: by_id(conn, id))
        _, text = await kit.db.read(lambda conn: told(conn, one))
        if not text:
            raise Problem(409, "over", "这张通行证已经失效。", "This pass has ended.")
        page = f"/pass/{one.token}"
        address = f"{request.url.scheme}://{request.headers.get('host', '')}{page}"
        return {"text": text, "qr": _qr(text), "page": page, "page_qr": _qr(address)}

    @router.get("/appointments/passes/{id}/slip")
    @may(SHOWERS)
    async def slip(id: Key) -> Response:
        def look(conn: Connection) -> dict[str, Any]:
            one = by_id(conn, id)
            said, text = told(conn, one)
            return said.shown() | {"label": one.label, "qr": _qr(text) if text else "", "way": _way(conn, office, one)}

        return kit.pages.show("slip.html", **await kit.db.read(look))

    @router.get("/pass/{token}")
    @may(Public(BEARER))
    async def page(token: Token) -> Response:
        def look(conn: Connection) -> dict[str, Any]:
            one = store.pass_by_token(conn, token)
            if one is None:
                raise Problem(404, "no_pass", "没有这张通行证。", "There is no such pass.")
            said, text = told(conn, one)
            return said.shown() | {"qr": _qr(text) if text else "", "refresh": said.holds}

        return kit.pages.show("pass.html", **await kit.db.read(look))

    return router


def _way(conn: Connection, office: Office, one: VisitorPassRow) -> str:
    """From the entrance that is nearest, in a sentence."""
    row, published = store.get(conn, one.meeting), office.plans.current(conn)
    if row is None or published is None:
        return ""
    entrances = [node.id for node in published.plan.nodes if node.kind == "entrance"]
    walks = [walk for id in entrances if (walk := way(published.plan, id, row.room, one.step_free)) is not None]
    return "进门" + "；".join(brief(min(walks, key=lambda walk: walk.metres))) if walks else ""


def _qr(text: str) -> str:
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=6, border=4)
