"""Numbers on paper against numbers in the hall, and kiosks that stand beside the first one."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.house import House, until

_NUMBER = re.compile(r"\b[A-Z]\d{3,4}\b")


def on_paper(*houses: House) -> Counter[str]:
    """How often each number came out as an original."""
    slips = ["\n".join(paper["text"]) for house in houses for paper in house.papers()]
    return Counter(found[0] for text in slips if "补打" not in text and (found := _NUMBER.search(text)))


def accounted(house: House, *others: House) -> None:
    """0 doubled, 0 silent: every number on paper is there once, and waits in the hall."""
    found = on_paper(house, *others)
    assert found, "something was printed"
    assert {number: n for number, n in found.items() if n > 1} == {}, "doubled"
    until(f"{set(found)} in the hall", lambda: set(found) <= set(house.tickets()))


def take_a_number(house: House, service: str = "intake") -> str:
    """A slip without a card, to the attract screen again. The visitor waits until the glass is free."""
    visitor = house.visitor
    visitor.sees("AttractView")
    for key in (("wake", ""), ("service", service), ("skip", "")):
        visitor.touch(*key)
    texts = visitor.sees("SlipView", "打印机已确认出票")["texts"]
    number = next(text for text in texts if _NUMBER.fullmatch(text))
    visitor.touch("done")
    visitor.sees("AttractView")
    return number


@contextmanager
def second_kiosk(house: House, path: Path, **environment: str) -> Iterator[House]:
    """Another machine of the same hall, with a bench of its own; ``path/kiosk`` is its disk."""
    second = House(path, environment=environment)
    second.hall_url, second.passwords = house.hall_url, house.passwords
    second.environment["ONEDOOR_KIOSK_HALL"] = house.hall_url
    with second_running(second):
        yield second


@contextmanager
def second_running(second: House) -> Iterator[None]:
    try:
        where = ("--port", second.bench_url.rpartition(":")[2], "--dir", str(second.path / "bench"))
        second.start("bench", "devices", "bench", *where)
        until("the second bench", lambda: second.papers() == [])
        second.start_kiosk()
        yield
    finally:
        second.__exit__()
