"""What is on the list for whom, who takes it, and what a station is told about its call for help."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from hall.accounts import Kind, Member, Need, Source
from hall.attention import store
from hall.attention.store import Taken
from hall.contract.parts import HelpPart
from hall.kit.db import Tx
from hall.kit.errors import Problem

OVER_AFTER = timedelta(minutes=10)
"""What nobody can see end (a call for help) is over this long after somebody took it."""

PRESENT = timedelta(seconds=25)
"""A page that is open says so every ten seconds; two may be lost."""

KEPT = timedelta(days=14)

KINDS: tuple[Kind, ...] = (
    "help",
    "door",
    "hall",
    "line",
    "screen",
    "away",
    "paper",
    "slip",
    "device",
    "visit",
    "receipt",
    "case",
    "contradiction",
    "sign_in",
    "matters",
)
ORDER: dict[Kind, int] = {kind: n for n, kind in enumerate(KINDS)}
OF_CLERKS: frozenset[Kind] = frozenset({"help"})
"""What a window clerk sees of the list; guards, managers and administrators see all of it."""

Stands = Callable[[Connection, str], tuple[str, str, str]]
"""Of a station: its name, where it stands in words, and its place in the plan."""


class Attention:
    def __init__(self, sources: Mapping[str, Source], stands: Stands) -> None:
        """``sources``: the one called ``help`` is what stations are answered from."""
        self._sources, self._stands = sources, stands

    def state(self, conn: Connection, now: datetime, role: str) -> dict[str, Any]:
        """As the page gets it: what nobody has taken first."""
        rows = [self._told(conn, need, taken) for need, taken in self._needs(conn, now, role)]
        rows.sort(key=lambda row: (row["taken_by"] != "", ORDER[row["kind"]], row["since"] or ""))
        return {"needs": rows, "open": sum(not row["taken_by"] for row in rows)}

    def take(self, tx: Tx, member: Member, key: str, things: list[str]) -> None:
        """``things``: the causes that the page showed; what has come since needs somebody still."""
        need, taken = self._find(tx, member, key)
        new = [one.id for one in need.things if one.id in things and one.id not in taken]
        if not new:
            by = next((taken[one.id].name for one in need.things if one.id in taken), "")
            raise Problem(409, "taken", f"{by} 已经去处理了。", f"{by} has taken it already.")
        for id in new:
            store.take(tx.conn, id, member.login, member.shown, tx.now)
        store.forget(tx.conn, tx.now - KEPT)
        tx.note(member.login, "attention_taken", f"need:{key}", things=len(new))

    def give_back(self, tx: Tx, member: Member, key: str) -> None:
        """It was pressed by mistake, or could not be done: it needs somebody again."""
        need, _ = self._find(tx, member, key)
        if store.give_back(tx.conn, [one.id for one in need.things]):
            tx.note(member.login, "attention_given_back", f"need:{key}")

    def help_of(self, conn: Connection, station: str, now: datetime) -> HelpPart:
        taken = store.all_taken(conn)
        calls = [one for need in self._sources["help"](conn, now) if need.station == station for one in need.things]
        upto = max((one.since for one in calls if one.since and one.id in taken), default=None)
        return HelpPart(watched=self.watched(conn, now), taken=upto)

    def watched(self, conn: Connection, now: datetime) -> bool:
        """Whether somebody has a page open on which a call for help is seen."""
        last = store.last_seen(conn)
        return last is not None and now - last < PRESENT

    def member_gone(self, tx: Tx, member: int) -> None:
        """He has no page before his eyes any more."""
        store.gone(tx.conn, member)

    def _needs(self, conn: Connection, now: datetime, role: str) -> list[tuple[Need, dict[str, Taken]]]:
        taken = store.all_taken(conn)
        found = [need for source in self._sources.values() for need in source(conn, now)]
        if role == "clerk":
            found = [need for need in found if need.kind in OF_CLERKS]
        return [(left, taken) for need in found if (left := _still(need, taken, now)) is not None]

    def _find(self, tx: Tx, member: Member, key: str) -> tuple[Need, dict[str, Taken]]:
        for need, taken in self._needs(tx.conn, tx.now, member.role):
            if need.key == key:
                return need, taken
        raise Problem(409, "over", "这件事已经过去了。", "This is over already.")

    def _told(self, conn: Connection, need: Need, taken: dict[str, Taken]) -> dict[str, Any]:
        name, where, place = self._stands(conn, need.station) if need.station else ("", need.where, need.place)
        by = [taken[one.id] for one in need.things if one.id in taken]
        new = [one for one in need.things if one.id not in taken]
        since = min((one.since for one in new or need.things if one.since), default=None)
        last = max(by, key=lambda one: one.at) if by and not new else None
        return {
            "key": need.key,
            "kind": need.kind,
            "what": f"{name} {need.what}".strip(),
            "where": where,
            "place": place,
            "todo": need.todo,
            "since": since.isoformat(timespec="seconds") if since else None,
            "count": len(new or need.things) if need.passing else 1,
            "things": [one.id for one in need.things],
            "taken_by": last.name if last else "",
            "taken_at": last.at.isoformat(timespec="seconds") if last else None,
        }


def _still(need: Need, taken: dict[str, Taken], now: datetime) -> Need | None:
    """Without what is over; None where nothing is left."""
    if not need.passing:
        return need
    left = tuple(one for one in need.things if one.id not in taken or now - taken[one.id].at < OVER_AFTER)
    return replace(need, things=left) if left else None
