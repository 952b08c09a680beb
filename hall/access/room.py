"""Puts the room together, once a process."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from hall.access import store as counts
from hall.access.entered import Came, Entered
from hall.access.importing.routes import TAKE, TRY
from hall.access.letters.routes import SCAN
from hall.access.letters.scans import LARGEST
from hall.access.needs import needs_of
from hall.access.office import Office
from hall.access.people import presenting
from hall.access.people.routes import Readers
from hall.access.proving.watching import Watching
from hall.access.routes import router
from hall.access.rules import RulesBook
from hall.access.seal import KEY_FILE, Seal
from hall.accounts import PageCard, Room
from hall.contract.access import Grants
from hall.contract.parts import CardsWantedPart
from hall.contract.report import CardShown
from hall.kit import keep_secret
from hall.kit.db import Tx
from hall.kit.sheets import LARGEST as TABLE
from hall.settings import Settings

PlaceOf = Callable[[Connection, str], str]
"""Where a station stands on the plan, by its id; empty: nobody said."""


def rules_of(settings: Settings) -> RulesBook:
    return RulesBook(Seal(keep_secret(settings, KEY_FILE)))


def open_room(office: Office, place_of: PlaceOf, came: Came, readers: Readers) -> Room:
    """``readers``: doors at which a card can be presented."""
    granting = office.granting
    entered, watching = Entered(granting, came), Watching(office)

    def rights(conn: Connection, station: str, now: datetime) -> Grants:
        return entered.of_station(conn, station, place_of(conn, station), now)

    def wanted(conn: Connection, station: str, now: datetime) -> CardsWantedPart:
        return presenting.of_doors(conn, frozenset(rights(conn, station, now).door_by_id), now)

    def shown(tx: Tx, station: str, at: datetime, told: CardShown) -> None:
        presenting.shown(tx, granting.keys, granting.seal, station, told)
        counts.count(tx.conn)

    return Room(
        name="access",
        router=router(office, watching, readers),
        pages=(PageCard("/access", "门禁", "人员、委托书、卡；谁能开哪扇门，为什么", "Access"),),
        parts={"grants": rights, "cards_wanted": wanted},
        reports={CardShown: shown},
        needs={"papers": needs_of(granting), "proof": watching.needs},
        runs=(watching.run,),
        larger={SCAN: LARGEST, TRY: TABLE, TAKE: TABLE},
    )
