"""A decision has a date, a status and what it replaces, and the index says the same."""

from pathlib import Path

import pytest

from tools import decisions


def test_the_index_is_what_the_pages_say():
    said = (decisions.FOLDER / "README.md").read_text(encoding="utf-8")
    assert said == decisions.index(), "python -m tools.decisions writes it"


def test_numbers_are_given_once():
    numbers = [page.name[:4] for page in decisions.FOLDER.glob("[0-9]*.md")]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    "standing", ["", "In force since ever", "2026-01-31 · in force", "31.1.2026 · in force · replaces nothing"]
)
def test_a_page_without_date_status_and_what_it_replaces_is_refused(tmp_path: Path, standing: str):
    page = tmp_path / "0099-new.md"
    page.write_text(f"# A new rule\n\n{standing}\n\nBecause.\n", encoding="utf-8")
    with pytest.raises(decisions.Unfinished, match=r"0099-new\.md"):
        decisions.line(page)


def test_a_page_that_was_replaced_says_by_which(tmp_path: Path):
    page = tmp_path / "0099-new.md"
    page.write_text(
        "# A new rule\n\n2026-01-31, revised 2026-02-28 · replaced by 0100 · replaces 0001\n", encoding="utf-8"
    )
    assert decisions.line(page) == (
        "| [0099](0099-new.md) | A new rule | 2026-01-31, revised 2026-02-28 | replaced by 0100 | 0001 |\n"
    )
