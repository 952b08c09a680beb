"""Numbers whose slip may be in nobody's hand: they wait, and nobody may come when they are called."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from hall.accounts import Need, Thing
from hall.contract.queue import ticket_number
from hall.queue import store
from hall.queue.service import Queue

SHOWN = 6
"""Numbers named in one line."""


def slips_in_doubt(queue: Queue) -> Callable[[Connection, datetime], list[Need]]:
    def read(conn: Connection, _now: datetime) -> list[Need]:
        found: dict[str, list[tuple[str, Thing]]] = {}
        for row in store.doubtful(conn, queue.clock.day()):
            number = ticket_number(row.letter, row.n)
            found.setdefault(row.station, []).append((number, Thing(f"slip:{row.id}:{row.slip}", row.issued_at)))
        return [_need(station, told) for station, told in found.items()]

    return read


def _need(station: str, told: list[tuple[str, Thing]]) -> Need:
    numbers = "、".join(number for number, _ in told[:SHOWN])
    more = f" 等 {len(told)} 个号" if len(told) > SHOWN else ""
    return Need(
        "slip",
        f"slip:{station}",
        f"{numbers}{more} 可能没拿到号票",
        "到机器旁找一找人，告诉他号码仍然有效；用原来的证件可以补打。",
        tuple(thing for _, thing in told),
        station=station,
    )
