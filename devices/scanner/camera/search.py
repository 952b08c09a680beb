"""Where to look in a frame, with what, and when to stop (docs/decisions/0030-codes.md)."""

import time
from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np

from devices.scanner.camera import preparations
from devices.scanner.camera.kinds import Gray, Reading
from devices.scanner.camera.preparations import ENLARGED, ESCALATION, FIRST, HALVED, HALVED_AND_LESS, LAMP, Preparation
from devices.scanner.camera.regions import Edges, Region
from devices.scanner.camera.trust import trusted

BUDGET = 0.1  # seconds of processor; a visitor who holds a code still for half a second gets four tries
_LOOKED_AT = 6  # patches of a frame
_THIN = 0.5  # once a code is found, what has so small a share of its edges is print
_WORKED_ON = 3  # patches that are worth more than one look
_LARGE = 300_000  # pixels; beyond, half size is tried first
_SMALL = 200_000  # pixels; a frame below is read sooner than searched


class Search:
    """One frame's. ``budget``: seconds of processor after which no preparation is begun, None for all of them."""

    def __init__(self, gray: Gray, kinds: frozenset[str], budget: float | None) -> None:
        self._gray = preparations.denoised(gray)
        self._kinds = kinds
        self._end = time.thread_time() + budget if budget is not None else float("inf")
        self._whole = Region((0, 0, gray.shape[1], gray.shape[0]), 0)
        self._patches: list[Region] = []
        self._saw_all = False

    @cached_property
    def _edges(self) -> Edges:
        return Edges(self._gray)

    def codes(self) -> list[Reading]:
        return self._at_first_sight() or self._in_all() or self._under_a_lamp() or self._prepared()

    def _at_first_sight(self) -> list[Reading]:
        for patches in self._looks():
            if found := self._as_they_are(patches):
                return found if len(found) == 1 else self._and_the_others(found)
        return []

    def _looks(self) -> Iterator[list[Region]]:
        """Patches, twice; or the whole frame, where it is small or patches are most of it."""
        if self._whole.area <= _SMALL:
            self._saw_all = True
            yield [self._whole]
        for _ in range(2):
            more = self._edges.regions(_LOOKED_AT)
            self._patches += more
            if not self._saw_all:
                self._saw_all = 2 * sum(patch.area for patch in more) > self._whole.area
                yield [self._whole] if self._saw_all else more

    def _as_they_are(self, patches: list[Region]) -> list[Reading]:
        """A code's patch ends the search among patches much thinner than it."""
        found: list[Reading] = []
        thinnest = 0.0
        for patch in patches:
            if patch.density >= thinnest and (here := self._at_half_or_full_size(patch)):
                found += here
                thinnest = max(thinnest, _THIN * patch.density)
        return _distinct(found)

    def _at_half_or_full_size(self, patch: Region) -> list[Reading]:
        """A large patch is read in a quarter of the time at half size; what is left of it is looked at in full."""
        if patch.area > _LARGE and (found := self._in_patch(HALVED, patch)):
            for left in self._edges.beside(found, _THIN, _LOOKED_AT):
                found += self._in_patch(FIRST, left, found)
            return found
        return self._in_patch(FIRST, patch)

    def _and_the_others(self, found: list[Reading]) -> list[Reading]:
        """Where two codes are there may be a third, smaller or fainter, in a patch passed over."""
        found = list(found)
        for patch in self._patches or self._edges.regions(_LOOKED_AT):
            if not any(patch.holds(reading) for reading in found):
                found += self._in_patch(ENLARGED, patch, found)
        return _distinct(found)

    def _in_all(self) -> list[Reading]:
        """The frame at half size and less, for what no patch held: the largest codes and the faintest."""
        return _distinct(self._in_patch(HALVED_AND_LESS, self._whole))

    def _under_a_lamp(self) -> list[Reading]:
        """The frame as it is, its light mended: what visitors hold is a QR code, and what hides it is mostly glare."""
        for preparation in LAMP.values():
            if time.thread_time() > self._end:
                return []
            if found := self._in_patch(preparation, self._whole):
                return _distinct(found)
        return []

    def _prepared(self) -> list[Reading]:
        """Everything on the likeliest patch first: there most is found."""
        for patch in self._patches[:_WORKED_ON]:
            kinds = preparations.likely(self._cut(patch), self._kinds)
            for preparation in ESCALATION.values():
                if time.thread_time() > self._end:
                    return []
                if found := self._in_patch(preparation, patch, kinds=kinds):
                    return _distinct(found)
        return []

    def _in_patch(
        self,
        preparation: Preparation,
        patch: Region,
        known: Iterable[Reading] = (),
        kinds: frozenset[str] | None = None,
    ) -> list[Reading]:
        """Beside what is ``known``."""
        offset = np.array(patch.box[:2])
        readings = preparation.read(self._cut(patch), self._kinds if kinds is None else kinds)
        placed = [Reading(r.kind, r.text, r.corners + offset, r.engine, r.margin) for r in readings]
        return [r for r in placed if not _is_among(r, known) and trusted(r, self._gray, preparation)]

    def _cut(self, patch: Region) -> Gray:
        left, top, right, bottom = patch.box
        return np.ascontiguousarray(self._gray[top:bottom, left:right])


def _distinct(readings: list[Reading]) -> list[Reading]:
    """The same text at the same place once."""
    kept: list[Reading] = []
    for reading in readings:
        if not _is_among(reading, kept):
            kept.append(reading)
    return kept


def _is_among(reading: Reading, others: Iterable[Reading]) -> bool:
    centre, reach = reading.corners.mean(axis=0), np.ptp(reading.corners, axis=0).max()
    return any(
        reading.kind == other.kind
        and reading.text == other.text
        and np.abs(centre - other.corners.mean(axis=0)).max() < reach / 2
        for other in others
    )
