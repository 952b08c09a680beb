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


def has(item: QQuickItem, name: str) -> bool:
    """Ask this before ``property``: for a property that is not there it hands out a None it does not own, and after
    some thousand such calls the interpreter falls (seen with PySide6 6.12 on Python 3.11)."""
    return item.metaObject().indexOfProperty(name) >= 0


def texts(root: QQuickItem) -> list[str]:
    """Every text that can be seen."""
    found = (item.property("text") for item in items(root) if has(item, "text"))
    return [text for text in found if isinstance(text, str) and text]


def touchables(root: QQuickItem) -> list[Touchable]:
    found = []
    for item in items(root):
        if not has(item, "what"):
            continue
        what = item.property("what")
        if isinstance(what, str) and what and item.isEnabled():
            box: QRectF = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
            place = (box.x(), box.y(), box.width(), box.height())
            found.append(Touchable(what, item.property("arg"), item.property("label"), *place))
    return found
