"""A fresh house for a journey."""

from pathlib import Path

import pytest

from tests.support.house import House


@pytest.fixture
def house(tmp_path: Path):
    with House(tmp_path) as house:
        house.visitor.sees("AttractView", "您好")
        yield house
