from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.devices.documents.ippeve import RealPrinter, real_printer, stub, tool


@pytest.fixture(scope="session")
def avahi(tmp_path_factory) -> Path:
    tool("ippeveprinter")
    return stub(tmp_path_factory.mktemp("avahi"))


@pytest.fixture
def printer(tmp_path, avahi) -> Iterator[RealPrinter]:
    with real_printer(tmp_path / "printer", avahi) as made:
        yield made
