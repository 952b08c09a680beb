"""Puts the room together, once a process."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from hall.accounts import Need, PageCard, Room, Thing
from hall.contract.report import AlarmLineTold, FireContact
from hall.contract.wayfinding import DIRECTIONS
from hall.kit import Kit
from hall.plan import Published
from hall.signage.evacuation import contacts, store
from hall.signage.evacuation.recorder import Recorder
from hall.signage.evacuation.routes import router
from hall.signage.evacuation.service import Evacuation, contact_told, line_told
from hall.signage.needs import LOOPBACK, lines_unheard
from hall.signage.published import PlansOrNone
from hall.signage.store import screens_paired


def contacts_unheard(conn: Connection, _now: datetime) -> list[Need]:
    """Alarms of a contact that were over before the hall heard of them."""
    if store.running(conn) is not None:
        return []
    todo = "问清楚是演练、误报还是真的；大厅当时没有联网，屏由这台机器直接指路。"
    return [
        Need(
            "line",
            f"contact:{row.station}",
            "的消防触点在断线时动作过",
            todo,
            (Thing(f"contact:{row.station}:{row.since.isoformat(timespec='seconds')}", row.since),),
            station=row.station,
            passing=True,
        )
        for row in store.contacts(conn)
        if not row.active and not row.cleared
    ]


def ways_out(
    kit: Kit, evacuation: Evacuation, published: Callable[[Connection], Published | None]
) -> Callable[[Connection | None, str], list[dict[str, str]]]:
    """The lines that a screen of the plan shows while the hall is being left, for boards that are no screens; without a
    connection: the database is away."""

    def read(conn: Connection | None, screen: str) -> list[dict[str, str]]:
        now, stands = kit.clock.now(), published(conn) if conn is not None else None
        if conn is None or stands is None:
            lines = evacuation.out_at_once(now, screen)
        else:
            lines = evacuation.out(conn, now, stands, screen)
        return [
            {"zh": line.zh, "en": line.en, "direction": line.direction, "words": DIRECTIONS[line.direction][0]}
            for line in lines
        ]

    return read


def open_room(
    kit: Kit,
    plans: PlansOrNone,
    evacuation: Evacuation,
    enrolled: Callable[[Connection], set[str]],
    names: Callable[[Connection], Mapping[str, str]],
) -> Room:
    """``enrolled``: ids of the stations that are still ours. ``names``: how each is called, also those that were."""

    def lines(conn: Connection) -> list[tuple[str, str]]:
        known = enrolled(conn)
        return [(row.station, row.address) for row in store.lines(conn) if row.station in known]

    def rights(conn: Connection, now: datetime) -> list[Need]:
        return contacts.needs(conn, now, enrolled(conn), store.running(conn) is not None)

    recorder = Recorder(kit.db, evacuation.pressed)
    kit.live.look_beside(lambda: evacuation.pressed.waiting())
    evacuation.on_press(kit.live.wake)
    unheard = lines_unheard(lines, lambda conn: bool(screens_paired(conn)), kit.settings.host in LOOPBACK)
    return Room(
        name="evacuation",
        router=router(kit, plans, evacuation, recorder, enrolled, names),
        pages=(PageCard("/evacuation", "疏散与演练", "一键全部屏指向出口、解除", "Evacuation"),),
        needs={"lines": unheard, "contacts": contacts_unheard, "rights": rights},
        runs=(recorder.resume,),
        reports={
            FireContact: contact_told,
            AlarmLineTold: lambda tx, station, _at, told: line_told(tx, station, told),
        },
    )
