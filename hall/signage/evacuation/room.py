"""Puts the room together, once a process."""

from collections.abc import Callable

from sqlalchemy import Connection

from hall.accounts import PageCard, Room
from hall.contract.report import AlarmLineTold, FireContact
from hall.kit import Kit
from hall.signage.evacuation import store
from hall.signage.evacuation.routes import router
from hall.signage.evacuation.service import Evacuation, contact_told, line_told
from hall.signage.needs import LOOPBACK, lines_unheard
from hall.signage.published import PlansOrNone
from hall.signage.store import screens_paired


def open_room(kit: Kit, plans: PlansOrNone, evacuation: Evacuation, enrolled: Callable[[Connection], set[str]]) -> Room:
    """``enrolled``: ids of the stations that are still ours."""

    def lines(conn: Connection) -> list[tuple[str, str]]:
        known = enrolled(conn)
        return [(row.station, row.address) for row in store.lines(conn) if row.station in known]

    unheard = lines_unheard(lines, lambda conn: bool(screens_paired(conn)), kit.settings.host in LOOPBACK)
    return Room(
        name="evacuation",
        router=router(kit, plans, evacuation),
        pages=(PageCard("/evacuation", "疏散与演练", "一键全部屏指向出口、解除", "Evacuation"),),
        needs={"lines": unheard},
        reports={
            FireContact: contact_told,
            AlarmLineTold: lambda tx, station, _at, told: line_told(tx, station, told),
        },
    )
