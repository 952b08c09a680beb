"""What the bench's camera sees: a counter, a code on a sheet or a phone, and what light, lens and hand do to it."""

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

import cv2
import numpy as np

from devices.scanner.camera.kinds import Frame, Gray
from devices.scanner.camera.simulator import HEIGHT, WIDTH, drawn

Holder = Literal["paper", "phone"]
CONDITIONS = ("blurred", "dark", "glare", "turned", "two")
_SECOND = ("SJ20260012", "code128")
"""The other code, where there are two."""
_TILT = ((18, 6), (-10, 16), (-22, -10), (8, -14))  # pixels a corner is off: nobody holds a sheet quite straight
_TURN = 27.0  # degrees
_INK = 60


@dataclass(frozen=True)
class Held:
    text: str
    kind: str
    on: Holder


def frame(held: Held | None, conditions: frozenset[str]) -> Frame:
    """Raises ``ValueError`` for a text that does not fit its symbology or the frame."""
    seen = counter().copy()
    if held is not None:
        two = "two" in conditions
        _lay(seen, _card(held), (0.29 if two else 0.5, 0.5), 0.5 if two else 0.6, "turned" in conditions)
        if two:
            _lay(seen, _card(Held(*_SECOND, "paper")), (0.74, 0.52), 0.36, "turned" in conditions)
    return _taken(seen, conditions)


@cache
def counter() -> Frame:
    """A counter of light wood under a lamp, without anything on it."""
    noise = np.random.default_rng(3).normal(0, 1, (HEIGHT, 24)).astype(np.float32)
    grain = cv2.GaussianBlur(cv2.resize(noise, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), (0, 0), 2)
    ys, xs = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    lamp = 1.05 - 0.45 * (((xs - WIDTH / 2) / WIDTH) ** 2 + ((ys - HEIGHT / 3) / HEIGHT) ** 2)
    wood = np.array((112, 134, 150), np.float32) + 6 * grain[..., None]
    return _bytes(wood * lamp[..., None])


def _card(held: Held) -> Frame:
    symbol = drawn(held.text, held.kind)
    return cv2.cvtColor(_sheet(symbol) if held.on == "paper" else _phone(symbol), cv2.COLOR_GRAY2BGR)


def _sheet(symbol: Gray) -> Gray:
    """With some lines of print above and below."""
    high, wide = symbol.shape
    unit = max(high, wide) // 14 + 4
    sheet = np.full((high + 12 * unit, max(wide, high) + 6 * unit), 246, np.uint8)
    left = (sheet.shape[1] - wide) // 2
    sheet[5 * unit : 5 * unit + high, left : left + wide] = np.minimum(symbol, 246)
    for top, share in ((2 * unit, 0.5), (3 * unit + unit // 2, 0.8), (high + 7 * unit, 0.75), (high + 9 * unit, 0.6)):
        cv2.rectangle(sheet, (3 * unit, top), (3 * unit + int(share * (sheet.shape[1] - 6 * unit)), top + unit // 2),
                      190, -1)  # fmt: skip
    return sheet


def _phone(symbol: Gray) -> Gray:
    """Dark, round at its corners, the screen white."""
    high, wide = symbol.shape
    unit = max(high, wide) // 12 + 4
    width = max(high, wide) + 4 * unit
    height = max(int(1.6 * width), high + 14 * unit)
    phone = np.full((height, width), 28, np.uint8)
    cv2.rectangle(phone, (unit, 2 * unit), (width - unit, height - 2 * unit), 252, -1)
    cv2.rectangle(phone, (2 * unit, 3 * unit), (width // 2, 4 * unit), _INK, -1)
    top, left = (height - high) // 2, (width - wide) // 2
    phone[top : top + high, left : left + wide] = np.minimum(symbol, 252)
    return phone


def _lay(seen: Frame, card: Frame, centre: tuple[float, float], share: float, turned: bool) -> None:
    """Into ``seen``, with its middle at ``centre`` (shares of width and height), ``share`` of the frame high or wide,
    and a soft shadow beneath."""
    high, wide = card.shape[:2]
    times = min(share * 1.5 * HEIGHT / high, share * WIDTH / wide, 0.94 * HEIGHT / high)
    corners = np.array(((-wide, -high), (wide, -high), (wide, high), (-wide, high)), np.float32) * times / 2
    angle = np.deg2rad(_TURN if turned else 0.0)
    turn = np.array(((np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))), np.float32)
    placed = corners @ turn.T * (0.8 if turned else 1) + np.array((centre[0] * WIDTH, centre[1] * HEIGHT), np.float32)
    placed += np.array(_TILT, np.float32) * min(1.0, times * wide / 400)
    before = np.array(((0, 0), (wide, 0), (wide, high), (0, high)), np.float32)
    matrix = cv2.getPerspectiveTransform(before, placed.astype(np.float32))
    shown = cv2.warpPerspective(card, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_AREA)
    cover = cv2.warpPerspective(np.full((high, wide), 255, np.uint8), matrix, (WIDTH, HEIGHT)).astype(np.float32) / 255
    shadow = 1 - 0.4 * cv2.GaussianBlur(np.roll(cover, (14, 8), (0, 1)), (0, 0), 16)
    seen[:] = _bytes(seen * shadow[..., None] * (1 - cover[..., None]) + shown * cover[..., None])


def _taken(seen: Frame, conditions: frozenset[str]) -> Frame:
    """By a lens and a sensor, in this light."""
    dice = np.random.default_rng(7)
    light = cv2.GaussianBlur(seen, (0, 0), 7.0 if "blurred" in conditions else 0.7).astype(np.float32)
    if "glare" in conditions:
        ys, xs = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
        along, across = (xs - 0.52 * WIDTH) + (ys - 0.44 * HEIGHT), (ys - 0.44 * HEIGHT) - (xs - 0.52 * WIDTH)
        core = np.exp(-((along / 260) ** 2) - (across / 52) ** 2)
        veil = np.exp(-((along / 640) ** 2) - (across / 260) ** 2)
        light += (core * 255 + veil * 70)[..., None]
    if "dark" in conditions:
        light *= 0.13
    return _bytes(light + dice.normal(0, 2.0, light.shape).astype(np.float32))


def _bytes(values: np.ndarray) -> Frame:
    return cast(Frame, np.clip(values, 0, 255).astype(np.uint8))
