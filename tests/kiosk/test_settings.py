"""Settings say which key is wrong."""

from pathlib import Path

import pytest

from kiosk.settings import Settings, SettingsError, load


def test_the_environment_goes_over_the_file(tmp_path: Path):
    file = tmp_path / "kiosk.toml"
    file.write_text('orientation = "landscape"\nidle_seconds = 90\nstill = true\nprinter = ""\n')
    chosen = load(file, {"ONEDOOR_KIOSK_IDLE_SECONDS": "45.5", "ONEDOOR_KIOSK_DATA": "/x", "PATH": "y"})
    assert chosen == Settings(orientation="landscape", idle_seconds=45.5, still=True, printer="", data=Path("/x"))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('colour = "red"', "colour"),
        ('orientation = "sideways"', "orientation"),
        ("mirror = 70000", "mirror"),
        ('mirror = "many"', "mirror"),
        ("idle_seconds = 0", "idle_seconds"),
        ("still = 3", "still"),
        ('hall = "ftp://x"', "hall"),
        ("printer = 5", "printer"),
        ("this is no toml", "kiosk.toml"),
    ],
)
def test_a_bad_setting_is_named(tmp_path: Path, text: str, key: str):
    file = tmp_path / "kiosk.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=key):
        load(file, {})


def test_an_unknown_key_in_the_environment_is_refused():
    with pytest.raises(SettingsError, match="mirorr"):
        load(None, {"ONEDOOR_KIOSK_MIRORR": "1"})
