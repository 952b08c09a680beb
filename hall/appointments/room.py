"""Puts the room together, once a process."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from hall.access import CardKeys, Granting, Office, RulesBook, known_as, may, rules_of
from hall.accounts import PageCard, Room
from hall.appointments.codes import PassCodes
from hall.appointments.needs import needs_of
from hall.appointments.routes import router
from hall.appointments.service import Desk, DoorsTo, visits
from hall.appointments.ways import on_the_way
from hall.kit import Clock, Kit, marks
from hall.plan import Plans
from hall.settings import Settings


def rights(settings: Settings, clock: Clock, subject_key: bytes, plans: Plans) -> tuple[Granting, Desk, PassCodes]:
    """What decides who may come in, where meetings are made, and what signs their passes."""
    book = rules_of(settings)
    doors = _doors_to(plans, book)
    keys = CardKeys(subject_key)
    codes = PassCodes(settings.data_dir, keys.iss, clock)
    granting = Granting(clock, keys, book, visits(doors), lambda conn: _around(conn, plans))
    return granting, Desk(doors, _receives(granting), _rooms(plans), codes.ready), codes


def open_room(kit: Kit, office: Office, desk: Desk, codes: PassCodes) -> Room:
    return Room(
        name="appointments",
        router=router(kit, office, desk, codes),
        needs={"meetings": needs_of(office.granting, desk)},
        pages=(PageCard("/appointments", "会议与来访", "约会议、发通行证、延长、结束", "Meetings"),),
    )


def _around(conn: Connection, plans: Plans) -> tuple[int, str]:
    """Ways to rooms are the plan's; and after the database went back nothing is known of before."""
    published, epoch = plans.current(conn), marks.standing(conn)
    return published.revision if published else 0, epoch.epoch if epoch else ""


def _doors_to(plans: Plans, book: RulesBook) -> DoorsTo:
    def found(conn: Connection, room: str, step_free: bool) -> tuple[str, ...] | None:
        published = plans.current(conn)
        if published is None:
            return None
        way = on_the_way(published.plan, book.current(conn).rules.doors, room, step_free=step_free)
        return way.doors if way.reached else None

    return found


def _receives(granting: Granting) -> Callable[[Connection, int, datetime, tuple[str, ...]], str]:
    """Nobody gives what he has not: a host opens by himself each door that his guest is to open."""

    def receives(conn: Connection, host: int, at: datetime, doors: tuple[str, ...]) -> str:
        if why := granting.host(conn, host, at):
            return why
        grants = granting.whole(conn, granting.clock.now()).grants
        closed = [id for id in doors if not may(grants, known_as(host), id, at)]
        if not closed:
            return ""
        names = "、".join(grants.door_by_id[id].name_zh for id in closed)
        return f"接待人自己那时开不了{names}，不能为来访者开：请换接待人或时间。"

    return receives


def _rooms(plans: Plans) -> Callable[[Connection], dict[str, str]]:
    def rooms(conn: Connection) -> dict[str, str]:
        published = plans.current(conn)
        places = published.plan.places if published else ()
        there = [place for place in places if place.kind == "room" and place.node]
        return {place.id: place.name_zh for place in sorted(there, key=lambda place: not place.public)}

    return rooms
