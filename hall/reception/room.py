"""Puts the room together, once a process."""

from datetime import datetime

from hall.accounts import PageCard, Room
from hall.contract.progress import ReceiptDoubted
from hall.kit import Kit
from hall.kit.db import Tx
from hall.matters import Matters
from hall.reception import store
from hall.reception.needs import doubted, late
from hall.reception.routes import router
from hall.reception.service import Reception
from hall.reception.told import Told


def open_room(kit: Kit, matters: Matters) -> Room:
    reception = Reception(kit.settings.data_dir, kit.subject_key, kit.clock, matters)
    told = Told(reception.iss, kit.clock)
    return Room(
        name="reception",
        router=router(kit, reception, matters),
        pages=(
            PageCard("/reception", "收件", "逐项收材料，出收件凭证", "Reception"),
            PageCard("/cases", "收件内转", "哪些件在谁手里，哪天到期，下一步谁办", "Cases"),
        ),
        reports={ReceiptDoubted: _doubted},
        parts={"receipts": told.receipts, "receipts_known": told.known},
        needs={"receipts": doubted, "cases": late(reception, kit.clock)},
    )


def _doubted(tx: Tx, station: str, at: datetime, body: ReceiptDoubted) -> None:
    values = {"verdict": body.verdict, "why": body.why, "number": body.number, "mark": body.mark}
    if store.add_doubt(tx.conn, station=station, at=at, **values):
        tx.note(f"station:{station}", "receipt_doubted", f"case:{body.number or '?'}", verdict=body.verdict,
                why=body.why)  # fmt: skip
