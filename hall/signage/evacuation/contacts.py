"""Which fire contacts may raise an evacuation, at which address screens hear them, and which are mute. Pure rules over
the store; whoever decides is a person, and it is in the audit.

A station is believed about its own contact only where a manager has said that it has one. Its toggling cannot empty the
hall for ever: what two roles have ended so often in an hour is still shown and sounds on the attention list, and a
person holds the key.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from hall.accounts import Need, Thing
from hall.contract.report import FireContact
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.signage.evacuation import store

RAISES, WITHIN = 3, timedelta(hours=1)
"""Evacuations of one contact that two roles have ended in this time: after so many it empties the hall no more."""

ROLES_TO_MUTE = 2


def why_not(conn: Connection, station: str, now: datetime) -> str:
    """Why this contact raises nothing now; empty: it does."""
    right = store.right_of(conn, station)
    if right is None or not right.may:
        return "unapproved"
    if muted(conn, station):
        return "muted"
    ended = store.ended_of(conn, f"station:{station}", now - WITHIN)
    return "too_often" if ended >= RAISES else ""


def muted(conn: Connection, station: str) -> bool:
    return len(store.mutes(conn, station)) >= ROLES_TO_MUTE


def approve(tx: Tx, station: str, may: bool, by: str) -> None:
    """A manager says whether this station has a fire contact, and that screens may hear it where it says."""
    line = next((one for one in store.lines(tx.conn) if one.station == station), None)
    address = line.address if line is not None and may else ""
    store.put_right(tx.conn, station, may=may, address=address, by=by, at=tx.now)
    tx.note(by, "fire_contact_approved" if may else "fire_contact_refused", f"station:{station}", address=address)


def mute(tx: Tx, station: str, member: Any) -> bool:
    """``member`` says that this contact is not to raise anything; True when two roles have. What it raised goes on
    until it is ended."""
    if store.right_of(tx.conn, station) is None:
        raise Problem(404, "unknown_contact", "没有这个消防触点。", "There is no such fire contact.")
    said = store.mutes(tx.conn, station)
    if not any(member.role == one.role or member.login == one.member for one in said):
        store.add_mute(tx.conn, station, role=member.role, member=member.login, at=tx.now)
        tx.note(member.login, "fire_contact_mute_said", f"station:{station}", role=member.role)
    if muted(tx.conn, station):
        store.clear_contact(tx.conn, station)
        tx.note(member.login, "fire_contact_muted", f"station:{station}")
        return True
    return False


def unmute(tx: Tx, station: str, by: str) -> None:
    """One person alone: towards safety."""
    if store.drop_mutes(tx.conn, station):
        tx.note(by, "fire_contact_unmuted", f"station:{station}")


def heard_at(conn: Connection, stations: Collection[str]) -> list[store.LineRow]:
    """The lines that screens are told: of stations that are ours, may raise, are not mute, and say the address that a
    manager has seen."""
    rights = {one.station: one for one in store.rights(conn) if one.may}
    return [
        row
        for row in store.lines(conn)
        if row.station in stations
        and row.station in rights
        and rights[row.station].address == row.address
        and not muted(conn, row.station)
    ]


def told(conn: Connection, stations: Collection[str]) -> list[dict[str, Any]]:
    """Each contact that was heard of, for the page."""
    lines, states = {one.station: one for one in store.lines(conn)}, {one.station: one for one in store.contacts(conn)}
    rights = {one.station: one for one in store.rights(conn)}
    return [
        {
            "station": station,
            "active": station in states and states[station].active,
            "since": states[station].since.isoformat() if station in states else None,
            "may": (right := rights.get(station)) is not None and right.may,
            "address": lines[station].address if station in lines else "",
            "moved": right is not None and right.may and station in lines and lines[station].address != right.address,
            "mutes": [one.member for one in store.mutes(conn, station)],
            "muted": muted(conn, station),
        }
        for station in sorted((set(lines) | set(states)) & set(stations) | set(states))
    ]


WORDS = {
    "unapproved": (
        "的消防触点还没有批准",
        "在“疏散与演练”页核对地址并批准；批准前它不能发起疏散。",
    ),
    "moved": ("的警报线换了地址", "在“疏散与演练”页核对新地址并确认；确认前屏不听这个地址。"),
    "muted": ("的消防触点已静音", "查清原因后在“疏散与演练”页恢复；静音时它不能发起疏散。"),
    "too_often": ("的消防触点反复报警，已不再自动疏散", "派人去看；真有火情请按疏散键。查清前可由两个岗位静音。"),
    "closed": ("的消防触点仍在报警", "两个岗位已确认解除，但触点没有复位：查看消防主机。"),
    "unapproved_closed": ("的消防触点在报警，但未批准", "马上派人去看；真有火情请按疏散键。"),
}


def needs(conn: Connection, now: datetime, stations: Collection[str], raised: bool) -> list[Need]:
    """``raised``: an evacuation runs, and says more than this list."""
    found: list[Need] = []
    for one in told(conn, stations):
        why = why_not(conn, one["station"], now)
        if one["active"] and not raised:
            why = {"": "closed", "unapproved": "unapproved_closed"}.get(why, why)
        elif why == "too_often":
            why = ""
        why = why or ("moved" if one["moved"] else "")
        if why:
            words, advice = WORDS[why]
            thing = Thing(f"fire:{one['station']}:{why}:{one['since'] if one['active'] else one['address']}", None)
            found.append(Need("line", f"fire:{one['station']}", words, advice, (thing,), station=one["station"]))
    return found


def raises(tx: Tx, station: str, told: FireContact) -> bool:
    """Whether this closing begins an evacuation; where it does not, it is in the audit and on the attention list."""
    why = why_not(tx.conn, station, tx.now)
    if why:
        tx.note(f"station:{station}", "fire_contact_not_heeded", f"station:{station}", why=why)
        store.clear_contact(tx.conn, station)  # screens that heard it themselves are told that it is over
    return not why
