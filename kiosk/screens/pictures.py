"""``python -m kiosk.screens.pictures [OUTDIR] [NAME…]``: every screen with made-up content, as PNG at real size."""

import argparse
import os
import sys
from collections.abc import Sequence
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


def asked(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """``out``, ``sets`` and ``names`` (empty: all). Whoever asks for what there is not is told, and nothing is made."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.screens.pictures", description="Draw every screen as PNG.")
    parser.add_argument("out", nargs="?", type=Path, default=Path("out/screens"), help="a folder (out/screens)")
    parser.add_argument("only", nargs="*", metavar="NAME", help=f"a screen, or of {', '.join(SETS)}")
    chosen = parser.parse_args(arguments)
    chosen.sets, chosen.names = set(chosen.only) & set(SETS), set(chosen.only) - set(SETS)
    if unknown := chosen.names - set(faces(Manners())):
        parser.error(f"no screen or set is called {', '.join(sorted(unknown))}")
    return chosen


def main() -> int:
    chosen = asked()
    return 1 if draw(chosen.out, chosen.sets, chosen.names) else 0


if __name__ == "__main__":
    raise SystemExit(main())
