"""The command that draws every screen: what it does not know it says, and makes no folder for it."""

from pathlib import Path

import pytest

from kiosk.screens import pictures


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--no-such-option"], ["out", "--no-such-option"], ["out", "nowhere"]]
)
def test_what_it_does_not_know_makes_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["pictures", *arguments])
    with pytest.raises(SystemExit) as left:
        pictures.main()
    assert left.value.code == (0 if arguments == ["--help"] else 2)
    assert "usage: python -m kiosk.screens.pictures" in "".join(capsys.readouterr())
    assert list(tmp_path.iterdir()) == []


def test_a_set_and_a_screen_are_told_apart():
    chosen = pictures.asked(["somewhere", "portrait-en", "home"])
    assert (chosen.out, chosen.sets, chosen.names) == (Path("somewhere"), {"portrait-en"}, {"home"})
