"""Puts the room together, once a process."""

from sqlalchemy import Connection

from hall.accounts import PageCard, Room
from hall.contract.report import TicketHeard, TicketTaken
from hall.kit import Kit
from hall.queue import store
from hall.queue.needs import slips_in_doubt
from hall.queue.routes import WaysOut, router
from hall.queue.service import Queue
from hall.queue.settling import settling


def services(conn: Connection) -> list[dict[str, str]]:
    """What windows may serve, for whoever draws them."""
    return [{"id": row.id, "letter": row.letter, "name_zh": row.name_zh} for row in store.services(conn)]


def open_room(kit: Kit, queue: Queue, ways_out: WaysOut) -> Room:
    return Room(
        name="queue",
        router=router(kit, queue, ways_out),
        runs=(lambda: settling(kit, queue),),
        pages=(
            PageCard("/window", "窗口", "叫号、重呼、过号、办结", "Window"),
            PageCard("/board", "叫号屏", "挂在大厅的全屏页面，无需登录", "Board", apart=True),
        ),
        needs={"slips": slips_in_doubt(queue)},
        reports={
            TicketTaken: lambda tx, station, _at, told: queue.block_ticket(tx, station, told.ticket),
            TicketHeard: lambda tx, station, _at, told: queue.block_ticket(tx, station, told.ticket, "hall"),
        },
    )
