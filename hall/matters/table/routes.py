"""HTTP of tables and files: the trial that changes nothing, the taking of what was tried, and what goes out."""

import hashlib
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from hall.accounts import MANAGERS, OVERSEERS, may
from hall.contract.matters import Catalogue
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.kit.sheets import read_table
from hall.matters.editing import Desk, drafting, store, telling
from hall.matters.reading import Unreadable, read_catalogue
from hall.matters.table.lines import read_lines
from hall.matters.table.taking import Trial, trial
from hall.matters.table.writing import table_text
from hall.matters.writing import catalogue_text

TRY, TAKE, WHOLE = "/api/matters/import/try", "/api/matters/import", "/api/matters/import/file"
Mark = Annotated[str, Query(pattern=r"^[0-9a-f]{64}$")]
Key = Annotated[str, Query(pattern=r"^[0-9A-Za-z_-]{8,64}$")]
NAMED = 30
"""Faults of a file that a sentence names."""
SHOWN = 500
"""Lines that the page is told of, the faulty ones first."""


def router(desk: Desk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    db, matters = desk.kit.db, desk.matters

    @router.post(TRY)
    @may(MANAGERS)
    async def attempt(request: Request) -> dict[str, Any]:
        body, draft = await request.body(), await db.read(desk.draft)
        tried = await run_in_threadpool(_tried, draft.catalogue, body)
        return _told(tried, _mark(draft, body))

    @router.post(TAKE)
    @may(MANAGERS)
    async def take(request: Request, mark: Mark) -> dict[str, int]:
        """Exactly what the trial of this mark said, and once."""
        body, by = await request.body(), request.state.member.login
        if await db.read(lambda conn: store.edit_by_key(conn, mark)) is not None:
            return {"changed": 0}
        draft = await db.read(desk.draft)
        tried = await run_in_threadpool(_tried, draft.catalogue, body)
        if tried.faults:
            zh = f"还有 {tried.faults} 处错，改好再导入。什么也没有改。"
            raise Problem(422, "faults", zh, f"{tried.faults} faults are left. Nothing was changed.")

        def work(tx: Tx) -> int:
            now = drafting.draft_of(tx.conn, matters)
            if _mark(now, body) != mark:
                zh = "试读之后草稿或文件变了，请重新试读一遍再导入。什么也没有改。"
                raise Problem(409, "moved_on", zh, "The draft or the file has changed since the trial; try again.")
            drafting.take(tx, matters, now, tried.catalogue, mark, "table", by)
            return tried.changes

        return {"changed": await db.write(work)}

    @router.post(WHOLE)
    @may(MANAGERS)
    async def take_whole(request: Request, key: Key, version: int) -> dict[str, Any]:
        """A whole file in place of draft ``version``: every fault of it is named by line, or all of it is drafted."""
        body, by = await request.body(), request.state.member.login
        catalogue = await run_in_threadpool(_read_whole, body)

        def work(tx: Tx) -> drafting.Draft:
            now = drafting.draft_of(tx.conn, matters)
            if store.edit_by_key(tx.conn, key) is not None or now.catalogue == catalogue:
                return now
            if now.version != version:
                raise Problem(
                    409, "stale", "草稿刚被改过，请看过新的再导入。什么也没有改。", "The draft has changed since."
                )
            return drafting.take(tx, matters, now, catalogue, key, "file", by)

        return telling.head(await db.write(work))

    @router.get("/api/matters/export")
    @may(OVERSEERS)
    async def give_out(
        of: Literal["draft", "standing"] = "standing", form: Literal["yaml", "csv"] = "yaml"
    ) -> Response:
        draft = await db.read(desk.draft)
        catalogue = draft.catalogue if of == "draft" else await desk.at_revision(draft.stands)
        write, kind = (
            (catalogue_text, "application/yaml") if form == "yaml" else (table_text, "text/csv; charset=utf-8")
        )
        name = f"matters-{f'draft-{draft.version}' if of == 'draft' else f'v{draft.stands}'}.{form}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(await run_in_threadpool(write, catalogue), media_type=kind, headers=headers)

    return router


def _read_whole(body: bytes) -> Catalogue:
    """Raises Problem."""
    try:
        return read_catalogue({"": body.decode("utf-8-sig")})
    except UnicodeError:
        raise Problem(422, "text", "这个文件不是 UTF-8 的文字。什么也没有改。", "The file is no UTF-8 text.") from None
    except Unreadable as error:
        zh = "；".join(str(one).strip() for one in error.faults[:NAMED])
        more = f"；另有 {len(error.faults) - NAMED} 处" if len(error.faults) > NAMED else ""
        en = f"{len(error.faults)} faults; nothing was changed."
        raise Problem(422, "faults", f"这个文件有 {len(error.faults)} 处错，什么也没有改。{zh}{more}", en) from None


def _tried(catalogue: Catalogue, body: bytes) -> Trial:
    return trial(catalogue, read_lines(read_table(body), catalogue))


def _mark(draft: drafting.Draft, body: bytes) -> str:
    return hashlib.sha256(b"%d|%d|" % (draft.version, draft.stands) + body).hexdigest()


def _told(tried: Trial, mark: str) -> dict[str, Any]:
    lines = sorted(tried.lines, key=lambda one: (not one.faults, not one.does, one.n))
    return {
        "mark": mark,
        "count": len(lines),
        "faults": tried.faults,
        "changes": tried.changes,
        "lines": [{"n": one.n, "name": one.name[:60], "does": one.does, "faults": one.faults} for one in lines[:SHOWN]],
    }
