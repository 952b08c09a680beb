"""The room: the words told to stations, and the search that a hall answers itself."""

from hall.contract.parts import WordsPart
from tests.hall.caller import Caller
from tests.hall.search.made import words


def test_a_station_is_told_the_words(station: Caller):
    told = station.post("/api/station/parts", json={"have": {}}).json()
    assert WordsPart.model_validate(told["parts"]["words"]["body"]).words == words()
