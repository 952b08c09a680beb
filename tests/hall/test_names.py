"""Words that stand on every slip are refused where they are set, if no printer has their glyphs."""

import pytest

from hall import settings
from hall.kit.errors import Problem
from hall.queue import Service
from hall.queue.service import put_services
from tests.hall.caller import House


@pytest.mark.parametrize("key", ["hall_name_zh", "hall_name_en", "complaint_line"])
def test_the_halls_own_names(key: str):
    with pytest.raises(settings.SettingsError, match="♿"):
        settings.load({}, **{key: "松江♿"})


def test_a_service(house: House):
    service = Service("a", "A", "综合ไทย", "Intake", "", "")
    with pytest.raises(Problem, match="ไ"):
        house.write(lambda tx: put_services(tx, [service], "test"))
