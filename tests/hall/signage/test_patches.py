"""Patches: whatever two frames differ in, the patch makes one of the other; one window moved fits a packet."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.signage.frames import Called, frame_of
from hall.signage.link import AT_ONCE, Link, Offer, Rendered
from hall.signage.patches import SAME, patch, patched
from hall.signage.signing import Signer
from tests.hall.signage.frames import frames
from tests.support.plans import songjiang

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@given(frames(), frames())
def test_a_patch_makes_the_new_of_the_old(old, new):
    a, b = (json.loads(one.canonical()) for one in (old, new))
    change = patch(a, b)
    assert (a if change is SAME else patched(a, json.loads(json.dumps(change)))) == b


def test_a_patch_for_something_else_is_an_error():
    with pytest.raises((KeyError, IndexError, ValueError)):
        patched({"pages": []}, {"pages": {"0": {"1": 2}}})


def test_a_moved_window_and_a_new_call_are_short_on_the_wire():
    plan = songjiang()
    moved = plan.model_copy(
        update={
            "places": tuple(
                one.model_copy(update={"node": "w7n", "zone": "zc"}) if one.id == "w5" else one for one in plan.places
            )
        }
    )
    screen = plan.screen("s4")
    sizes = [_size(frame_of(plan, 812, screen, NOW), frame_of(moved, 813, screen, NOW))]
    board = plan.screen("board")
    calls = [Called(n, f"A{n:03}", "3", "综合收件", "Intake", f"请A{n:03}号到3号窗口", NOW) for n in range(9, 0, -1)]
    sizes.append(_size(frame_of(plan, 812, board, NOW, calls=calls[1:]), frame_of(plan, 812, board, NOW, calls=calls)))
    assert sizes[0] <= 300, sizes
    assert sizes[1] <= 500, sizes  # a call brings its own words


def _size(old, new) -> int:
    assert old.hash() != new.hash()
    link = Link("p", "s", 6, None, Signer(bytes(32)))  # type: ignore[arg-type]
    link.painted = Rendered(old)
    return len(link._message(Offer(Rendered(new), AT_ONCE)).encode())


@given(st.integers(1, 2**53), st.integers(-1, 2**53))
def test_no_signature_serves_for_another_text(seq, at):
    signer = Signer(bytes(32))
    assert len({signer.frame("p|00", seq, at, "ab"), signer.turn(seq, at), signer.word(seq)}) == 3
