"""The word to kiosks: by which keys receipts are proved, which are void, and which numbers there were last night."""

import base64
from datetime import datetime

from sqlalchemy import Connection

from hall.contract.passes import PassKey
from hall.contract.receipts import KnownPart, ReceiptsPart, known_part
from hall.keys import all_keys
from hall.kit import Clock
from hall.reception import store
from hall.reception.service import KEYS


class Told:
    """The same object as long as it says the same, so that it is written once (``hall.stations.parts``)."""

    def __init__(self, iss: str, clock: Clock) -> None:
        self._iss, self._clock = iss, clock
        self._receipts = ReceiptsPart(iss=iss)
        self._known = KnownPart()
        self._of: tuple[datetime | None, int] = (None, 0)

    def receipts(self, conn: Connection, _station: str, now: datetime) -> ReceiptsPart:
        rows = [row for row in all_keys(conn, KEYS) if row.not_before <= now]
        told = ReceiptsPart(
            iss=self._iss,
            keys=tuple(
                PassKey(kid=row.kid, key=base64.urlsafe_b64decode(row.public + "=").hex(), ends=row.not_after)
                for row in rows
            ),
            revoked=tuple(row.kid for row in rows if row.revoked_at is not None),
            void=tuple(store.void_numbers(conn)),
        )
        if told != self._receipts:
            self._receipts = told
        return self._receipts

    def known(self, conn: Connection, _station: str, _now: datetime) -> KnownPart:
        """Read again once a day, and where a restore has changed what there was."""
        upto = self._clock.start_of(self._clock.day())
        count = store.count_before(conn, upto)
        if self._of != (upto, count):
            self._known, self._of = known_part(upto, store.numbers_before(conn, upto)), (upto, count)
        return self._known
