"""Puts the room together, once a process."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.accounts import Need, PageCard, Room, Thing
from hall.city import store
from hall.city.adapter import City, HttpCity
from hall.city.routes import router
from hall.city.sending import Outbox, Sending
from hall.kit import Kit

SILENT = timedelta(minutes=30)
"""So long a row may wait before somebody is told."""


def open_room(kit: Kit, outbox: Outbox, city: City | None = None) -> Room:
    """``city``: in place of the one that the settings name."""
    address = kit.settings.city_url
    sending = Sending(kit, outbox, city or (HttpCity(address) if address else None))
    return Room(
        name="city",
        router=router(kit, sending),
        pages=(PageCard("/city", "市系统", "推到市系统的每一条，退回的和没有回音的", "City"),),
        needs={"city": _needs(sending)},
        runs=(sending.run,),
    )


def _needs(sending: Sending) -> Callable[[Connection, datetime], list[Need]]:
    def read(conn: Connection, now: datetime) -> list[Need]:
        if sending.city is None:
            return []
        found = [
            Need("case", f"city:refused:{one.number}", f"{one.number} 被市系统退回：{one.said}",
                 "请在“市系统”页看原因，改好后按“再送”。", (Thing(f"city:{one.id}:{one.tries}", one.at),))
            for one in store.refused(conn, 20)
        ]  # fmt: skip
        late = store.oldest(conn, now, SILENT)
        if late is not None:
            thing = Thing(f"city:late:{late.id}", late.at)
            what = f"市系统没有回音，{late.number} 起还没有送到"
            found.append(Need("case", "city:late", what, "请联系市系统；这里会一直重送，不用重录。", (thing,)))
        return found

    return read
