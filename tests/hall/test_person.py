"""What the hall holds of a person is found by two, given him, and erased as far as no law keeps it."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests

from hall.contract.ids import id_check_character, subject_of
from hall.stations.identity import SimulatedProvider
from tests.hall.serving import environment, hall_running, run_hall

CODE = f"https://s.sh.gov.cn/{7:028x}061700000000000"


def person(folder: Path, what: str, typed: tuple[str, str], *more: str) -> subprocess.CompletedProcess[str]:
    """Two people at the server's keyboard."""
    two = () if "--by" in more else ("--by", "manager", "--second", "clerk1")
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "hall", "--data-dir", str(folder), "person", what, *two, *more],
        cwd=folder.parent,
        env=environment(ONEDOOR_HALL_IDENTITY="simulated"),
        input="\n".join(typed) + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        start_new_session=True,  # no terminal: the numbers come from the pipe
    )


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A hall that knows somebody by his card at one station and by his 随申码; and his number."""
    folder = tmp_path_factory.mktemp("person") / "hall"
    with hall_running(folder, "--sample") as hall:
        code = run_hall(folder, "enrol", "--name", "一").stdout.strip()
        told = requests.post(f"{hall.url}/api/stations/enrol", json={"code": code}, timeout=5).json()
        auth = (told["station"], told["secret"])
        answer = requests.post(f"{hall.url}/api/station/identity", json={"text": CODE}, auth=auth, timeout=5)
        assert answer.ok, answer.text
        number = SimulatedProvider().resolve(CODE).number
        for n, who in enumerate((number, other(number))):
            subject = subject_of("id_number", who, bytes.fromhex(told["subject_key"])).model_dump()
            body: dict[str, Any] = {"key": f"visit-{n:04}", "service": "intake", "subject": subject}
            assert requests.post(f"{hall.url}/api/station/tickets", json=body, auth=auth, timeout=5).ok
    return folder, number


def other(number: str) -> str:
    first = f"{number[:14]}{(int(number[14:17]) + 1) % 1000:03d}"
    return first + id_check_character(first)


def test_it_is_found_given_and_erased_and_what_is_kept_says_why(held: tuple[Path, str]):
    folder, number = held
    found = person(folder, "find", (number, number.lower()))
    assert found.returncode == 0, found.stderr
    assert "A001" in found.stdout
    assert "A002" not in found.stdout, "somebody else's"
    assert "审计记录 1 行" in found.stdout
    assert "网络安全法" in found.stdout
    assert number not in found.stdout + found.stderr
    document = folder.parent / "his.txt"
    given = person(folder, "give", (number, number), "--to", str(document))
    assert given.returncode == 0, given.stderr
    assert "A001" in document.read_text("utf-8")
    assert document.stat().st_mode & 0o777 == 0o600
    erased = person(folder, "erase", (number, number))
    assert "1 张号票不再认得是谁" in erased.stdout
    assert "审计记录 1 行" in erased.stdout
    assert "没有存着这个号码的号票" in person(folder, "find", (number, number)).stdout
    assert "A002" in person(folder, "find", (other(number), other(number))).stdout
    assert run_hall(folder, "audit", "verify").returncode == 0
    for path in folder.glob("hall.sqlite*"):
        data = path.read_bytes()
        assert number.encode() not in data
        assert b"person_erased" in data or path.suffix != ".sqlite"


@pytest.mark.parametrize(
    ("typed", "more", "words"),
    [
        (("110105194912310021", "11010519491231002X"), (), "两个人输入的不一样"),
        (("123", "123"), (), "不是身份证号"),
        (("11010519491231002X",) * 2, ("--by", "manager", "--second", "manager"), "要两个在册的人"),
        (("11010519491231002X",) * 2, ("--by", "manager", "--second", "nobody"), "要两个在册的人"),
        (("11010519491231002X",) * 2, ("--by", "clerk1", "--second", "clerk2"), "其中一个要是大厅管理"),
    ],
)
def test_one_alone_learns_nothing(held: tuple[Path, str], typed: tuple[str, str], more: tuple[str, ...], words: str):
    refused = person(held[0], "find", typed, *more)
    assert (refused.returncode, words in refused.stderr) == (1, True)
    assert "Traceback" not in refused.stderr
