"""What a measured station needs: a folder as an enrolled one has it, and halls that are away."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hall.contract.queue import Block
from hall.contract.snapshot import Enrolled
from kiosk import identity
from kiosk.identity import Identity
from kiosk.ledger.store import Ledger
from tests.support.snapshots import SERVICES, said, snapshot

ZONE = ZoneInfo("Asia/Shanghai")


def stocked(data: Path) -> Identity:
    """Make ``data`` an enrolled station's folder that opens on the attract screen: with a snapshot, and with a block of
    numbers so that tickets come out while the hall is away."""
    now = datetime.now(UTC)
    blocks = tuple(Block(service=s.id, day=now.astimezone(ZONE).date(), first=701, last=999) for s in SERVICES)
    who = identity.keep(data, Enrolled(station="ZZ-02", secret="s" * 32, subject_key="6b" * 32))
    ledger = Ledger(data / "ledger.db")
    ledger.parts.keep(said(snapshot(blocks=blocks, at=now)), now)
    ledger.close()
    return who


def nobody() -> str:
    """The address of a hall that is away: the connection is refused at once."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return f"http://127.0.0.1:{door.getsockname()[1]}"


@contextmanager
def black_hole() -> Iterator[str]:
    """The address of a hall behind a broken network: a connection is neither accepted nor refused. (Nobody takes calls
    at this door and its queue is full, so the kernel drops every further one.)"""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=0)) as door, closing(socket.socket()) as first:
        first.connect(door.getsockname())
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
