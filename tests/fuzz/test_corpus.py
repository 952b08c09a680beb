"""Every input the fuzzer has kept, replayed: what broke once stays mended, and the corpus stays small."""

import pytest

from tests.fuzz import corpus
from tests.fuzz.targets import TARGETS, seeds


@pytest.mark.parametrize("name", TARGETS)
def test_what_must_be_true_of_any_bytes_is_true_of_all_we_have_kept(name):
    kept = corpus.read(name)
    assert kept
    for data in (*seeds(name), b"", *kept):
        TARGETS[name](data)


def test_the_corpus_is_small():
    assert sum(file.stat().st_size for file in corpus.FOLDER.iterdir()) <= corpus.ROOM * len(TARGETS)
