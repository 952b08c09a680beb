"""A floor drawn: by the pixel where it matters, and with everything a person may have drawn wrongly."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from kiosk.kit.floor import Area, FloorMap, Plate
from kiosk.kit.views import Manners
from kiosk.qt.floor_map import drawing_of, paint
from kiosk.qt.floor_picture import settled
from kiosk.qt.phrases import Phrases
from kiosk.qt.touchables import has
from kiosk.screens.samples import faces

PINE, RIVER = QColor("#0E5A4A").rgb(), QColor("#2F6F9F").rgb()
SQUARE = ((0.0, 0.0), (20.0, 0.0), (20.0, 10.0), (0.0, 10.0))
FLOOR = FloorMap(
    "一层",
    "Floor 1",
    outline=SQUARE,
    areas=(Area(((1.0, 1.0), (6.0, 1.0), (6.0, 3.0)), "区", "Zone"),),
    plates=(Plate((18.0, 2.0), "3", "goal"),),
    landmarks=(),
    path=((2.0, 8.0), (18.0, 8.0), (18.0, 3.0)),
    goal=(18.0, 2.0),
)


def drawn(floor: FloorMap, *, care: bool = False) -> QImage:
    return paint(drawing_of(floor, Phrases(), care=care), QSize(800, 400))


def spots(picture: QImage, colour: int) -> list[tuple[int, int]]:
    size = picture.size()
    return [(x, y) for x in range(size.width()) for y in range(size.height()) if picture.pixel(x, y) == colour]


def test_the_way_is_one_thick_line_from_here_to_the_goals_plate(qapp):
    picture = drawn(FLOOR)
    pine, river = set(spots(picture, PINE)), spots(picture, RIVER)
    rows = [sum(y == row for _, y in pine) for row in range(400)]
    along = rows.index(max(rows))
    xs = sorted(x for x, y in pine if y == along)
    assert max(b - a for a, b in pairwise(xs)) == 1, "unbroken along the floor"
    assert xs[-1] - xs[0] > 500, "from one end of it to the other"
    assert sum(row > 500 for row in rows) in range(9, 12), "eleven pixels thick, softened at the edge"
    assert min(x for x, _ in river) < xs[0], "where it begins one is"


@pytest.mark.parametrize("floor", [
    replace(FLOOR, path=()),
    replace(FLOOR, path=((2.0, 8.0),)),
    replace(FLOOR, path=((18.0, 2.0), (18.0, 2.0))),
    replace(FLOOR, path=((2.0, 8.0), (17.9, 2.1), (18.0, 2.0), (18.0, 1.9))),
    replace(FLOOR, goal=None, leaving="lift", plates=()),
    replace(FLOOR, plates=tuple(Plate((18.0, 2.0), str(n)) for n in range(40))),
    replace(FLOOR, plates=(Plate((500.0, -500.0), "88888888", "goal"),), goal=(500.0, -500.0)),
    replace(FLOOR, areas=(Area(((1.0, 1.0),) * 3, "综" * 400, "\u202eabc"), Area(((0.0, 0.0),) * 2))),
    replace(FLOOR, outline=((0.0, 0.0),) * 4, areas=(), plates=(), path=((0.0, 0.0),), goal=None),
], ids=["no way", "one step", "length zero", "ends within the plate", "leaves the floor", "forty at once", "far off",
        "no shape", "no floor"])  # fmt: skip
def test_whatever_was_drawn_wrongly_gives_a_picture(qapp, floor):
    picture = drawn(floor, care=True)
    assert (picture.width(), picture.height()) == (800, 400)


def test_the_picture_comes_when_it_is_drawn_and_changes_with_the_way(look, qtbot):
    looked = look()
    looked.show(faces(Manners())["way"])

    def sources() -> list[str]:
        looked.settle()
        return [i.property("source").toString() for i in looked.all_with("source") if has(i, "drawing")]

    settled()
    qtbot.waitUntil(lambda: any(s.startswith("image://floor/") for s in sources()), timeout=5000)
    before = sources()
    looked.show(faces(Manners())["way-nearest"])
    settled()
    qtbot.waitUntil(lambda: sources() != before, timeout=5000)


TAKEN_DOWN = """
from concurrent.futures import ThreadPoolExecutor
from PySide6.QtGui import QGuiApplication, QImage
from shiboken6 import delete
import kiosk.qt.floor_picture as floors

app = QGuiApplication([])
floors._painter = ThreadPoolExecutor(4)  # it happens the sooner
floors.paint = lambda drawing, size: QImage(10, 10, QImage.Format.Format_ARGB32_Premultiplied)
for n in range(800):
    pictures = [floors.FloorPicture() for _ in range(50)]
    for picture in pictures:
        picture._set_across(200)
        picture._set_down(200)
        picture._set_drawing(str(n))
    if n % 100 == 0:
        while not all(picture.source for picture in pictures):
            app.processEvents()
    for picture in pictures:
        delete(picture)
"""


def test_a_picture_that_is_taken_down_while_it_is_drawn_takes_nothing_with_it():
    """In a process of its own: what this guards against ends the process."""
    done = subprocess.run(
        [sys.executable, "-c", TAKEN_DOWN],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
