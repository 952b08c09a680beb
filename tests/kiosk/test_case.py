"""A receipt at the kiosk: what is proved without the hall, what the hall alone knows, and that forged ones are told."""

from contextlib import closing
from typing import Any

import pytest

from hall.contract.progress import CaseAsked, CaseTold, ReceiptDoubted
from kiosk.calls import Answered, Away, Refused
from kiosk.errands import Hold
from kiosk.errands.case.samples import SAMPLES
from kiosk.errands.case.view import CaseView
from kiosk.screens.samples import WORD
from kiosk.visit.rehearsal import Rehearsal


@pytest.fixture
def at():
    with closing(Rehearsal(WORD)) as at:
        yield at


def shown(at: Rehearsal) -> CaseView:
    view = at.attendant.face().view
    assert isinstance(view, CaseView)
    return view


def told(at: Rehearsal) -> list[ReceiptDoubted]:
    bodies: list[Any] = [report.body for report in at.ledger.outbox.reader()(100)]
    return [body for body in bodies if isinstance(body, ReceiptDoubted)]


@pytest.mark.parametrize(("verdict", "why"), [("forged", "signature"), ("foreign", ""), ("void", "")])
def test_what_is_not_ours_is_named_and_the_hall_is_told(at: Rehearsal, verdict: str, why: str):
    at.receipt(verdict)
    assert (shown(at).verdict, shown(at).why) == (verdict, why)
    assert [(one.verdict, one.why, one.number) for one in told(at)] == [(verdict, why, "SJ20261123000007")]


@pytest.mark.parametrize("text", ["SJ1:HELLO WORLD 1234", "SJ1:" + "A" * 900])
def test_what_cannot_be_read_is_none_of_ours(at: Rehearsal, text: str):
    at.receipt("true")
    at.hall(Away())
    at.scan(text)
    assert (shown(at).verdict, shown(at).why, shown(at).number) == ("forged", "unread", "")


def test_a_kiosk_without_keys_calls_nobody_a_forger(at: Rehearsal):
    at.receipt("unproved")
    assert shown(at).verdict == "unproved"
    assert told(at) == []


def test_true_with_the_hall_away(at: Rehearsal):
    at.receipt("true")
    assert (shown(at).verdict, shown(at).hall) == ("true", "asking")
    at.hall(Away())
    assert (shown(at).verdict, shown(at).hall) == ("true", "away")
    at.receipt("copy")
    at.hall(Refused("x", "现在不行", "not now"))
    assert (shown(at).verdict, shown(at).copy, shown(at).hall) == ("copy", 2, "away")


def test_young_ones_are_settled_by_the_hall(at: Rehearsal):
    """Signed and younger than last night: true if the hall has it, an incident if it has not."""
    at.receipt("unsynced")
    asked = at._asked[0].body
    assert isinstance(asked, CaseAsked)
    at.hall(CaseTold(known=True, state="handed_over"))
    assert (shown(at).verdict, shown(at).state) == ("true", "handed_over")
    at.receipt("unsynced")
    at.hall(CaseTold(known=False))
    assert (shown(at).verdict, shown(at).why, shown(at).hall) == ("forged", "unknown", "none")
    assert [one.why for one in told(at)] == ["unknown"]


def test_an_answer_about_the_paper_before_is_nobodys(at: Rehearsal):
    at.receipt("true")
    late = at._asked.pop(0)
    at.receipt("copy")
    at.tell(Answered(late.name, CaseTold(known=False)))
    assert (shown(at).verdict, shown(at).hall) == ("copy", "asking")


def test_nothing_is_held_up(at: Rehearsal):
    """Whoever comes next with something else is served at once."""
    at.receipt("true")
    assert at.visit.hold == Hold.FREE


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_no_picture_says_what_is_not(name: str):
    with closing(Rehearsal(WORD)) as at:
        SAMPLES[name](at)
        view = shown(at)
        assert (view.hall == "none") == (view.verdict in ("forged", "foreign", "unproved"))
        assert (view.state != "") == (view.hall == "told")
