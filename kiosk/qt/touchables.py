"""What can be touched at this moment and where: for the demo's fingers and the tests."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem


@dataclass(frozen=True)
class Touchable:
    """A key on the glass. ``what`` and ``arg`` are what `Touched` will say; the rectangle is in window pixels."""

    what: str
    arg: str
    label: str
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


def items(root: QQuickItem) -> Iterator[QQuickItem]:
    """``root`` and all visible items under it, in painting order."""
    if not root.isVisible() or root.opacity() == 0:
        return
    yield root
    for child in root.childItems():
        yield from items(child)


def touchables(root: QQuickItem) -> list[Touchable]:
    found = []
    for item in items(root):
        what = item.property("what")
        if isinstance(what, str) and what and item.isEnabled():
            box: QRectF = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
            found.append(Touchable(what, item.property("arg"), item.property("label"), *box.getRect()))
    return found
