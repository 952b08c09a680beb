"""The catalogue in the hall: at the first start, in the word to stations, on the manager's page, and as it stood."""

import pytest

from hall.contract.parts import MattersPart
from hall.kit.errors import Problem
from hall.matters import Matters, publish_matters
from tests.hall.caller import Caller, House, signed_in
from tests.hall.matters.made import sample
from tests.hall.matters.seeds import seeds


def part(station: Caller) -> MattersPart:
    told = station.post("/api/station/parts", json={"have": {}}).json()
    return MattersPart.model_validate(told["parts"]["matters"]["body"])


def test_a_station_is_told_the_whole_catalogue(station: Caller):
    told = part(station)
    assert (told.revision, told.catalogue) == (1, sample())


def test_another_version_takes_its_place_and_what_stood_is_kept(house: House, station: Caller):
    kit = house.app.state.kit
    before = kit.clock.now()
    changed = sample().model_copy(update={"version": "later", "matters": sample().matters})
    house.write(lambda tx: publish_matters(tx, changed, "test", kit.clock.day()))
    assert (part(station).revision, part(station).catalogue.version) == (2, "later")
    stood = house.db.look(lambda conn: Matters().stood(conn, before))
    assert stood is not None
    assert (stood.revision, stood.catalogue) == (1, sample())


def test_a_faulty_catalogue_is_refused_with_its_faults_and_changes_nothing(house: House, station: Caller):
    faulty = next(one for one in seeds() if one.kind == "unasked").planted()
    with pytest.raises(Problem, match="was not published"):
        house.write(lambda tx: publish_matters(tx, faulty, "test", house.app.state.kit.clock.day()))
    assert part(station).revision == 1


def test_the_manager_sees_what_has_run_out_and_what_the_window_settles(house: House):
    page = signed_in(house, "manager").get("/matters")
    assert page.status_code == 200
    for words in ("沪环规〔2021〕16号", "续期文件未查到", "建筑工程施工许可证核发", "以窗口核定为准", "一件事"):
        assert words in page.text
    assert signed_in(house, "clerk1").get("/matters").status_code == 403
