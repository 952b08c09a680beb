from collections.abc import Iterator

import pytest

from tests.hall.signage.standing import Standing, serving


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """One hall a module: each test takes screens of its own."""
    with serving(tmp_path_factory.mktemp("signs") / "hall") as standing:
        yield standing
