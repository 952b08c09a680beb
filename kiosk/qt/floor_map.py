"""A floor as a picture for the glass. Calm: zones in outline, the way as one thick line with an arrow head, the goal's
plate full, the rest quiet. What has no room is left out rather than made smaller or laid over something else."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from itertools import pairwise
from math import hypot

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF

from kiosk.kit.floor import FloorMap
from kiosk.qt.phrases import Phrases

PAPER, GROUND, ZONE, ZONE_LINE = "#FFFFFF", "#FBFAF6", "#E9F0EC", "#BFD0C8"
BACK, BACK_LINE = "#EFECE4", "#DAD5C8"
SMALLEST = 26  # the smallest type anywhere, in pixels of the glass
MARGIN = 5.0  # metres around the way that are always in the picture
CLOSEST = 60.0  # pixels a metre at most: two steps need no poster


def drawing_of(floor: FloorMap, phrases: Phrases, *, care: bool, named: bool = False) -> str:
    """All that is to be drawn of ``floor``, in the language spoken now, as JSON. ``named``: the upper left corner is
    kept clear, for the floor's name will lie over it."""
    drawn = asdict(floor)
    for part in (drawn, *drawn["areas"], *drawn["landmarks"]):
        part["text"] = phrases.pick(part.pop("zh"), part.pop("en"))
    drawn["here"] = phrases.say("way.here") if floor.here else ""
    drawn["leaving"] = phrases.say(f"way.leaving.{floor.leaving}") if floor.leaving else ""
    drawn["care"], drawn["named"] = care, named
    return json.dumps(drawn, ensure_ascii=False, separators=(",", ":"))


def paint(drawing: str, size: QSize) -> QImage:
    """``drawing`` of :func:`drawing_of` as a picture of ``size`` pixels. From any thread."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor(PAPER))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    _Sheet(painter, json.loads(drawing), size).draw()
    painter.end()
    return image


class _Sheet:
    """One drawing. ``taken`` are the places where ink already is: later words keep off them."""

    def __init__(self, painter: QPainter, drawn: dict, size: QSize) -> None:
        self.painter, self.drawn, self.size = painter, drawn, size
        care = drawn["care"]
        self.type = round(SMALLEST * (1.35 if care else 1.08))
        self.ink, self.quiet = QColor("#1B2A26"), QColor("#36463F" if care else "#55645E")
        self.pine, self.river = QColor("#0B4C3E" if care else "#0E5A4A"), QColor("#1B4A70" if care else "#2F6F9F")
        self.font = QFont("Noto Sans CJK SC")
        self.font.setPixelSize(self.type)
        self.view, self.scale = _view(drawn, size)
        self.small: list[tuple[QRectF, str]] = []  # windows one may be called to whose number does not fit
        self.taken = [QRectF(0, 0, self.type * 5.5, self.type * 2.6)] if drawn["named"] else []

    def at(self, point: Iterable[float]) -> QPointF:
        x, y = point
        return QPointF((x - self.view.x()) * self.scale, (y - self.view.y()) * self.scale)

    def draw(self) -> None:
        self._ground()
        path = [self.at(p) for p in self.drawn["path"]]
        goal = self.at(self.drawn["goal"]) if self.drawn["goal"] else None
        side = self._plate_side()
        end = _towards(path, goal, max(side, self.type * 2.0) / 2 + 9) if path and goal else path
        self._plates(side)
        self._line(end)
        self._ends(end, bool(goal))
        self._small_plates()
        self._names()
        self._landmarks()

    def _ground(self) -> None:
        self._polygon(self.drawn["outline"], GROUND, ZONE_LINE)
        for area in sorted(self.drawn["areas"], key=lambda a: -_spread(a["outline"])):
            fill, line = (ZONE, ZONE_LINE) if area["public"] else (BACK, BACK_LINE)
            self._polygon(area["outline"], fill, line)

    def _polygon(self, outline: list[list[float]], fill: str, line: str) -> None:
        self.painter.setPen(QPen(QColor(line), 2))
        self.painter.setBrush(QColor(fill))
        self.painter.drawPolygon(QPolygonF([self.at(p) for p in outline]))

    # -- windows -----------------------------------------------------------------------------------------------------

    def _plate_side(self) -> float:
        """Pixels: as large as the windows' distance allows, up to twice the type."""
        spots = [self.at(p["at"]) for p in self.drawn["plates"]]
        apart = [_far(a, b) for n, a in enumerate(spots) for b in spots[n + 1 :]]
        return min(self.type * 2.0, max(min(apart, default=1e9) * 0.86, self.type * 0.5))

    def _plates(self, side: float) -> None:
        for plate in sorted(self.drawn["plates"], key=lambda p: ("goal", "served", "").index(p["mark"])):
            goal, served = plate["mark"] == "goal", plate["mark"] == "served"
            width = self._goal_width(plate, side) if goal else side
            box = _around(self.at(plate["at"]), width, width)
            wide = QFontMetricsF(self.font).horizontalAdvance(plate["text"])
            fits = goal or (wide <= width - 6 and width >= self.type)
            if not fits and served:
                self.small.append((box, plate["text"]))
            if not fits or (not goal and any(box.intersects(other) for other in self.taken)):
                continue
            self.painter.setPen(QPen(self.pine if goal or served else QColor(ZONE_LINE), 3 if served else 2))
            self.painter.setBrush(self.pine if goal else QColor(PAPER))
            self.painter.drawRoundedRect(box, 8, 8)
            self._write(box, plate["text"], QColor(PAPER) if goal else self.pine if served else self.quiet, goal)
            self.taken.append(box)

    def _small_plates(self) -> None:
        """One whose number does not fit into it has it beside, or is not drawn: an empty box tells nobody anything."""
        for box, number in self.small:
            if any(box.intersects(other) for other in self.taken):
                continue
            if self._beside(box.center(), number, self.pine, away=box.width() / 2 + 2):
                self.painter.setPen(Qt.PenStyle.NoPen)
                self.painter.setBrush(self.pine)
                self.painter.drawRoundedRect(box, 4, 4)
                self.taken.append(box)

    def _goal_width(self, goal: dict, side: float) -> float:
        """As large as leaves room for the other windows one may be called to."""
        middle = self.at(goal["at"])
        apart = [max(abs(spot.x() - middle.x()), abs(spot.y() - middle.y()))
                 for spot in (self.at(p["at"]) for p in self.drawn["plates"] if p["mark"] == "served")]  # fmt: skip
        return max(side, min(self.type * 2.0, max(self.type * 1.3, 2 * min(apart, default=1e9) - side - 6)))

    # -- the way -----------------------------------------------------------------------------------------------------

    def _line(self, path: list[QPointF]) -> None:
        if len(path) < 2 or _long(path) < 1:
            return
        line = QPainterPath(path[0])
        for point in path[1:]:
            line.lineTo(point)
        before, tip = path[-2], path[-1]
        length = _far(before, tip) or 1.0
        ux, uy = (tip.x() - before.x()) / length, (tip.y() - before.y()) / length
        wing = max(13.0, min(self.type * 0.85, length * 0.9))
        head = QPainterPath(QPointF(tip.x() - wing * (ux - uy * 0.85), tip.y() - wing * (uy + ux * 0.85)))
        head.lineTo(tip)
        head.lineTo(QPointF(tip.x() - wing * (ux + uy * 0.85), tip.y() - wing * (uy - ux * 0.85)))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(GROUND), 20), (self.pine, 11)):
            pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
            self.painter.setPen(pen)
            self.painter.drawPath(line)
            if length > 20:  # a head on a shorter leg is a blot; the goal's plate is mark enough
                self.painter.drawPath(head)
        for a, b in pairwise(path):
            self.taken.append(QRectF(a, b).normalized().adjusted(-12, -12, 12, 12))

    def _ends(self, path: list[QPointF], arrives: bool) -> None:
        if not path:
            return
        if self.drawn["here"]:
            self.painter.setPen(QPen(QColor(PAPER), 5))
            self.painter.setBrush(self.river)
            self.painter.drawEllipse(path[0], 17, 17)
            self.taken.append(_around(path[0], 40, 40))
            any(self._beside(path[0], self.drawn["here"], self.river, away) for away in (28, 64, 104))
        if not arrives and self.drawn["leaving"]:
            self._beside(path[-1], self.drawn["leaving"], self.pine)

    # -- words -------------------------------------------------------------------------------------------------------

    def _names(self) -> None:
        for area in sorted(self.drawn["areas"], key=lambda a: -_spread(a["outline"])):
            room = QPolygonF([self.at(p) for p in area["outline"]]).boundingRect() & self._sheet()
            width = QFontMetricsF(self.font).horizontalAdvance(area["text"])
            if not area["text"] or room.isEmpty():
                continue
            if width > room.width() - 24 or room.height() < self.type + 16:
                self._outside(room, area["text"], width)
                continue
            y = (room.center().y(), room.top() + self.type, room.bottom() - self.type)
            x = (room.center().x(), room.left() + width / 2 + 16, room.right() - width / 2 - 16)
            spots = (_around(QPointF(px, py), width + 8, self.type * 1.2) for py in y for px in x)
            self._first_free(spots, area["text"], self.quiet)

    def _outside(self, room: QRectF, text: str, width: float) -> None:
        """The name of a narrow place stands along its side, where that is clear: not in another place."""
        rooms = [QPolygonF([self.at(p) for p in area["outline"]]).boundingRect() for area in self.drawn["areas"]]
        x = (room.left() - width / 2 - 16, room.right() + width / 2 + 16)
        y = (room.center().y(), room.top() + self.type, room.bottom() - self.type)
        spots = [_around(QPointF(px, py), width + 8, self.type * 1.2) for px in x for py in y]
        hall = QPolygonF([self.at(p) for p in self.drawn["outline"]]).boundingRect()
        spots.sort(key=lambda spot: not hall.contains(spot))
        spots += [_around(QPointF(room.center().x(), py), width + 8, self.type * 1.2)
                  for py in (room.top() - self.type, room.bottom() + self.type)]  # fmt: skip
        self._first_free((spot for spot in spots if not any(spot.intersects(r) for r in rooms)), text, self.quiet)

    def _landmarks(self) -> None:
        for mark in self.drawn["landmarks"]:
            at = self.at(mark["at"])
            dot = _around(at, 14, 14)
            if not self._sheet().contains(dot) or any(dot.intersects(other) for other in self.taken):
                continue
            if self._beside(at, mark["text"], self.quiet, away=10):
                self.painter.setPen(Qt.PenStyle.NoPen)
                self.painter.setBrush(QColor(ZONE_LINE))
                self.painter.drawEllipse(dot)
                self.taken.append(dot)

    def _beside(self, point: QPointF, text: str, colour: QColor, away: float = 28) -> bool:
        """To the right, left, below or above of ``point``, wherever nothing is; False where there is no room."""
        width = QFontMetricsF(self.font).horizontalAdvance(text) + 8
        side, rise = width / 2 + away, self.type * 0.7 + away
        straight = ((side, 0), (-side, 0), (0, rise), (0, -rise))
        moves = (*straight, (side, rise), (-side, rise), (side, -rise), (-side, -rise))
        spots = (_around(QPointF(point.x() + dx, point.y() + dy), width, self.type * 1.2) for dx, dy in moves)
        return self._first_free(spots, text, colour)

    def _first_free(self, spots: Iterable[QRectF], text: str, colour: QColor) -> bool:
        for box in spots:
            if self._sheet().contains(box) and not any(box.intersects(other) for other in self.taken):
                self._write(box, text, colour, False)
                self.taken.append(box)
                return True
        return False

    def _write(self, box: QRectF, text: str, colour: QColor, strong: bool) -> None:
        """In the middle of ``box``; a line that runs behind the words stops a little before them."""
        self.font.setBold(strong)
        metrics = QFontMetricsF(self.font)
        self.font.setBold(False)
        letters = QPainterPath()
        high = metrics.capHeight() if text.isascii() else metrics.tightBoundingRect(text).height()
        start = QPointF(box.center().x() - metrics.horizontalAdvance(text) / 2, box.center().y() + high / 2)
        font = QFont(self.font)
        font.setBold(strong)
        if not strong:
            halo = QPen(QColor(GROUND), 7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
            letters.addText(start, font, text)
            self.painter.strokePath(letters, halo)
        self.painter.setFont(font)
        self.painter.setPen(colour)
        self.painter.drawText(start, text)

    def _sheet(self) -> QRectF:
        return QRectF(0, 0, self.size.width(), self.size.height()).adjusted(6, 6, -6, -6)


def _view(drawn: dict, size: QSize) -> tuple[QRectF, float]:
    """The part of the floor that is shown (metres), and pixels a metre: the way with room around it, the floor's edge
    where it is near, nothing stretched."""
    points = [*drawn["path"], *([drawn["goal"]] if drawn["goal"] else [])] or drawn["outline"]
    points = points + [p["at"] for p in drawn["plates"] if p["mark"]]
    box = _box(points).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
    floor = _box(drawn["outline"]).adjusted(-1, -1, 1, 1)
    scale = min(size.width() / box.width(), size.height() / box.height(), CLOSEST)
    scale = max(scale, min(size.width() / floor.width(), size.height() / floor.height()))
    width, height = size.width() / scale, size.height() / scale
    x = _within(box.center().x() - width / 2, width, floor.left(), floor.right())
    y = _within(box.center().y() - height / 2, height, floor.top(), floor.bottom())
    return QRectF(x, y, width, height), scale


def _within(start: float, length: float, low: float, high: float) -> float:
    """``start`` moved so that the stretch lies within; centred where it is longer."""
    if length >= high - low:
        return (low + high - length) / 2
    return min(max(start, low), high - length)


def _box(points: list[list[float]]) -> QRectF:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _spread(outline: list[list[float]]) -> float:
    box = _box(outline)
    return box.width() * box.height()


def _around(middle: QPointF, width: float, height: float) -> QRectF:
    return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)


def _far(a: QPointF, b: QPointF) -> float:
    return hypot(a.x() - b.x(), a.y() - b.y())


def _long(path: list[QPointF]) -> float:
    return sum(_far(a, b) for a, b in pairwise(path))


def _towards(path: list[QPointF], goal: QPointF, short: float) -> list[QPointF]:
    """The way led on from its last node to the goal's plate, or back from it, so as to end ``short`` of its middle."""
    line = [*path, goal]
    while len(line) > 2 and _far(line[-2], goal) <= short:
        line.pop(-2)
    before, far = line[-2], _far(line[-2], goal)
    if far <= short:
        return line[:1]
    if len(line) == len(path) + 1:
        return [*path, _between(before, goal, 1 - short / far)]
    end = path[len(line) - 2 + 1]  # the leg that enters the circle around the plate: its last point outside
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if _far(_between(before, end, middle), goal) > short else (low, middle)
    return [*line[:-1], _between(before, end, low)]


def _between(a: QPointF, b: QPointF, part: float) -> QPointF:
    return QPointF(a.x() + (b.x() - a.x()) * part, a.y() + (b.y() - a.y()) * part)
