"""Two servers on one database have the same keys, or the second does not start."""

import shutil
from pathlib import Path

import pytest

from tests.hall.serving import run_hall


@pytest.mark.parametrize("missing", [True, False])
def test_a_second_server_with_other_keys_is_refused_in_a_sentence(tmp_path: Path, missing: bool):
    shared = {"ONEDOOR_HALL_DATABASE_URL": f"sqlite:///{tmp_path / 'shared.sqlite'}"}
    first, second = tmp_path / "first" / "hall", tmp_path / "second" / "hall"
    for folder in (first, second):
        folder.parent.mkdir()
    assert run_hall(first, "migrate", **shared).returncode == 0
    if not missing:
        second.mkdir()
        (second / "subject.key").write_text((first / "subject.key").read_text())
        for name in ("audit.key", "accounts.key", "access.key"):
            shutil.copyfile(first / name, second / name)
        (second / "signs.key").write_text("ab" * 32)
    refused = run_hall(second, "migrate", **shared)
    assert refused.returncode == 1
    assert "请从原服务器复制 *.key" in refused.stderr
    assert "Traceback" not in refused.stderr
    for name in ("subject.key", "signs.key", "accounts.key", "access.key", "audit.key"):
        assert (second / name).exists() is not missing, "nothing was made up"
        shutil.copyfile(first / name, second / name)
    assert run_hall(second, "migrate", **shared).returncode == 0
