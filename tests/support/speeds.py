"""Two speeds. ``make test`` runs everything; ``make quick`` everything that is not *long*, in under 90 seconds.

Long is, and this is the only place that says it: what starts a browser, what lies in tests/journeys (three programs on
real wires), and the files below. Their figures are seconds of a whole file on two cores with nothing else to do; they
also put long files first, so that no worker is left alone with one at the end.
"""

import pytest

JOURNEY = 60.0
LONG: dict[str, float] = {}


def seconds(item: pytest.Item) -> float:
    file = item.nodeid.partition("::")[0]
    return JOURNEY if file.startswith("tests/journeys/") else LONG.get(file, 0.0)


def needs_browser(item: pytest.Item) -> bool:
    return "playwright" in getattr(item, "fixturenames", ())


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: not part of make quick; see tests/support/speeds.py, which gives it")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if needs_browser(item) or seconds(item):
            item.add_marker(pytest.mark.long)
    items.sort(key=lambda item: -seconds(item))
