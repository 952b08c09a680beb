"""What a change of words or of weights does to a stranger's questions: the aims hold, on the half that nobody looked at
while the words were mended as on the whole."""

import pytest

from tests.bench.bench_search import Question, questions
from tests.hall.search.made import ask


def share(of: list[bool]) -> float:
    return 100 * sum(of) / len(of)


@pytest.mark.parametrize("half", ["whole", "unseen"])
def test_the_aims_hold(half: str):
    asked = [one for one in questions() if half == "whole" or not one.seen]
    ours = [(one, ask(one.text)) for one in asked if one.right]
    first = [found.hits[0].id in one.right if found.hits else False for one, found in ours]
    assert share(first) >= 88
    assert share([_offered(one) for one in asked if one.right]) >= 98
    assert share([right for right, (_, found) in zip(first, ours, strict=True) if found.kind == "sure"]) >= 95
    assert share([found.kind in ("unknown", "elsewhere") for _, found in ours]) <= 3
    assert share([ask(one.text).kind in ("unknown", "elsewhere") for one in asked if not one.right]) >= 90


def _offered(one: Question) -> bool:
    found = ask(one.text)
    shown = found.hits if found.kind == "choose" else found.hits[:1]
    return any(hit.id in one.right for hit in shown)
