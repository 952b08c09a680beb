"""The code of a pass: signed by the hall's ring of keys, in it a random number and nothing of anybody. What it opens is
told to the doors by the meeting, not by the code."""

from datetime import datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Connection

from hall.appointments.service import BEFORE, last
from hall.appointments.store import MeetingRow, VisitorPassRow
from hall.contract.passes import Claims, signed
from hall.keys import Ring
from hall.kit import Clock
from hall.kit.db import Tx
from hall.kit.errors import Problem

KIND = "passes"


class PassCodes:
    """``iss``: which hall, as codes say it."""

    def __init__(self, folder: Path, iss: str, clock: Clock) -> None:
        self._ring, self._iss, self._clock = Ring(folder), iss, clock

    def ready(self, tx: Tx) -> None:
        """There is a key to sign with; the first is made with the first pass."""
        if self._ring.signing(tx.conn, KIND, tx.now) is None:
            self._ring.rotate(tx, KIND, "hall")

    def text(self, conn: Connection, row: MeetingRow, one: VisitorPassRow, now: datetime) -> str:
        """Raises :class:`Problem` where the key is missing. It ends with the day of its meeting: what runs over is
        longer in the hall, and the doors are told; only a meeting into the night has a longer code."""
        key = self._ring.secret(conn, KIND, now)
        if key is None:
            raise Problem(503, "no_key", "大厅现在不能签发通行码，请联系管理员。", "The hall cannot sign passes now.")
        midnight = datetime.combine(self._clock.local(row.ends).date() + timedelta(days=1), time(), self._clock.zone)
        claims = Claims(
            iss=self._iss,
            kind="pass",
            cti=bytes.fromhex(one.cti),
            iat=one.made_at,
            exp=max(midnight, last(row)),
            nbf=row.starts - BEFORE,
            people=one.people,
        )
        return signed(claims, *key)
