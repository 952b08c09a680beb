"""``python -m kiosk enrol CODE``: whatever goes wrong is a sentence for the installer."""

import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from kiosk import enrolment
from kiosk.settings import Settings
from tests.hall.serving import ROOT, hall_running
from tests.support.founded import found_sample
from tests.support.house import free_port


class Elsewhere(BaseHTTPRequestHandler):
    """Some web server that is no hall."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(404 if self.path.startswith("/lost") else 200)
        self.end_headers()
        self.wfile.write(b"<h1>It works!</h1>")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def refused(data: Path, hall: str, code: str = "7KQD-M2XA-VC") -> str:
    with pytest.raises(enrolment.NotEnrolled) as told:
        enrolment.by_hand(Settings(data=data, hall=hall), code)
    assert not (data / "station.json").exists()
    return str(told.value)


def test_where_no_hall_answers(tmp_path: Path, elsewhere: str):
    assert "连不上大厅" in refused(tmp_path, f"http://127.0.0.1:{free_port()}")
    assert "连不上大厅" in refused(tmp_path, f"https://127.0.0.1:{free_port()}")
    for path in ("", "/lost"):
        assert "不是大厅服务" in refused(tmp_path, elsewhere + path)


def test_a_wrong_code_a_right_one_and_once_more(tmp_path: Path):
    founded = found_sample(tmp_path / "hall")
    with hall_running(founded.data_dir) as serving:

        def typed(code: str) -> subprocess.CompletedProcess[str]:
            said = {"ONEDOOR_KIOSK_DATA": str(tmp_path / "kiosk"), "ONEDOOR_KIOSK_HALL": serving.url}
            return subprocess.run(
                [sys.executable, "-m", "kiosk", "enrol", code],
                cwd=ROOT,
                env={**os.environ, **said},
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )

        wrong = typed("7KQD-M2XA-VC")
        assert (wrong.returncode, wrong.stdout) == (1, "")
        assert wrong.stderr.startswith("登记码不对、已用过或已过期")
        assert typed(founded.enrol_code).stdout.startswith("已登记为 K001。")
        kept = (tmp_path / "kiosk" / "station.json").read_bytes()
        again = typed(founded.enrol_code)
        assert (again.returncode, again.stdout) == (1, "")
        assert "已经登记为 K001" in again.stderr
        assert (tmp_path / "kiosk" / "station.json").read_bytes() == kept
