"""A station signs against a real hall, whatever its clock says."""

from pathlib import Path

import requests

from kiosk import enrolment
from kiosk.courier import line
from kiosk.settings import Settings
from kiosk.signing import Signs, auth_of
from tests.hall.serving import hall_running
from tests.support.founded import found_sample


def test_a_station_whose_clock_is_ten_days_ahead_signs_by_the_halls(tmp_path: Path):
    founded = found_sample(tmp_path / "hall")
    with hall_running(founded.data_dir) as serving, line() as session:
        who = enrolment.enrol(Settings(data=tmp_path / "kiosk", hall=serving.url), founded.enrol_code)
        assert (who.secret, len(who.key)) == ("", 32)
        kept = (tmp_path / "kiosk" / "station.json").stat()
        assert kept.st_mode & 0o777 == 0o600
        auth = auth_of(who)
        assert isinstance(auth, Signs)
        auth._began += 10 * 86400

        def ask() -> requests.Response:
            return session.post(f"{serving.url}/api/station/parts", json={"wait": 0}, auth=auth, timeout=(1, 9))

        first, second = ask(), ask()
        assert (first.status_code, [one.status_code for one in first.history]) == (200, [401])
        assert (second.status_code, second.history) == (200, [])
        bare = session.get(f"{serving.url}/api/station/snapshot", auth=(who.station, ""), timeout=(1, 9))
        assert bare.status_code == 401
