"""Run inside the copy: the toy on the real glass, offscreen; prints what stands there at each step."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from contextlib import closing

import kiosk.station  # noqa: F401  the treaty's models first: Qt's import hook looks into modules half loaded
from devices.printer.verdict import Printed
from kiosk.kit.played import NOW
from kiosk.qt.glass import Glass
from kiosk.screens import SCREENS
from kiosk.screens.samples import WORD
from kiosk.visit.rehearsal import Rehearsal
from tests.kiosk.screens.looking import Looked

with closing(Rehearsal(WORD)) as at:
    looked = Looked(Glass(lambda touched: at.tell(touched), SCREENS, still=True, now=lambda: NOW), [])

    def stands() -> None:
        looked.show(at.attendant.face())
        flaws = looked.flaws(low=False)
        print(type(at.attendant.face().view).__name__, "|".join(t for t in looked.written() if t), flaws, sep="\t")

    at.touch("wake")
    stands()
    key = next(key for key in looked.keys if key.what == "checkin")
    looked.press(key)
    looked.release(key)
    stands()
    at.scan("OD4:" + "B" * 20)
    stands()
    at.printer(Printed("process-id"))
    stands()
    told = [report.body for report in at.ledger.outbox.reader()(100) if report.body.kind == "paper"]
    print("paper", told[-1].errand, told[-1].state, *looked.glass.warnings, sep="\t")
    looked.glass.close()
    looked.settle()
