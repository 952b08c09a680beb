"""Which station drives a door, where two stand at one place; and what was said of its line before a start."""

from datetime import UTC, datetime, timedelta

from hall.contract.access import Door
from hall.doors.watch import Device, Watch, of_door

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
DOOR = Door(id="back", name_zh="后台门", station="kiosk1")


def watch(station: str, **devices: bool | None) -> Watch:
    named = {name.replace("_", " "): Device(able, NOW) for name, able in devices.items()}
    return Watch(station, station, "kiosk1", NOW, NOW - timedelta(hours=1), named)


def test_of_two_stations_at_one_place_the_one_with_a_device_for_the_door_drives_it():
    kiosk, gate, beside = watch("K1", printer=True), watch("K2", gate=True), watch("K3", door_back=None)
    assert of_door(DOOR, [kiosk, gate, beside]) is beside
    assert of_door(DOOR, [kiosk, gate]) is gate
    assert of_door(DOOR, [kiosk]) is kiosk
    assert not kiosk.answers(DOOR)
    assert of_door(DOOR.model_copy(update={"station": "other"}), [kiosk]) is None


def test_a_gate_answers_when_it_says_so_and_a_door_with_readers_until_it_says_that_it_is_lost():
    assert [watch("K", gate=able).answers(DOOR) for able in (True, False, None)] == [True, False, False]
    assert [watch("K", door_back=able).answers(DOOR) for able in (True, False, None)] == [True, True, True]
    assert watch("K", door_back=False).contradicts(DOOR)
    assert watch("K", gate=True).heard_anew(DOOR) == NOW
    assert watch("K", door_back=None).heard_anew(DOOR) == NOW - timedelta(hours=1)
