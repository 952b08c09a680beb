"""Every combination of answers, as it was reviewed."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from hall.contract.matters import Guide
from hall.matters import changes, golden_text, sample_files
from hall.matters.parting import Parting
from hall.matters.reading import read_catalogue
from hall.matters.ways import first_of, ways
from tests.hall.matters.made import answered, guide, sample

GOLDEN = Path(__file__).resolve().parents[3] / "assets" / "matters" / "golden.txt"
TODAY = date(2026, 11, 30)
MOST = 400


def test_every_list_is_as_it_was_reviewed():
    assert changes(GOLDEN.read_text("utf-8"), golden_text(sample())) == ""


def test_a_change_of_a_rule_shows_the_answers_it_changes():
    texts = sample_files()
    texts["2-design.yaml"] = texts["2-design.yaml"].replace("when: {sun: yes}", "when: {sun: no}")
    shown = changes(golden_text(sample()), golden_text(read_catalogue(texts)))
    assert "-   7 日照分析报告｜周边住宅学校＝有（I）" in shown
    assert sum(line.startswith("+  地下室") for line in shown.splitlines()) == 8
    assert "sgxk" not in shown


def test_the_whole_catalogue_is_there():
    assert len(sample().matters) - len([one for one in sample().matters if one.id.startswith("yzs_")]) == 27
    assert len(sample().services) == 7
    assert sum(len(one.materials) for one in sample().matters) == 218


@pytest.mark.parametrize("id", [one.id for one in sample().matters if not one.parts])
def test_a_row_stands_for_every_answer_that_falls_into_it(id: str):
    """A list by any complete answers is the list of the one row they belong to."""
    asking = guide(id)
    rows = list(ways(asking))
    for answers in _complete(asking):
        mine = [row for row in rows if all(answers[question] in options for question, options in row.items())]
        assert len(mine) == 1
        assert _shown(asking, answers) == _shown(asking, first_of(mine[0]))


@pytest.mark.parametrize("id", [one.id for one in sample().matters if one.parts])
def test_the_list_of_a_bundle_is_what_its_parts_give_side_by_side(id: str):
    """Whoever is not sent elsewhere by the first part gets the lines and notes of all of them, and nothing else."""
    asking, split = guide(id), list(Parting(guide(id)).parts(sample(), guide(id)))
    assert sorted(n for one in split for n in one.lines) == list(range(len(asking.matter.materials)))
    assert sorted(n for one in split for n in one.notes) == list(range(len(asking.matter.notes)))
    turned = 0
    for _, answers in answered([id], 300, 0.9):
        whole = asking.checklist(answers, TODAY)
        came = [(one, one.guide.checklist(answers, TODAY)) for one in split]
        assert (came[0][1].turned, came[0][1].perhaps) == (whole.turned, whole.perhaps)
        if whole.turned is not None:
            turned += 1
            continue
        lines = {n: line for one, each in came for n, line in zip(one.lines, each.lines, strict=True)}
        assert tuple(lines[n] for n in sorted(lines)) == whole.lines
        said = [note.say for _, each in came for note in each.notes]
        assert sorted(said) == sorted(note.say for note in whole.notes)
    assert 0 < turned < 300


def test_the_rows_of_all_bundles_together_are_few_enough_to_be_read():
    bundles = [guide(one.id) for one in sample().matters if one.parts]
    assert sum(len(list(ways(each.guide))) for one in bundles for each in Parting(one).parts(sample(), one)) < 250


def _complete(asking: Guide) -> Iterator[dict[str, str]]:
    """All complete answers, or every n-th of them where they are too many."""
    asked = asking.asked()
    options = [[one.id for one in sample().question[name].options] for name in asked]
    total = 1
    for one in options:
        total *= len(one)
    step = max(1, total // MOST) | 1
    for n, chosen in enumerate(product(*options)):
        if n % step == 0:
            yield dict(zip(asked, chosen, strict=True))


def _shown(asking: Guide, answers: dict[str, str]) -> tuple:
    came = asking.checklist(answers, TODAY)
    return came.turned, came.notes, came.perhaps, tuple((one.material.name, one.state) for one in came.lines)
