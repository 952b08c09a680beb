"""Windows at which somebody works now: said to whoever is about to take one off the plan, or to move it."""

from sqlalchemy import Connection

from hall.contract.queue import ticket_number
from hall.queue import store
from hall.queue.service import Queue


def in_use(queue: Queue, conn: Connection) -> dict[str, str]:
    """By the window's id, a sentence; windows where nobody sits and no number stands are not in it."""
    published = queue.published(conn)
    if published is None:
        return {}
    seated, numbered = store.seats(conn), store.windows_with_numbers(conn, queue.clock.day())
    held = [id for id in published.windows if id in seated or id in numbered]
    counts = store.count_waiting(conn, queue.clock.day()) if held else {}
    said = {}
    for id in held:
        window, seat = published.windows[id], seated.get(id)
        here = seat.name[:1] if seat is not None and queue.seats.present(conn, seat.member) else ""
        row = store.current_at(conn, queue.clock.day(), id) if id in numbered else None
        parts = [f"有人在办公（{here}*）"] if here else []
        if row is not None:
            number = ticket_number(row.letter, row.n)
            parts.append(f"正在叫 {number}" if row.state == "called" else f"正在办 {number}")
        if parts:
            waiting = sum(counts.get(service, 0) for service in window.services)
            parts.append(f"等它叫号的有 {waiting} 人" if waiting else "没有人在等")
            said[id] = f"{window.number} 号窗口{'，'.join(parts)}。"
    return said
