"""The sample's index, once."""

from datetime import date
from functools import cache

from hall.contract.search import Found, Index, Words, build
from hall.search import read_words, word_files
from tests.hall.matters.made import sample

TODAY = date(2026, 11, 30)


@cache
def words() -> Words:
    return read_words(word_files())


@cache
def index() -> Index:
    return build(sample(), words())


def ask(text: str) -> Found:
    return index().ask(text, TODAY)
