"""Looking at a glass as a visitor would: what is written where, what lies over what, what a finger meets."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRectF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.kit.views import Face, Touched
from kiosk.qt.glass import Glass
from kiosk.qt.touchables import Touchable, has, items

LEAST_TEXT, LEAST_KEY, LEAST_GAP = 26, 112, 24  # design: smallest type, smallest key, least distance of two keys
REACH = 900  # what a wheelchair user reaches, from below


@dataclass
class Looked:
    glass: Glass
    touches: list[Touched]

    def settle(self) -> None:
        """Faces are handed over, layouts done, old screens gone: all of it is in the event queue."""
        for _ in range(4):
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def show(self, face: Face) -> None:
        self.glass.show(face)
        self.settle()
        self.glass.window.grabWindow()
        self.settle()

    def touch(self, key: Touchable) -> Touched:
        before = len(self.touches)
        self.press(key)
        self.release(key)
        assert len(self.touches) == before + 1, f"{key} said {self.touches[before:]}"
        return self.touches[-1]

    def press(self, key: Touchable) -> None:
        QTest.mousePress(self.glass.window, Qt.MouseButton.LeftButton, pos=QPoint(*(round(v) for v in key.middle)))

    def release(self, key: Touchable) -> None:
        QTest.mouseRelease(self.glass.window, Qt.MouseButton.LeftButton, pos=QPoint(*(round(v) for v in key.middle)))
        self.settle()

    def everything(self) -> list[QQuickItem]:
        """Every item of the tree, seen or not."""
        found, rest = [], [self.glass.window.contentItem()]
        while rest:
            item = rest.pop()
            found.append(item)
            rest += item.childItems()
        return found

    @property
    def keys(self) -> list[Touchable]:
        return self.glass.keys()

    def all_with(self, name: str) -> list[QQuickItem]:
        return [i for i in self.everything() if has(i, name)]

    def written(self) -> list[str]:
        """Every text of the tree, seen or not."""
        return [i.property("text") for i in self.all_with("text")]

    def flaws(self, low: bool) -> list[str]:
        root = self.glass.window.contentItem()
        seen = list(items(root))
        over = next((i for i in seen if has(i, "veiling") and i.property("shown")), None)
        if over is not None:
            seen = list(items(over))
        texts = [(i, _painted(i)) for i in seen if has(i, "across") and i.property("text")]
        window = QRectF(0, 0, self.glass.window.width(), self.glass.window.height())
        return [
            *(flaw for item, box in texts for flaw in _text_flaws(item, box, window)),
            *_overlaps(texts),
            *_buried(texts, seen),
            *_key_flaws(self.glass.keys(), window, low),
        ]


def _painted(item: QQuickItem) -> QRectF:
    """Where ink can be: without the leading above and below, which CJK faces have much of."""
    height, lines, size = item.property("contentHeight"), item.property("lineCount"), item.property("font").pixelSize()
    spare = (height / lines - size) / 2
    width = item.property("contentWidth")
    align = item.property("across")
    x = {Qt.AlignmentFlag.AlignLeft.value: 0.0, Qt.AlignmentFlag.AlignRight.value: item.width() - width}.get(
        align, (item.width() - width) / 2
    )
    y = (item.height() - height) / 2 if item.property("down") == Qt.AlignmentFlag.AlignVCenter.value else 0.0
    return item.mapRectToScene(QRectF(x, y + spare, width, height - 2 * spare))


def _text_flaws(item: QQuickItem, box: QRectF, window: QRectF) -> list[str]:
    text, found = item.property("text"), []
    if item.property("truncated"):
        found.append(f"cut: {text}")
    if item.property("font").pixelSize() < LEAST_TEXT:
        found.append(f"too small, {item.property('font').pixelSize()}: {text}")
    if item.width() and item.property("contentWidth") > item.width() + 1:
        found.append(f"wider than its place: {text}")
    if not window.contains(box):
        found.append(f"off the glass: {text}")
    parent = item.parentItem()
    while parent is not None:
        framed = has(parent, "radius") or has(parent, "what")
        frame = parent.mapRectToScene(QRectF(0, 0, parent.width(), parent.height()))
        if framed and not frame.adjusted(-1, -1, 1, 1).contains(box):
            found.append(f"outside its frame: {text}")
        parent = parent.parentItem()
    return found


def _overlaps(texts: list[tuple[QQuickItem, QRectF]]) -> list[str]:
    return [
        f"lies over another: {a.property('text')} | {b.property('text')}"
        for n, (a, box) in enumerate(texts)
        for b, other in texts[n + 1 :]
        if box.adjusted(1, 1, -1, -1).intersects(other)
    ]


def _buried(texts: list[tuple[QQuickItem, QRectF]], seen: list[QQuickItem]) -> list[str]:
    """Text that a key it does not belong to lies over."""
    found = []
    for key in seen:
        if not has(key, "what") or key.property("what") == "wake":
            continue
        box = key.mapRectToScene(QRectF(0, 0, key.width(), key.height()))
        found += [
            f"under the key {key.property('label')}: {text.property('text')}"
            for text, place in texts
            if not key.isAncestorOf(text) and box.intersects(place)
        ]
    return found


def _key_flaws(keys: list[Touchable], window: QRectF, low: bool) -> list[str]:
    found = []
    whole = [k for k in keys if k.what != "wake"]
    for key in whole:
        box = QRectF(key.x, key.y, key.width, key.height)
        if min(key.width, key.height) < LEAST_KEY - 0.5:
            found.append(f"small key: {key}")
        if not window.adjusted(-1, -1, 1, 1).contains(box):
            found.append(f"key off the glass: {key}")
        if low and key.y < window.height() - REACH:
            found.append(f"key out of reach: {key}")
        if not key.label:
            found.append(f"key without a name: {key}")
    for n, a in enumerate(whole):
        for b in whole[n + 1 :]:
            apart = max(b.x - a.x - a.width, a.x - b.x - b.width, b.y - a.y - a.height, a.y - b.y - b.height)
            if apart < LEAST_GAP - 0.5 and not _nested(a, b):
                found.append(f"keys {apart:.0f} apart: {a.label} | {b.label}")
    return found


def _nested(a: Touchable, b: Touchable) -> bool:
    inside = a.x <= b.x and a.y <= b.y and a.x + a.width >= b.x + b.width and a.y + a.height >= b.y + b.height
    return inside and a.what == "wake"
