"""Places where a station stands now: said to whoever is about to take one off the plan."""

from sqlalchemy import Connection

from hall.stations import store


def in_use(conn: Connection) -> dict[str, str]:
    """By the place's id, a sentence."""
    return {
        row.place: f"{row.name_zh} 就在这里用着：图上没有了它的位置，它就不能指路，求助也说不出在哪里。"
        for row in store.stations(conn)
        if row.place
    }
