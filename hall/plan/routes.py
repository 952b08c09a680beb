"""HTTP of the plan's draft: the page, loading and saving, files in and out, drawings laid under floors."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from hall.accounts import MANAGERS, may
from hall.contract.plan import Plan
from hall.kit import Kit
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.plan import drafting, drawings, store
from hall.plan.drafting import Draft, Version
from hall.plan.imdf import read_imdf
from hall.plan.published import Plans
from hall.plan.reading import counted, read_plan

PICTOGRAMS = Path(__file__).parents[2] / "assets" / "pictograms"
Services = Callable[[Connection], list[dict[str, str]]]
"""What windows may serve: ``id``, ``letter``, ``name_zh``."""


class Saving(BaseModel):
    """PUT /api/plan/draft. ``version``: of the draft that was changed."""

    model_config = ConfigDict(extra="forbid")
    version: int
    plan: Plan


def router(kit: Kit, plans: Plans, services: Services, sample: Callable[[], Plan]) -> APIRouter:
    """``sample``: a made-up hall to begin with."""
    router = APIRouter(include_in_schema=False)
    empty = Plan(name_zh=kit.settings.hall_name_zh, name_en=kit.settings.hall_name_en)
    _draft(router, kit, plans, services, empty)
    _files(router, kit, plans, services, empty)
    _drawings(router, kit)

    @router.get("/api/plan/sample")
    @may(MANAGERS)
    async def example() -> dict[str, Any]:
        return sample().model_dump(mode="json")

    return router


def _draft(router: APIRouter, kit: Kit, plans: Plans, services: Services, empty: Plan) -> None:
    @router.get("/plan")
    @may(MANAGERS)
    async def page(request: Request) -> Response:
        return kit.pages.for_staff(request, "plan.html")

    @router.get("/api/plan")
    @may(MANAGERS)
    async def whole() -> dict[str, Any]:
        return await kit.db.read(lambda conn: _whole(conn, plans, services, empty))

    @router.put("/api/plan/draft")
    @may(MANAGERS)
    async def save(request: Request) -> dict[str, Any]:
        """Read beside the loop: a large plan takes a while."""
        login, body = request.state.member.login, await request.body()
        saving = await run_in_threadpool(lambda: Saving.model_validate_json(counted(body)))
        draft = await kit.db.write(lambda tx: drafting.save(tx, saving.version, saving.plan, login, empty))
        return _about(draft)

    @router.post("/api/plan/draft/discard")
    @may(MANAGERS)
    async def discard(request: Request, at: Version) -> dict[str, Any]:
        login = request.state.member.login
        await kit.db.write(lambda tx: drafting.discard(tx, at.version, login, empty))
        return await kit.db.read(lambda conn: _whole(conn, plans, services, empty))


def _whole(conn: Connection, plans: Plans, services: Services, empty: Plan) -> dict[str, Any]:
    draft, published = drafting.draft_of(conn, empty), plans.current(conn)
    return _about(draft) | {
        "draft": draft.plan.model_dump(mode="json"),
        "base": draft.base,
        "published": published.plan.model_dump(mode="json") if published else None,
        "revision": published.revision if published else 0,
        "published_at": published.at.isoformat() if published else None,
        "published_by": published.by if published else "",
        "services": services(conn),
        "pictograms": sorted(path.stem for path in PICTOGRAMS.glob("*.svg") if not path.stem.startswith("arrow_")),
    }


def _about(draft: Draft) -> dict[str, Any]:
    return {"version": draft.version, "edited_by": draft.by, "edited_at": draft.at.isoformat() if draft.at else None}


def _files(router: APIRouter, kit: Kit, plans: Plans, services: Services, empty: Plan) -> None:
    @router.post("/api/plan/import")
    @may(MANAGERS)
    async def take_in(request: Request, version: int | None = None) -> dict[str, Any]:
        """``version``: of the draft it is to stand in place of; None: whatever is there."""
        login, body = request.state.member.login, await request.body()
        plan, notes = await run_in_threadpool(_read, body)

        def work(tx: Tx) -> None:
            now = drafting.draft_of(tx.conn, empty) if version is None else drafting.expect(tx.conn, version, empty)
            drafting.save(tx, now.version, plan, login, empty)
            tx.note(login, "plan_imported", f"draft:{now.version + 1}", screens=len(plan.screens))

        await kit.db.write(work)
        return await kit.db.read(lambda conn: _whole(conn, plans, services, empty)) | {"notes": notes}

    @router.get("/api/plan/export")
    @may(MANAGERS)
    async def give_out(of: Literal["draft", "published"] = "draft") -> Response:
        def read(conn: Connection) -> tuple[Plan, str]:
            published = plans.current(conn)
            if of == "published" and published is not None:
                return published.plan, f"v{published.revision}"
            draft = drafting.draft_of(conn, empty)
            return draft.plan, f"draft-{draft.version}"

        plan, name = await kit.db.read(read)
        return Response(
            plan.model_dump_json(indent=1, exclude_defaults=True),
            media_type="application/json",
            headers={"Content-Disposition": f'attachment; filename="plan-{name}.json"', "Cache-Control": "no-store"},
        )

    @router.get("/api/plan/schema.json")
    @may(MANAGERS)
    async def schema() -> dict[str, Any]:
        return Plan.model_json_schema()


def _read(body: bytes) -> tuple[Plan, list[dict[str, str]]]:
    if body.startswith(b"PK"):
        plan, notes = read_imdf(body)
        return plan, [note._asdict() for note in notes]
    return read_plan(body), []


def _drawings(router: APIRouter, kit: Kit) -> None:
    @router.post("/api/plan/drawings")
    @may(MANAGERS)
    async def lay(request: Request) -> dict[str, Any]:
        login, body = request.state.member.login, await request.body()
        file, width, height = await run_in_threadpool(drawings.examined, body)

        def work(tx: Tx) -> None:
            store.put_drawing(tx.conn, file, body=body, width=width, height=height, at=tx.now, by=login)
            tx.note(login, "plan_drawing", f"drawing:{file[:12]}", width=width, height=height)

        await kit.db.write(work)
        return {"file": file, "width": width, "height": height}

    @router.get("/api/plan/drawings/{file}")
    @may(MANAGERS)
    async def show(file: str) -> Response:
        row = await kit.db.read(lambda conn: store.get_drawing(conn, file[:72]))
        if row is None:
            raise Problem(404, "no_drawing", "没有这张图纸。", "There is no such drawing.")
        return Response(
            row.body,
            media_type=drawings.KINDS[file.rpartition(".")[2]],
            headers={
                "Content-Security-Policy": drawings.POLICY,
                "Cache-Control": "private, max-age=31536000, immutable",
            },
        )
