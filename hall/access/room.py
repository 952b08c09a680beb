"""Puts the room together, once a process."""

from collections.abc import Callable

from sqlalchemy import Connection

from hall.access.entered import Came, Entered
from hall.access.importing.routes import TAKE, TRY
from hall.access.letters.routes import SCAN
from hall.access.letters.scans import LARGEST
from hall.access.needs import needs_of
from hall.access.office import Office
from hall.access.proving.watching import Watching
from hall.access.routes import router
from hall.access.rules import RulesBook
from hall.access.seal import KEY_FILE, Seal
from hall.accounts import PageCard, Room
from hall.kit import keep_secret
from hall.kit.sheets import LARGEST as TABLE
from hall.settings import Settings

PlaceOf = Callable[[Connection, str], str]
"""Where a station stands on the plan, by its id; empty: nobody said."""


def rules_of(settings: Settings) -> RulesBook:
    return RulesBook(Seal(keep_secret(settings, KEY_FILE)))


def open_room(office: Office, place_of: PlaceOf, came: Came) -> Room:
    entered, watching = Entered(office.granting, came), Watching(office)
    return Room(
        name="access",
        router=router(office, watching),
        pages=(PageCard("/access", "门禁", "人员、委托书、卡；谁能开哪扇门，为什么", "Access"),),
        parts={"grants": lambda conn, station, now: entered.of_station(conn, station, place_of(conn, station), now)},
        needs={"papers": needs_of(office.granting), "proof": watching.needs},
        runs=(watching.run,),
        larger={SCAN: LARGEST, TRY: TABLE, TAKE: TABLE},
    )
