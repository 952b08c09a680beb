"""The codes of the passes that a sample hall has given, as their bearers have them."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine

from hall.access.people.cards import CardKeys
from hall.appointments import store
from hall.appointments.codes import PassCodes
from hall.kit import Clock
from hall.kit.keys import keep_key


def pass_codes(data_dir: Path) -> list[str]:
    """Of every meeting of these days, in the order they were given."""
    now = datetime.now(UTC)
    codes = PassCodes(data_dir, CardKeys(keep_key(data_dir, "subject.key")).iss, Clock("Asia/Shanghai"))
    engine = create_engine(f"sqlite:///file:{data_dir}/hall.sqlite?mode=ro&uri=true")
    with closing(engine.connect()) as conn:
        rows = store.since(conn, datetime(2020, 1, 1, tzinfo=UTC))
        passes = store.passes(conn, [row.id for row in rows])
        found = [codes.text(conn, row, one, now) for row in rows for one in passes.get(row.id, [])]
    engine.dispose()
    return found
