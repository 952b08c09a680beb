"""What the hall says, part by part, from a real HTTP server that misbehaves as halls of all ages do."""

import json
from collections.abc import Iterator
from itertools import chain, repeat
from typing import Any

import pytest

from hall.contract.parts import LARGEST, parts_of
from hall.contract.plan import Plan
from hall.contract.snapshot import PublishedPlan
from kiosk.news import HallSeen, PartsCame, PartsWrong
from tests.kiosk.test_courier import NOW, Answer, news, ok, stage
from tests.support.snapshots import snapshot

__all__ = ["stage"]
WORD = snapshot()
SERVICES = json.loads(parts_of(WORD)["services"].model_dump_json())
PLAN = PublishedPlan(revision=7, at=NOW, plan=Plan(name_zh="样例大厅"))


def telling(*answers: Answer) -> Any:
    """Each once, then nothing new."""
    rest: Iterator[Answer] = chain(answers, repeat(news()))
    return lambda _method, path, _body: next(rest) if path == "/api/station/parts" else (404, {}, b"{}")


def have(hall: Any) -> list[dict[str, str]]:
    return [json.loads(body)["have"] for _, path, body in list(hall.seen) if path == "/api/station/parts"]


def test_only_what_is_another_is_asked_for(stage):
    _, post, hall = stage(telling(news(services=("s1", SERVICES)), news(services=("s2", {"services": []}))))
    first, second = post.wait(PartsCame), post.wait(PartsCame)
    assert (first.at, [part.name for part in first.parts]) == (NOW, ["services"])
    assert first.parts[0].shape.services == WORD.services
    assert second.parts[0].shape.services == ()
    for _ in range(2):
        assert post.wait(HallSeen).at == NOW
    assert have(hall)[:3] == [{}, {"services": "s1"}, {"services": "s2"}]


def test_a_revision_that_goes_back_is_taken(stage):
    """A hall that was put back."""
    older = {**PLAN.model_dump(mode="json"), "revision": 6}
    _, post, _ = stage(telling(news(plan=("7-aa", PLAN.model_dump(mode="json"))), news(plan=("6-bb", older))))
    assert [post.wait(PartsCame).parts[0].shape.revision for _ in range(2)] == [7, 6]


def test_what_was_kept_is_not_sent_again(stage):
    _, post, hall = stage(telling(), have={"services": "s1", "plan": "7-aa"})
    post.wait(HallSeen)
    assert have(hall)[0] == {"services": "s1", "plan": "7-aa"}


def test_a_part_nobody_here_knows_is_kept_as_it_came(stage):
    _, post, _ = stage(telling(news(horoscope=("1", {"aries": ["beware", {"of": "forms"}]}))))
    (part,) = post.wait(PartsCame).parts
    assert (part.name, part.shape, json.loads(part.text)) == ("horoscope", None, {"aries": ["beware", {"of": "forms"}]})


BROKEN = {
    "unreadable": {"services": [{"id": 5}]},
    "too_large": {"services": [], "more": "x" * (LARGEST + 1)},
}


@pytest.mark.parametrize(
    "why",
    [
        pytest.param("unreadable", marks=pytest.mark.says("kiosk.news", "the part services cannot be read")),
        "too_large",
    ],
)
def test_a_part_that_is_wrong_harms_no_other_and_is_said_once(stage, why: str):
    hall_part = json.loads(parts_of(WORD)["hall"].model_dump_json())
    wrong = news(services=("s1", BROKEN[why]), hall=("h1", hall_part))
    _, post, hall = stage(telling(wrong, news(), news(services=("s2", SERVICES))))
    assert [part.name for part in post.wait(PartsCame).parts] == ["hall"]
    assert post.wait(PartsWrong).why == {"services": why}
    assert [part.name for part in post.wait(PartsCame).parts] == ["services"]
    assert post.wait(PartsWrong).why == {}
    assert have(hall)[1] == {"services": "s1", "hall": "h1"}, "what is wrong is not asked for again and again"


@pytest.mark.says("kiosk.news", "the part grants cannot be read")
@pytest.mark.says("kiosk.news", "the part plan cannot be read")
def test_what_is_no_part_at_all_harms_no_other(stage):
    parts = {"grants": 7, "plan": {"body": {}}, "services": {"revision": "1", "body": SERVICES}}
    _, post, _ = stage(telling(ok({"at": NOW.isoformat(), "parts": parts})))
    assert [part.name for part in post.wait(PartsCame).parts] == ["services"]
    assert post.wait(PartsWrong).why == {"grants": "unreadable", "plan": "unreadable"}


def test_what_the_hall_could_not_read_is_said_too(stage):
    failed = ok({"at": NOW.isoformat(), "parts": {}, "failed": {"experts": "broken"}})
    _, post, hall = stage(telling(failed, failed))
    assert post.wait(PartsWrong).why == {"experts": "broken"}
    assert post.wait(PartsWrong).why == {}
    assert json.loads(hall.seen[1][2])["failed"] == {"experts": "broken"}, "so that it is not told again and again"


def test_an_older_hall_is_asked_for_its_whole_word_and_its_plan(stage):
    """A new kiosk with an old hall."""
    told = WORD.model_copy(update={"plan": 7}).model_dump_json().encode()

    def answer(method: str, path: str, body: bytes) -> Answer:
        if path == "/api/station/snapshot":
            return (200, {"ETag": '"v1"'}, told)
        return (200, {}, PLAN.model_dump_json().encode()) if path == "/api/station/plan" else (404, {}, b"{}")

    _, post, hall = stage(answer)
    came = {part.name: part.shape for part in post.wait(PartsCame).parts}
    assert came == {**parts_of(WORD), "plan": PLAN}
    assert post.wait(HallSeen).at == WORD.at
    for _ in range(3):
        post.wait(HallSeen)
    paths = [path for _, path, _ in hall.seen]
    assert (paths.count("/api/station/parts"), paths.count("/api/station/plan")) == (1, 1)
    assert not [event for event in list(post.inbox.queue) if isinstance(event, PartsCame)], "nothing changed"


@pytest.mark.parametrize("plan", [(404, {}, b""), (500, {}, b"x"), (200, {}, b"{}"), (200, {}, b'{"revision": 7}')])
def test_a_plan_that_an_older_hall_cannot_give_silences_it_not(stage, plan: Answer):
    told = WORD.model_copy(update={"plan": 7}).model_dump_json().encode()

    def answer(method: str, path: str, _: bytes) -> Answer:
        if path == "/api/station/plan":
            return plan
        return (200, {"ETag": '"v1"'}, told) if path == "/api/station/snapshot" else (404, {}, b"{}")

    _, post, hall = stage(answer)
    assert {part.name for part in post.wait(PartsCame).parts} == set(parts_of(WORD))
    assert all(post.wait(HallSeen).at is not None for _ in range(3))
    assert [path for _, path, _ in hall.seen].count("/api/station/plan") > 1, "asked for again"
