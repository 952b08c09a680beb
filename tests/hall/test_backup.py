"""A backup is taken and put back while the hall runs; what is wrong with it is said, and loses nothing."""

import fcntl
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import httpx
import pytest

from hall.__main__ import main
from hall.backup.sealed import PIECE, Lock, Opening, Sealing
from hall.kit.errors import Problem
from tests.bench.bench_queue import enrolled
from tests.hall.serving import Serving, run_hall, start_hall
from tests.support.founded import found_sample, sample_running

KEY = {"ONEDOOR_BACKUP_PASSPHRASE": "十二个字符以上的一句话呀呀"}


def orders(serving: Serving, auth: tuple[str, str], *keys: str) -> list[int]:
    with httpx.Client(base_url=serving.url, auth=auth, trust_env=False, timeout=30) as kiosk:
        bodies = [{"key": key, "service": "intake"} for key in keys]
        return [kiosk.post("/api/station/tickets", json=one).raise_for_status().json()["n"] for one in bodies]


def test_a_hall_is_put_back_while_it_runs_and_gives_no_number_twice(tmp_path: Path):
    data_dir, kept = tmp_path / "hall", tmp_path / "kept"
    kept.mkdir()
    with sample_running(data_dir) as serving:
        auth = enrolled(serving, "自助机 ZZ-02")
        assert orders(serving, auth, "visit-0001", "visit-0002") == [1, 2]
        done = run_hall(data_dir, "backup", str(kept), **KEY)
        assert done.returncode == 0, done.stderr
        (copy,) = kept.iterdir()
        assert copy.stat().st_mode & 0o777 == 0o600
        assert b"queue_ticket" not in copy.read_bytes(), "sealed"
        assert orders(serving, auth, "visit-0003", "visit-0004") == [3, 4]
        done = run_hall(data_dir, "restore", str(copy), **KEY)
        assert done.returncode == 0, done.stderr
        assert orders(serving, auth, "visit-0005") == [1000], "in the running hall, without a word of anybody"
        (aside,) = (data_dir / "aside").iterdir()
        with sqlite3.connect(aside / "hall.sqlite") as before:
            assert before.execute("SELECT count(*) FROM queue_ticket").fetchone() == (4,)
        before.close()
        serving.stop()
    again = run_hall(data_dir, "audit", "verify")
    assert again.returncode == 0, again.stderr


def test_another_machine_takes_over_with_keys_and_all(tmp_path: Path):
    """The hall's machine is lost; on the new one there is nothing but the program and the backup."""
    first, second = tmp_path / "first" / "hall", tmp_path / "second" / "hall"
    for folder in (first, second):
        folder.parent.mkdir()
    copy, key = tmp_path / "hall.backup", tmp_path / "backup.key"
    with sample_running(first) as serving:
        auth = enrolled(serving, "自助机 ZZ-02")
        orders(serving, auth, "visit-0001")
        assert run_hall(first, "backup", str(copy), "--key-file", str(key)).returncode == 0
        orders(serving, auth, "visit-0002")
        serving.kill()
    done = run_hall(second, "restore", str(copy), "--key-file", str(key))
    assert done.returncode == 0, done.stderr
    for name in ("subject.key", "signs.key"):
        assert (second / name).read_text() == (first / name).read_text()
    serving = start_hall(second)
    try:
        assert orders(serving, auth, "visit-0003") == [1000]
    finally:
        serving.kill()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A hall that does not run, and its backup."""
    folder = tmp_path_factory.mktemp("kept")
    found_sample(folder / "hall")
    done = run_hall(folder / "hall", "backup", str(folder / "one.backup"), **KEY)
    assert done.returncode == 0, done.stderr
    return folder / "hall", folder / "one.backup"


def refused(kept: tuple[Path, Path], copy: Path, key: dict[str, str] = KEY) -> str:
    """What is said; the hall's data is as it was."""
    before = (kept[0] / "hall.sqlite").read_bytes()
    done = run_hall(kept[0], "restore", str(copy), **key)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert (kept[0] / "hall.sqlite").read_bytes() == before
    assert not (kept[0] / "aside").exists()
    return done.stderr


def test_a_wrong_key_and_a_short_one_are_told_apart(kept):
    assert "钥匙不对" in refused(kept, kept[1], {"ONEDOOR_BACKUP_PASSPHRASE": "another sentence altogether"})
    assert "至少 12 个字符" in refused(kept, kept[1], {"ONEDOOR_BACKUP_PASSPHRASE": "short"})


@pytest.mark.parametrize("harm", ["cut", "bent", "longer", "other", "head"])
def test_a_torn_file_is_refused_whole(kept, tmp_path: Path, harm: str):
    whole = kept[1].read_bytes()
    bent = bytearray(whole)
    bent[len(bent) // 2] ^= 1
    head = bytearray(whole)
    head[25] ^= 0x20
    (tmp_path / "torn").write_bytes(
        {"cut": whole[:-100], "bent": bytes(bent), "longer": whole + b"x", "other": b"PK\x03\x04", "head": bytes(head)}[
            harm
        ]
    )
    said = refused(kept, tmp_path / "torn")
    assert ("不是一门的备份" if harm == "other" else "备份文件不完整") in said or harm == "head"


def test_a_backup_of_a_newer_program_is_refused(kept, tmp_path: Path):
    newer = tmp_path / "hall"
    shutil.copytree(kept[0], newer)
    with sqlite3.connect(newer / "hall.sqlite") as data:
        data.execute("UPDATE alembic_version SET version_num = '9999'")
    data.close()
    made = run_hall(newer, "backup", str(tmp_path / "newer.backup"), **KEY)
    assert made.returncode == 0, made.stderr
    assert "请先升级程序" in refused(kept, tmp_path / "newer.backup")


def test_a_backup_never_takes_the_place_of_another(kept):
    assert "已经有了" in run_hall(kept[0], "backup", str(kept[1]), **KEY).stderr


def test_a_database_that_is_damaged_is_set_aside_as_it_is(kept, tmp_path: Path):
    shutil.copytree(kept[0], tmp_path / "hall")
    torn = tmp_path / "hall" / "hall.sqlite"
    with torn.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(100_000))
    done = run_hall(tmp_path / "hall", "restore", str(kept[1]), **KEY)
    assert done.returncode == 0, done.stderr
    (aside,) = (tmp_path / "hall" / "aside").iterdir()
    assert (aside / "hall.sqlite").exists()
    assert run_hall(tmp_path / "hall", "audit", "verify").returncode == 0


class Disk:
    """Bytes, and no room beyond a few."""

    def __init__(self, room: int = 1 << 40) -> None:
        self.kept, self.room, self.at = bytearray(), room, 0

    def write(self, data: Any) -> int:
        if len(self.kept) + len(data) > self.room:
            raise OSError(28, "No space left on device")
        self.kept += data
        return len(data)

    def read(self, size: int) -> bytes:
        self.at += size
        return bytes(self.kept[self.at - size : self.at])


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_sealed_is_opened_piece_by_piece_and_in_its_order_alone(size: int):
    lock, text = Lock("key file", b"k" * 32), os.urandom(size)
    disk = Disk()
    sealing = Sealing(disk, lock)  # type: ignore[arg-type]
    sealing.write(text)
    sealing.finish()
    assert Opening(disk, lambda _: lock).read() == text  # type: ignore[arg-type]
    if size > 2 * PIECE:
        start = len(disk.kept) - (size + 3 * 16)
        piece = PIECE + 16
        disk.kept[start : start + 2 * piece] = (
            disk.kept[start + piece : start + 2 * piece] + disk.kept[start : start + piece]
        )
        disk.at = 0
        with pytest.raises(Problem):
            Opening(disk, lambda _: lock).read()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "command", ["unlock clerk1", "reset clerk1", "let-go clerk1", "audit verify", "audit anchor", "backup {kept}"]
)
def test_a_mistyped_folder_is_not_made_into_an_empty_hall(tmp_path: Path, capsys, command: str):
    typo = tmp_path / "typo"
    assert main(["--data-dir", str(typo), *command.format(kept=tmp_path).split()]) == 1
    assert capsys.readouterr().err.startswith(f"{typo} 里没有大厅的数据")
    assert not (typo / "hall.sqlite").exists()


def test_a_file_and_a_folder_that_are_not_there_are_named(tmp_path: Path):
    data_dir, nowhere = tmp_path / "hall", tmp_path / "nowhere"
    found_sample(data_dir)
    into = run_hall(data_dir, "backup", str(nowhere / "x"), **KEY)
    assert into.stderr.startswith(f"没有 {nowhere} 这个文件夹")
    out_of = run_hall(data_dir, "restore", str(nowhere), **KEY)
    assert out_of.stderr.startswith(f"没有 {nowhere} 这个文件")


def test_what_a_backup_left_that_was_killed_is_cleared_away_and_one_under_way_is_not(tmp_path: Path):
    """It is everything the hall knows, unsealed."""
    data_dir = tmp_path / "hall"
    found_sample(data_dir)
    for name in ("room-dead", "room-alive"):
        (data_dir / name / "inner").mkdir(parents=True)
        (data_dir / name / "inner" / "hall.sqlite").write_bytes(b"people")
    with (data_dir / "room-alive" / "in-use").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        done = run_hall(data_dir, "backup", str(tmp_path / "hall.backup"), **KEY)
    assert done.returncode == 0, done.stderr
    assert [one.name for one in data_dir.glob("room-*")] == ["room-alive"]
