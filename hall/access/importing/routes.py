"""HTTP of the import: the page, the trial that changes nothing, and the taking of what was tried."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from hall.access.importing.lines import HEADINGS, Line
from hall.access.importing.plan import Importing, Trial
from hall.access.office import Office
from hall.access.roles import ISSUERS
from hall.accounts import may
from hall.kit.db import Tx

TRY, TAKE = "/api/access/import/try", "/api/access/import"
Mark = Annotated[str, Query(pattern=r"^[0-9a-f]{64}$")]


def router(office: Office) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    kit, granting = office.kit, office.granting
    importing = Importing(granting.book, granting.keys, granting.clock)

    async def lines(body: bytes) -> list[Line]:
        known = await office.read(importing.known)
        return await run_in_threadpool(importing.lines, body, known)

    @router.get("/access/import")
    @may(ISSUERS)
    async def page(request: Request) -> Response:
        headings = [words[0] for words in HEADINGS.values()]
        return kit.pages.for_staff(request, "import.html", headings=headings)

    @router.post(TRY)
    @may(ISSUERS)
    async def attempt(request: Request) -> dict[str, Any]:
        body, by = await request.body(), request.state.member.login
        read, now = await lines(body), kit.clock.now()
        return _told(await office.read(lambda conn: importing.trial(conn, body, read, by, now)))

    @router.post(TAKE)
    @may(ISSUERS)
    async def take(request: Request, mark: Mark) -> dict[str, int]:
        body, by = await request.body(), request.state.member.login
        read = await lines(body)

        def work(tx: Tx) -> int:
            return importing.take(tx, granting.book, body, read, mark, by)

        return {"changed": await office.act(work)}

    return router


def _told(trial: Trial) -> dict[str, Any]:
    return {
        "mark": trial.mark,
        "faults": trial.faults,
        "changes": sum(bool(step.does) for step in trial.steps),
        "lines": [
            {
                "n": step.line.n,
                "number": step.line.number[:32],
                "name": step.line.name[:16],
                "does": step.does,
                "faults": step.line.faults,
            }
            for step in trial.steps
        ],
    }
