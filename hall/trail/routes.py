"""HTTP for the auditor. Everything here only reads, so all of it is asked by GET; that it was read is noted first."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import AwareDatetime

from hall.accounts import AUDITORS, may
from hall.audit import Chain, read_anchor
from hall.kit import Kit
from hall.trail import verifying
from hall.trail.exporting import exported
from hall.trail.looking import Wanted, page
from hall.trail.sending import Sending

Word = Annotated[str, Query(max_length=80)]
LOOKED = "the trail alone has changed, and whoever reads it asks again"


def _wanted(
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    actor: Word = "",
    action: Word = "",
    about: Word = "",
) -> Wanted:
    return Wanted(since, until, actor.strip(), action.strip(), about.strip())


Filter = Annotated[Wanted, Depends(_wanted)]


def router(kit: Kit, sending: Sending) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    folder = kit.settings.data_dir

    async def noted(request: Request, action: str, **detail: object) -> None:
        by = request.state.member.login
        await kit.db.write(lambda tx: tx.note(by, action, "audit", **detail), quiet=LOOKED)

    @router.get("/audit")
    @may(AUDITORS)
    async def show(request: Request) -> Response:
        return kit.pages.for_staff(request, "audit.html")

    @router.get("/api/audit")
    @may(AUDITORS)
    async def lines(request: Request, wanted: Filter, before: Annotated[int, Query(ge=0, le=2**53)] = 0) -> Any:
        if not before:
            await noted(request, "audit_read", **wanted.noted())
        return await kit.db.read(lambda conn: page(conn, wanted, before)) | {"syslog": await sending.state()}

    @router.get("/api/audit/verify")
    @may(AUDITORS)
    async def verify(request: Request, after: Annotated[int, Query(ge=0, le=2**53)] = 0, anchor: Word = "") -> Any:
        kept = read_anchor(anchor) if anchor.strip() else None
        told = await verifying.part(kit, folder, after, kept)
        if told["done"]:
            broken = {"broken": told["broken"]["id"], "why": told["broken"]["en"]} if told["broken"] else {}
            await noted(request, "audit_verified", lines=told["read"], anchor=anchor.strip(), **broken)
        return told

    @router.get("/api/audit/anchor")
    @may(AUDITORS)
    async def anchor(request: Request) -> dict[str, str]:
        """Of the line that says that it was taken."""
        await noted(request, "audit_anchored")
        return {"anchor": str(await kit.db.read(Chain(folder).anchor))}

    @router.get("/api/audit/export")
    @may(AUDITORS)
    async def export(request: Request, wanted: Filter, form: Literal["csv", "jsonl"] = "csv") -> Response:
        await noted(request, "audit_exported", form=form, **wanted.noted())
        named = f"audit-{kit.clock.local(kit.clock.now()):%Y%m%d-%H%M}.{form}"
        kind = "text/csv" if form == "csv" else "application/jsonl"
        headers = {"Content-Disposition": f'attachment; filename="{named}"', "Cache-Control": "no-store"}
        return StreamingResponse(exported(kit, wanted, form == "csv"), media_type=kind, headers=headers)

    return router
