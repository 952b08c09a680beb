"""Two speeds. ``make test`` runs everything; ``make quick`` everything that is not *long*, in under 90 seconds.

Long is, and this is the only place that says it: what starts a browser, what lies in tests/journeys (three programs on
real wires), and the files below: processes, devices of the kernel, real waiting times, faults by the hundred. They come
with the seconds of a whole file as measured beside other work, good for comparing, and run first, so that
no worker is left alone with a long one at the end.
"""

import pytest

JOURNEY = 100.0
LONG: dict[str, float] = {
    "tests/hall/plan/test_plan_page.py": 120,
    "tests/hall/test_processes.py": 120,
    "tests/hall/test_postgres.py": 60,
    "tests/hall/signage/test_glass.py": 50,
    "tests/hall/signage/test_player.py": 50,
    "tests/hall/plan/test_several_workers.py": 30,
    "tests/hall/test_never_twice.py": 30,
    "tests/hall/test_openapi.py": 30,
    "tests/hall/test_toy_room.py": 30,
    "tests/kiosk/screens/test_screens.py": 30,
    "tests/devices/bench/test_bench_http.py": 30,
    "tests/devices/probe/test_probe_printer.py": 25,
    "tests/devices/probe/test_probe_usb.py": 20,
    "tests/devices/idcard/test_sdt_usb.py": 20,
    "tests/devices/links/test_usb.py": 20,
    "tests/devices/scanner/camera/test_decode.py": 20,
    "tests/devices/documents/test_ipp_answers_lost.py": 20,
    "tests/devices/documents/test_ipp_printer.py": 20,
    "tests/hall/test_staff.py": 20,
    "tests/hall/signage/test_publishing.py": 20,
    "tests/hall/test_parts.py": 15,
    "tests/devices/documents/test_ipp_queue.py": 15,
    "tests/devices/documents/test_ipp_codec.py": 15,
    "tests/devices/documents/test_ipp_simulator.py": 10,
    "tests/devices/printer/test_gb18030.py": 10,
    "tests/devices/idcard/test_sdt_codec.py": 10,
    "tests/devices/bench/test_bench_page.py": 15,
    "tests/devices/gate/test_relay_driver.py": 15,
    "tests/devices/idcard/test_sdt_driver.py": 15,
    "tests/devices/printer/test_printer_faults.py": 15,
    "tests/devices/simulate/test_simulate.py": 15,
    "tests/devices/idcard/test_sdt_speed.py": 10,
    "tests/devices/printer/test_escpos_simulator.py": 10,
    "tests/devices/printer/test_witness.py": 10,
    "tests/devices/scanner/camera/test_camera_driver.py": 10,
    "tests/hall/test_migrations.py": 10,
    "tests/hall/matters/test_compiler.py": 15,
    "tests/hall/matters/test_editing.py": 15,
    "tests/hall/matters/test_tables.py": 10,
    "tests/hall/search/test_room.py": 9,
    "tests/hall/test_a_database_that_hangs.py": 46,
    "tests/hall/test_backup.py": 42,
    "tests/kiosk/test_drips.py": 50,
    "tests/hall/test_strangers.py": 21,
    "tests/devices/probe/test_probe_others.py": 19,
    "tests/hall/plan/test_bombs.py": 16,
    "tests/hall/test_audit.py": 14,
    "tests/hall/test_keys.py": 12,
    "tests/hall/test_person.py": 20,
    "tests/hall/test_trail.py": 15,
    "tests/hall/test_attempts.py": 13,
    "tests/hall/test_streams_end.py": 13,
    "tests/hall/test_borders.py": 13,
    "tests/hall/test_shapes.py": 10,
    "tests/hall/test_killed_while_it_writes.py": 10,
    "tests/devices/printer/test_printer_wires.py": 10,
    "tests/hall/test_rogue_station.py": 15,
    "tests/hall/test_one_set_of_keys.py": 9,
    "tests/hall/test_line.py": 9,
    "tests/hall/test_went_back.py": 7,
    "tests/hall/test_safety_first.py": 7,
    "tests/kiosk/screens/test_hours.py": 6,
    "tests/hall/plan/test_drafting.py": 9,
    "tests/hall/test_ledgers.py": 6,
    "tests/hall/access/test_grants.py": 12,
    "tests/hall/access/test_letters.py": 10,
    "tests/hall/access/test_importing.py": 15,
    "tests/hall/access/test_rules.py": 6,
    "tests/hall/access/test_proof.py": 6,
    "tests/hall/doors/test_guard.py": 15,
    "tests/hall/appointments/test_passes.py": 12,
    "tests/kiosk/test_news.py": 7,
    "tests/devices/door/test_osdp_door.py": 50,
    "tests/devices/door/test_rekeying.py": 10,
    "tests/hall/access/test_presenting.py": 8,
    "tests/devices/door/test_uhppote_door.py": 25,
    "tests/kiosk/test_boards.py": 12,
    "tests/kiosk/test_paper.py": 15,
    "tests/devices/door/test_uhppote_board.py": 12,
    "tests/devices/door/test_door_address.py": 12,
    "tests/kiosk/test_enrolled_by_hand.py": 8,
    "tests/devices/scanner/test_lines_driver.py": 5,
    "tests/devices/scanner/test_several.py": 4,
    "tests/devices/scanner/hidpos/test_hidpos_driver.py": 4,
    "tests/devices/idcard/test_sdt_wires.py": 4,
    "tests/devices/gate/test_relay_witness.py": 4,
}


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
