"""Over TLS end to end: enrolled by a code that names the hall's authority, a number, reports; through the
hall's own TLS, and through nginx as the recipe in ``deploy/`` has it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from hall.contract.queue import Ticket, TicketOrder
from hall.contract.report import HelpWanted, Report, ReportAck, ReportBatch
from hall.contract.snapshot import Snapshot
from kiosk import courier, enrolment
from kiosk.identity import Identity
from kiosk.settings import Settings
from kiosk.signing import auth_of
from tests.hall.serving import hall_running, run_hall
from tests.support.founded import found_sample
from tests.support.house import free_port
from tests.support.tls import BEHIND_NGINX, NGINX, certify, nginx

TIMEOUT = (5.0, 15.0)


@pytest.fixture
def hall_dir(tmp_path: Path) -> Path:
    return found_sample(tmp_path / "hall").data_dir


@contextmanager
def over_its_own_tls(data_dir: Path) -> Iterator[str]:
    with hall_running(data_dir, port=0, **certify(data_dir)) as serving:
        assert serving.url.startswith("https://")
        yield serving.url


@contextmanager
def through_nginx(data_dir: Path) -> Iterator[str]:
    certify(data_dir)
    with hall_running(data_dir, port=0, **BEHIND_NGINX) as serving, nginx(data_dir, serving.port, free_port()) as url:
        yield url


WAYS = {"own": over_its_own_tls, "nginx": through_nginx}


@pytest.fixture(params=list(WAYS))
def hall(request: pytest.FixtureRequest, hall_dir: Path) -> Iterator[tuple[str, Path]]:
    if request.param == "nginx" and not NGINX.exists():
        pytest.skip("no nginx on this machine")
    with WAYS[request.param](hall_dir) as url:
        yield url, hall_dir


def code_of(data_dir: Path, name: str) -> str:
    return run_hall(data_dir, "enrol", "--name", name, "--place", "kiosk1").stdout.strip()


def enrolled(url: str, data_dir: Path, kiosk: Path) -> tuple[Settings, Identity]:
    settings = Settings(data=kiosk, hall=url)
    return settings, enrolment.enrol(settings, code_of(data_dir, "自助机 ZZ-09"))


def test_a_kiosk_lives_over_tls(hall: tuple[str, Path], tmp_path: Path):
    url, data_dir = hall
    settings, who = enrolled(url, data_dir, tmp_path / "kiosk")
    assert enrolment.trusted(settings) == str(tmp_path / "kiosk" / "hall-ca.pem")
    with courier.line(ca=enrolment.trusted(settings)) as line:
        auth = auth_of(who)
        word = line.get(f"{url}/api/station/snapshot", auth=auth, timeout=TIMEOUT)
        assert Snapshot.model_validate_json(word.content).station.id == who.station
        order = TicketOrder(key="visit-0001", service="intake").model_dump(mode="json")
        answer = line.post(f"{url}/api/station/tickets", json=order, auth=auth, timeout=TIMEOUT)
        assert Ticket.model_validate_json(answer.content).number == "A001"
        told = Report(seq=1, at=Snapshot.model_validate_json(word.content).at, body=HelpWanted(screen="home"))
        batch = ReportBatch(reports=(told,)).model_dump(mode="json")
        ack = line.post(f"{url}/api/station/reports", json=batch, auth=auth, timeout=TIMEOUT)
        assert ReportAck.model_validate_json(ack.content).upto == 1
        assert "max-age" in word.headers["Strict-Transport-Security"]


def test_who_passes_for_the_hall_is_told_nothing(hall: tuple[str, Path], tmp_path: Path):
    url, data_dir = hall
    code = code_of(data_dir, "自助机 ZZ-09")
    other = code[:-1] + ("2" if code[-1] != "2" else "3")
    with pytest.raises(enrolment.NotOurHall, match="不是发出这个登记码的大厅"):
        enrolment.enrol(Settings(data=tmp_path / "kiosk", hall=url), other)
    assert not (tmp_path / "kiosk").exists()
    with pytest.raises(requests.exceptions.SSLError), courier.line() as line:
        line.get(f"{url}/healthz", timeout=TIMEOUT)
    who = enrolment.enrol(Settings(data=tmp_path / "kiosk", hall=url), code)
    assert who.station, "the code had not been used up by the wrong one"
