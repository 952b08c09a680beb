"""Who comes in, and why not: the table of doors."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from hall.contract.access import (
    AccessEvent,
    Calendar,
    Cause,
    Decision,
    Grants,
    OtherDay,
    Presented,
    Seen,
    Span,
    TimeProfile,
    after,
    decide,
    within,
)
from tests.support.doors import (
    DAY,
    FORCED,
    GUEST,
    LI,
    LI_CARD,
    NOW,
    PASS,
    PIN,
    WANG,
    ZHOU,
    at,
    changed,
    grants,
    state,
    stood,
)

HELD = grants()


def asked(
    shown: Presented = LI_CARD, door: str = "back", held: Grants = HELD, now: datetime = NOW, **known
) -> Decision:
    return decide(shown, held, state(door, **{"heard": now, **known}), now)


def test_a_card_with_a_letter_opens():
    said = asked()
    assert (said.admitted, said.event, said.document, said.grant, said.person) == (
        True, AccessEvent.GRANTED, "L1", "g1", "li")  # fmt: skip
    assert (said.zh, said.en) == ("请进", "Please come in")


def test_the_sentence_says_what_ended_and_whom_to_ask():
    said = asked(held=changed(HELD, "documents", "L1", ends=at(0)))
    assert not said.admitted
    assert said.event == AccessEvent.DENIED_NO_ACCESS_RIGHTS
    assert said.zh == "卡有效，但借调函昨日到期；请联系派驻部门，或由值班长临时放行"
    assert said.en == (
        "The card is valid, but the secondment letter ended yesterday; please ask your department,"
        " or have the shift leader let you in"
    )
    assert (said.document, said.grant, said.label) == ("L1", "g1", "李*")


def case(**known: object) -> dict:
    return known


def li(part: str, id_: str, **changes: object) -> Grants:
    return changed(HELD, part, id_, **changes)


REFUSED = [
    (case(shown=Presented("card", "f" * 64)), Cause.UNKNOWN),
    (case(door="nowhere"), Cause.UNKNOWN_DOOR),
    (case(shown=Presented("pass", LI)), Cause.UNKNOWN),
    (case(held=li("credentials", LI, state="lost")), Cause.LOST),
    (case(held=li("credentials", LI, state="stolen")), Cause.STOLEN),
    (case(held=li("credentials", LI, state="suspended")), Cause.CREDENTIAL_SUSPENDED),
    (case(held=li("credentials", LI, state="withdrawn")), Cause.CREDENTIAL_WITHDRAWN),
    (case(held=li("credentials", LI, ends=NOW)), Cause.CREDENTIAL_ENDED),
    (case(held=li("credentials", LI, begins=NOW + DAY)), Cause.CREDENTIAL_NOT_YET),
    (case(held=li("credentials", LI, person="gone")), Cause.UNASSIGNED),
    (case(held=li("people", "li", suspended=True)), Cause.PERSON_SUSPENDED),
    (case(door="gate"), Cause.NO_RIGHT),
    (case(held=grants(documents=HELD.documents[1:])), Cause.NO_DOCUMENT),
    (case(held=li("documents", "L1", state="suspended")), Cause.DOCUMENT_SUSPENDED),
    (case(held=li("documents", "L1", state="withdrawn")), Cause.DOCUMENT_WITHDRAWN),
    (case(held=li("documents", "L1", begins=at(13))), Cause.DOCUMENT_NOT_YET),
    (case(held=li("documents", "L1", ends=NOW)), Cause.DOCUMENT_ENDED),
    (case(held=li("grants", "g1", ends=NOW)), Cause.GRANT_ENDED),
    (case(held=li("grants", "g1", begins=at(11))), Cause.GRANT_NOT_YET),
    (case(held=li("grants", "g1", profile="gone")), Cause.HOURS),
    (case(now=at(18)), Cause.HOURS),
    (case(now=at(10, days=2)), Cause.HOURS),
    (case(held=grants(level="lockdown")), Cause.LOCKDOWN),
    (case(level="lockdown"), Cause.LOCKDOWN),
    (case(level="fire"), Cause.FIRE),
    (case(shown=PASS, door="gate", level="heightened"), Cause.HEIGHTENED),
    (case(level="heightened"), Cause.PIN_WANTED),
    (case(shown=replace(LI_CARD, pin="0" * 64)), Cause.PIN_WRONG),
    (case(shown=replace(LI_CARD, pin=PIN), wrong={LI: 3 * (NOW,)}), Cause.PIN_TRIES),
    (case(shown=PASS, door="gate", used={GUEST: 1}), Cause.USED),
    (case(shown=PASS, door="gate", held=li("credentials", GUEST, entered={"joint": 1})), Cause.USED),
    (case(shown=PASS, door="gate", held=li("documents", "M1", state="closed")), Cause.DOCUMENT_CLOSED),
    (case(shown=PASS, door="gate", held=li("documents", "M1", host="")), Cause.NO_HOST),
    (case(shown=PASS, door="gate", held=li("people", "zhou", suspended=True)), Cause.NO_HOST),
    (case(shown=PASS, door="gate", heard=None, now=at(12)), Cause.OFFLINE_BOUND),
    (case(shown=PASS, door="gate", heard=at(12) - timedelta(seconds=901), now=at(12)), Cause.OFFLINE_BOUND),
    (case(shown=PASS, door="gate", heard=at(12, days=1), now=at(12)), Cause.OFFLINE_BOUND),
    (case(shown=PASS, door="back"), Cause.NO_RIGHT),
    (case(door="safe"), Cause.SECOND_WANTED),
    (case(door="safe", waiting=(stood("zhang", "fire"),)), Cause.SECOND_WANTED),
    (case(door="safe", waiting=(stood("wang", "fire", seconds=16),)), Cause.SECOND_WANTED),
    (case(door="safe", held=li("people", "wang", department="water"), waiting=(stood("wang", "water"),)),
     Cause.SAME_DEPARTMENT),
    (case(held=li("doors", "back", interlock=("front",)), open_doors=frozenset({"front"})), Cause.INTERLOCK),
    (case(held=li("doors", "back", first="office")), Cause.FIRST_WANTED),
    (case(held=li("doors", "back", first="office"), first_at=at(17, days=-1)), Cause.FIRST_WANTED),
    (case(held=li("doors", "back", passback="hard"), where={"li": Seen("back_f1", at(9))}), Cause.PASSBACK),
    (case(held=li("doors", "back", passback="timed"), where={"li": Seen("back_f1", at(9, 56))}), Cause.PASSBACK),
    (case(held=li("doors", "back", passback="hard", stale="hard"), where={"li": Seen("back_f1", at(9))},
          where_known=False), Cause.PASSBACK),
    (case(held=li("grants", "g1", escort=True)), Cause.ESCORT_WANTED),
    (case(held=li("grants", "g1", escort=True), waiting=(stood("wang", "fire"),)), Cause.ESCORT_WANTED),
]  # fmt: skip


@pytest.mark.parametrize(("case", "cause"), REFUSED, ids=[f"{n}-{cause}" for n, (_, cause) in enumerate(REFUSED)])
def test_refused(case: dict, cause: Cause):
    said = asked(**case)
    assert (said.admitted, said.cause) == (False, cause)
    assert said.zh
    assert said.en
    assert "{" not in said.zh + said.en


ADMITTED = [
    (case(now=at(8)), Cause.GRANTED),
    (case(shown=replace(LI_CARD, pin=PIN), level="heightened"), Cause.GRANTED),
    (case(shown=Presented("card", ZHOU), level="fire", held=li("doors", "back", pin=None)), Cause.GRANTED),
    (case(shown=PASS, door="gate"), Cause.GRANTED),
    (case(shown=PASS, door="gate", heard=None, now=at(11, 59)), Cause.GRANTED),
    (case(shown=PASS, door="gate", now=at(17)), Cause.GRANTED),
    (case(shown=PASS, door="gate", held=li("credentials", GUEST, people=3), used={GUEST: 2}), Cause.GRANTED),
    (case(door="safe", waiting=(stood("wang", "fire"),)), Cause.SECOND_CAME),
    (case(held=li("doors", "back", interlock=("front",))), Cause.GRANTED),
    (case(held=li("doors", "back", first="office"), first_at=at(8)), Cause.GRANTED),
    (case(shown=Presented("card", ZHOU), held=li("doors", "back", first="office")), Cause.GRANTED),
    (case(held=li("doors", "back", passback="soft"), where={"li": Seen("back_f1", at(9))}), Cause.PASSBACK_SEEN),
    (case(held=li("doors", "back", passback="hard"), where={"li": Seen("back_f1", at(9))}, where_known=False),
     Cause.PASSBACK_SEEN),
    (case(held=li("doors", "back", passback="hard"), where={"li": Seen("za", at(9))}), Cause.GRANTED),
    (case(held=li("doors", "back", passback="timed"), where={"li": Seen("back_f1", at(9, 54))}), Cause.GRANTED),
    (case(held=li("grants", "g1", escort=True, department="fire"), waiting=(stood("wang", "fire"),)), Cause.GRANTED),
    (case(door="out", shown=Presented("card", "f" * 64), level="fire"), Cause.LEAVING),
    (case(door="out", held=grants(level="lockdown"), now=at(3, days=900)), Cause.LEAVING),
]  # fmt: skip


@pytest.mark.parametrize(("case", "cause"), ADMITTED, ids=[f"{n}-{cause}" for n, (_, cause) in enumerate(ADMITTED)])
def test_admitted(case: dict, cause: Cause):
    said = asked(**case)
    assert (said.admitted, said.cause) == (True, cause)


def test_who_is_forced_opens_and_nothing_shows_it():
    forced, free = asked(replace(LI_CARD, pin=FORCED)), asked(replace(LI_CARD, pin=PIN))
    assert (forced.zh, forced.en, forced.cause, forced.admitted) == (free.zh, free.en, free.cause, True)
    assert (forced.event, forced.silent_alarm, free.silent_alarm) == (AccessEvent.DURESS, True, False)


def test_who_is_forced_out_of_hours_alarms_all_the_same():
    said = asked(replace(LI_CARD, pin=FORCED), now=at(20))
    assert (said.admitted, said.cause, said.silent_alarm) == (False, Cause.HOURS, True)


def test_of_two_rights_one_is_enough_and_the_nearest_is_named():
    two = grants(grants=(*HELD.grants, HELD.grants[0].model_copy(update={"id": "g9", "document": "L9"})))
    assert asked(held=two).grant == "g1"
    assert asked(held=two, now=at(20)).cause == Cause.HOURS


def test_two_people_one_after_the_other():
    """The first waits; then either order of departments opens, and a third alone has to find a second again."""
    door, wang = state("safe"), Presented("card", WANG)
    first = decide(LI_CARD, HELD, door, NOW)
    assert first.event == AccessEvent.AUTHORIZATION_DELAYED
    door = after(door, LI_CARD, first, HELD, NOW)
    second = decide(wang, HELD, door, NOW + timedelta(seconds=14))
    assert (second.admitted, second.event) == (True, AccessEvent.ACCOMPANIMENT_BY)


def test_the_second_of_two_is_alone_when_the_first_ones_letter_was_withdrawn_meanwhile():
    door = after(state("safe"), LI_CARD, asked(door="safe"), HELD, NOW)
    later = changed(HELD, "documents", "L1", state="withdrawn")
    assert decide(Presented("card", WANG), later, door, NOW).cause == Cause.SECOND_WANTED


def test_wrong_pins_are_counted_and_forgotten_when_it_opens():
    door, shown = state("back"), replace(LI_CARD, pin="0" * 64)
    for _ in range(3):
        door = after(door, shown, decide(shown, HELD, door, NOW), HELD, NOW)
    assert decide(replace(LI_CARD, pin=PIN), HELD, door, NOW).event == AccessEvent.DENIED_MAX_ATTEMPTS
    other = Presented("card", WANG)
    assert decide(other, HELD, door, NOW).admitted  # the brake is the card's, not the door's
    assert decide(replace(LI_CARD, pin=PIN), HELD, door, NOW + timedelta(minutes=5)).admitted
    door = replace(door, wrong={LI: (NOW, NOW)})
    good = replace(LI_CARD, pin=PIN)
    assert after(door, good, decide(good, HELD, door, NOW), HELD, NOW).wrong == {}


def test_a_pass_is_used_up_by_coming_in():
    door = state("gate")
    door = after(door, PASS, decide(PASS, HELD, door, NOW), HELD, NOW)
    assert decide(PASS, HELD, door, NOW).event == AccessEvent.DENIED_CREDENTIAL_MAX_USES


WEEK = TimeProfile(
    id="w",
    spans=(Span(days=(1, 2), begins=time(8), ends=time(12)), Span(days=(5,), begins=time(22), ends=time(2))),
    others=(OtherDay(day=at(0, days=1).date(), spans=(Span(begins=time(9), ends=time(0)),)),
            OtherDay(day=at(0, days=7).date())),
)  # fmt: skip
CALENDAR = Calendar(holidays=(at(0, days=8).date(),), made_up={at(0, days=5).date(): 1})


@pytest.mark.parametrize(
    ("moment", "holds"),
    [
        (at(8), True),
        (at(12), False),
        (at(8, days=1), False),  # Tuesday is otherwise
        (at(23, 59, days=1), True),
        (at(0, days=2), False),
        (at(22, days=4), True),  # Friday night
        (at(1, 59, days=5), True),
        (at(2, days=5), False),
        (at(8, days=5), True),  # Saturday, worked as a Monday
        (at(8, days=6), False),
        (at(8, days=7), False),  # Monday, nothing holds
        (at(8, days=8), False),  # Tuesday, a holiday
    ],
)
def test_hours(moment: datetime, holds: bool):
    assert within(WEEK, CALENDAR, moment) is holds


def test_bacnet_has_a_number_for_each_event():
    assert AccessEvent.GRANTED.number == 1
    assert AccessEvent.DENIED_OTHER.number == 164
    assert AccessEvent.DENIED_PASSBACK.number == 138
    assert AccessEvent.DENIED_CREDENTIAL_MAX_USES.number == 156


@pytest.mark.parametrize("cause", [cause for _, cause in REFUSED])
def test_what_is_refused_is_refused_in_bacnets_words(cause: Cause):
    from hall.contract.access.decision import event_of

    waits = {AccessEvent.AUTHORIZATION_DELAYED, AccessEvent.VERIFICATION_REQUIRED, AccessEvent.OUT_OF_SERVICE,
             AccessEvent.LOCKED_BY_HIGHER_PRIORITY}  # fmt: skip
    assert event_of(cause).denied or event_of(cause) in waits
