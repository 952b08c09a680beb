"""HTTP of the rules: what stands, what is proposed and what it would do, and the two persons' two keys."""

from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from hall.access.changing.changes import Change, changes
from hall.access.office import Office
from hall.access.people import store as people
from hall.access.people.service import known_as
from hall.access.proving import Hole, Proof, prove, worse
from hall.access.proving.drawing import drawn
from hall.access.proving.watching import Watching
from hall.access.roles import APPROVERS, ISSUERS, READERS
from hall.access.rules import service, store
from hall.access.rules.shape import Rules, faults
from hall.accounts import may
from hall.contract.access import Grants
from hall.contract.plan import Plan
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.kit.http import Key


class _Compared(NamedTuple):
    """Who gains and loses what; whether it holds, and which holes are this change's own; whose accounts people have."""

    changes: list[Change]
    proof: Proof
    new: tuple[Hole, ...]
    plan: Plan | None
    logins: dict[str, str]


class _Sets(NamedTuple):
    """As it is, as it would be, on which plan; and people's accounts by their ids."""

    before: Grants
    after: Grants
    plan: Plan | None
    logins: dict[str, str]


class Proposal(BaseModel):
    """``base``: the revision it was made from."""

    model_config = ConfigDict(extra="forbid")
    base: int = Field(ge=0, lt=2**63)
    rules: Rules


def router(office: Office, watching: Watching) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    granting = office.granting

    def two_sets(conn: Connection, rules: Rules) -> _Sets:
        now = office.kit.clock.now()
        logins = {known_as(row.id): row.login for row in people.people(conn) if row.login}
        published = office.plans.current(conn)
        plan = published.plan if published else None
        return _Sets(granting.whole(conn, now).grants, granting.under(conn, rules, now), plan, logins)

    async def compared(rules: Rules) -> _Compared:
        sets, now = await office.read(lambda conn: two_sets(conn, rules)), office.kit.clock.now()
        told = await run_in_threadpool(changes, sets.before, sets.after, granting.clock, now)
        proof = await run_in_threadpool(prove, sets.after, sets.plan, now)
        new: tuple[Hole, ...] = ()
        if proof.holes:
            before = await run_in_threadpool(prove, sets.before, sets.plan, now)
            new = worse(before, proof, {one.door for one in told if one.gains})
        return _Compared(told, proof, new, sets.plan, sets.logins)

    def state(conn: Connection) -> dict[str, Any]:
        stands, waits = granting.book.current(conn), store.waiting(conn)
        plan = office.plans.current(conn)
        return {
            "revision": stands.revision,
            "rules": stands.rules.model_dump(mode="json"),
            "waiting": {"id": waits.id, "by": waits.made_by, "rules": _body(waits.body)} if waits else None,
            "places": [{"id": one.id, "name": one.name_zh, "kind": one.kind} for one in plan.plan.places]
            if plan
            else [],
            "ways": _ways(plan.plan) if plan else [],
        }

    @router.get("/access/rules")
    @may(READERS)
    async def page(request: Request) -> Response:
        return office.kit.pages.for_staff(request, "rules.html")

    @router.get("/api/access/rules")
    @may(READERS)
    async def rules() -> dict[str, Any]:
        found = watching.found
        proof = drawn(found, watching.plan) if found is not None and found.holes else None
        return await office.read(state) | {"proof": proof}

    @router.post("/api/access/rules/compare")
    @may(READERS)
    async def compare(proposal: Proposal) -> dict[str, Any]:
        found = await office.read(lambda conn: _faults(office, conn, proposal.rules))
        told = await compared(proposal.rules)
        proof = drawn(told.proof, told.plan, told.new)
        return {"faults": found, "changes": [_told(one) for one in told.changes], "proof": proof}

    @router.post("/api/access/rules")
    @may(ISSUERS)
    async def propose(request: Request, proposal: Proposal) -> dict[str, int]:
        by = request.state.member.login

        def work(tx: Tx) -> int:
            if found := _faults(office, tx.conn, proposal.rules):
                raise Problem(422, "faults", "".join(found[:20]), "The rules have faults; none was changed.")
            return service.propose(tx, proposal.rules, proposal.base, by)

        return {"id": await office.act(work)}

    @router.post("/api/access/rules/{id}/approve")
    @may(APPROVERS)
    async def approve(request: Request, id: Key) -> dict[str, bool]:
        by = request.state.member.login
        row = await office.read(lambda conn: service.waiting(conn, id))
        told = await compared(Rules.model_validate_json(row.body))
        if told.new:
            raise _unproved(told.new)
        gaining = {told.logins.get(person) for one in told.changes if one.gains for person in one.people}
        if gaining & {by, row.made_by}:
            raise Problem(
                403,
                "yourself",
                "这次改动会让拟改人或复核人自己多开门：请换另外两个人办。",
                "This change gives a door to one of the two who make it; two others have to.",
            )
        await office.act(lambda tx: granting.book.approve(tx, id, by))
        return {"approved": True}

    @router.post("/api/access/rules/{id}/drop")
    @may(APPROVERS)
    async def drop(request: Request, id: Key) -> dict[str, bool]:
        await office.act(lambda tx: service.drop(tx, id, request.state.member.login))
        return {"dropped": True}

    return router


def _unproved(holes: tuple[Hole, ...]) -> Problem:
    first, more = holes[0], len(holes) - 1
    return Problem(
        422,
        "unproved",
        f"这次改动通不过门禁验证，没有生效。{first.zh}{f'另有 {more} 处，见本页。' if more else ''}",
        f"This change does not hold and was not published. {first.en}",
    )


def _ways(plan: Plan) -> list[dict[str, str]]:
    """Named by what stands at their ends, where anything does."""
    at: dict[str, str] = {}
    for place in plan.places:
        at.setdefault(place.node, place.name_zh)
    return [{"id": way.id, "name": f"{at.get(way.a, way.a)} – {at.get(way.b, way.b)}"} for way in plan.ways]


def _faults(office: Office, conn: Connection, rules: Rules) -> list[str]:
    published = office.plans.current(conn)
    return faults(rules, published.plan if published else None)


def _body(text: str) -> dict[str, Any]:
    return Rules.model_validate_json(text).model_dump(mode="json")


def _told(one: Change) -> dict[str, Any]:
    return {"gains": one.gains, "door": one.door, "people": one.people, "hours": one.hours}
