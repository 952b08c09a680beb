"""``python -m kiosk.screens.pictures [OUTDIR] [NAME…]``: every screen with made-up content, as PNG at real size."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer

from kiosk.kit.views import Manners
from kiosk.qt.floor_picture import settled
from kiosk.qt.glass import Glass
from kiosk.screens import SCREENS
from kiosk.screens.samples import NOW, faces

SETS = {
    "portrait-zh": (True, Manners()),
    "portrait-zh-care": (True, Manners(care=True)),
    "portrait-en": (True, Manners(language="en")),
    "portrait-en-care": (True, Manners(language="en", care=True)),
    "landscape-zh": (False, Manners()),
    "landscape-en-care": (False, Manners(language="en", care=True)),
    "low-zh": (True, Manners(low=True)),
    "low-en-care": (True, Manners(language="en", care=True, low=True)),
}


def settle(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def draw(out: Path, sets: set[str], names: set[str]) -> int:
    """Draws the pictures; returns how many warnings Qt had."""
    complaints = 0
    for group, (portrait, manners) in SETS.items():
        if sets and group not in sets:
            continue
        (out / group).mkdir(parents=True, exist_ok=True)
        glass = Glass(lambda touched: None, SCREENS, portrait=portrait, still=True, now=lambda: NOW)
        for name, face in faces(manners).items():
            if names and name not in names:
                continue
            glass.show(face)
            settle(120)
            settled()
            settle(20)
            glass.window.grabWindow().save(str(out / group / f"{name}.png"))
        for warning in glass.warnings:
            print(warning, file=sys.stderr)
        complaints += len(glass.warnings)
        glass.close()
    return complaints


def main() -> int:
    arguments = sys.argv[1:]
    out = Path(arguments[0] if arguments else "out/screens")
    wanted = set(arguments[1:])
    return 1 if draw(out, wanted & set(SETS), wanted - set(SETS)) else 0


if __name__ == "__main__":
    raise SystemExit(main())
