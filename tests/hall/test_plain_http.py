"""Plain http stays on this machine, unless it is said twice on both sides; a certificate that ends is said before."""

from datetime import timedelta
from pathlib import Path

import pytest

from hall.kit import certificates
from hall.settings import SettingsError, load
from kiosk import enrolment
from kiosk.settings import Settings
from tests.hall.caller import House, found_house, signed_in
from tests.hall.serving import run_hall


def test_the_hall_refuses_to_be_bound_in_the_open(tmp_path: Path):
    done = run_hall(tmp_path / "hall", "serve", "--port", "0", "--host", "0.0.0.0")
    assert done.returncode == 2
    assert "不加密" in done.stderr
    assert "plain_http" in done.stderr


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"host": "0.0.0.0"}, True),
        ({"host": "10.1.2.3"}, True),
        ({"host": "::"}, True),
        ({"host": "hall.local", "plain_http": "0.0.0.0"}, True),
        ({"host": "0.0.0.0", "plain_http": "0.0.0.0"}, False),
        ({"host": "127.0.0.9"}, False),
        ({"host": "::1"}, False),
        ({"host": "localhost"}, False),
        ({"host": "10.1.2.3", "tls_certificate": "x.pem"}, True),
        ({"host": "10.1.2.3", "tls_certificate": "x.pem", "tls_key": "absent"}, True),
    ],
)
def test_what_counts_as_said_twice(given: dict[str, str], refused: bool):
    if refused:
        with pytest.raises(SettingsError):
            load({}, **given).insist_on_tls()
    else:
        load({}, **given).insist_on_tls()


@pytest.mark.parametrize("hall", ["http://10.1.2.3:8600", "http://hall.local", "http://127.0.0.1.evil.example"])
def test_a_kiosk_tells_its_code_to_nobody_in_the_open(tmp_path: Path, hall: str):
    with pytest.raises(enrolment.NotOurHall, match="没有加密"):
        enrolment.enrol(Settings(data=tmp_path / "kiosk", hall=hall, plain_http="yes"), "7KQD-M2XA-VC")
    assert not (tmp_path / "kiosk").exists()


def test_a_certificate_that_ends_is_on_the_list_a_month_before(tmp_path: Path):
    house: House = found_house(tmp_path / "hall")
    try:
        settings = house.app.state.kit.settings
        certificates.make(settings, ["127.0.0.1"], house.hands.at)
        manager = signed_in(house, "manager")
        assert "证书" not in manager.get("/api/attention").text
        house.hands.move(days=(certificates.FOR - certificates.SOON + timedelta(days=1)).days)
        assert "大厅的证书快到期了" in signed_in(house, "manager").get("/api/attention").text
        before = certificates.mark_of(settings)
        certificates.make(settings, ["127.0.0.1"], house.hands.at)
        assert certificates.mark_of(settings) == before, "who trusts the authority notices nothing"
        assert "证书" not in signed_in(house, "manager").get("/api/attention").text
    finally:
        house.close()
