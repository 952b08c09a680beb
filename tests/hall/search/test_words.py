"""The words themselves: whole, about matters that there are, and their faults named."""

import pytest

from hall.contract.search.text import normal
from hall.matters import Unreadable
from hall.search import read_words
from tests.hall.matters.made import sample
from tests.hall.search.made import words


def test_every_matter_and_service_has_an_english_name_and_nine_phrases():
    ids = {one.id for one in (*sample().matters, *sample().services)}
    assert {one.id for one in words().asked} == ids
    assert [one.id for one in words().asked if len(one.phrases) < 9 or not one.en] == []


def test_every_stage_has_an_english_name():
    assert set(words().stages) == set(sample().stages)
    assert [one for one in words().stages.values() if not one.isascii()] == []


def test_policies_and_answers_are_about_matters_that_there_are_and_have_a_source():
    ids = {one.id for one in (*sample().matters, *sample().services)}
    written = (*words().policies, *words().answers)
    assert {id for one in written for id in one.matters} <= ids
    assert [one.id for one in written if not (one.source and one.matters)] == []
    assert len({one.id for one in written}) == len(written)


def test_no_word_of_the_lexicon_is_written_twice():
    """The second would stand silently beside the first."""
    said = [normal(one) for entry in words().lexicon for one in entry.says]
    assert sorted({one for one in said if said.count(one) > 1}) == []


def test_every_character_of_the_words_has_a_sound():
    sounds = set("".join(words().sounds.values()))
    said = {char for one in words().asked for text in one.phrases for char in normal(text) if char >= "\u3400"}
    assert said - sounds == set()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("lexicon: [1, 2", "b.yaml"),
        ("lexikon: {}", "lexikon"),
        ("answers: [{id: a, asks: b, says: c, by: nobody 第一条}]", "nobody"),
        ("asked: [{id: a, phrases: 3}]", "phrases"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, why: str):
    with pytest.raises(Unreadable, match=why):
        read_words({"a.yaml": "lexicon: {}", "b.yaml": text})
