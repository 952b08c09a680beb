"""Headings: degrees clockwise, 0 towards the top of the drawing; y runs down, so "up" is towards smaller y."""

from math import atan2, degrees

from hall.contract.frame import Direction

OCTANTS: tuple[Direction, ...] = (
    "ahead",
    "right_ahead",
    "right",
    "right_behind",
    "behind",
    "left_behind",
    "left",
    "left_ahead",
)
"""Clockwise from straight ahead, 45° each."""


def heading(from_x: float, from_y: float, to_x: float, to_y: float) -> float:
    """The heading of somebody who looks from one point to the other, 0 ≤ h < 360."""
    return degrees(atan2(to_x - from_x, from_y - to_y)) % 360


def turn(before: float, after: float) -> float:
    """Degrees one turns, −180 < t ≤ 180; to the right is positive."""
    angle = (after - before) % 360
    return angle - 360 if angle > 180 else angle


def octant(facing: float, towards: float) -> Direction:
    """One of eight directions as seen by somebody who faces ``facing``. Exactly between two, the one further right."""
    return OCTANTS[int(((towards - facing) % 360 + 22.5) // 45) % 8]


def bearing_of(facing: float, direction: Direction) -> float:
    """The heading an arrow means to somebody who faces ``facing``; only for the eight directions."""
    return (facing + 45 * OCTANTS.index(direction)) % 360
