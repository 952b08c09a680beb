"""Every sentence an errand can say exists in both languages: the keys are read from the errands themselves."""

import re
from pathlib import Path

from devices.idcard.card import Trouble
from devices.printer.verdict import Reason
from kiosk.qt.phrases import LANGUAGES, read

KIOSK = Path(__file__).resolve().parents[2] / "kiosk"


def said() -> set[str]:
    sources = [*(KIOSK / "errands").rglob("*.py"), *(KIOSK / "kit").glob("*.py"), *(KIOSK / "visit").glob("*.py")]
    whole = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    keys = set(re.findall(r'"((?:frame|home|identify|trouble|choice|out)\.[a-z_.]+)"', whole))
    keys |= {f"trouble.{reason.value}.what" for reason in Reason}
    keys |= {f"identify.trouble.{trouble.value}" for trouble in Trouble}
    keys |= {f"choice.{name}" for name in ("got_it", "no_slip", "again", "reprint", "home")}
    keys |= {f"trouble.next.{name}" for name in ("wait_fix", "reprint_or_window", "look_first")}
    keys |= {
        f"identify.problem.{name}"
        for name in ("length", "too_long", "character", "region", "date", "check_id_number", "check_credit_code")
    }
    return keys


def test_every_sentence_exists():
    assert len(said()) > 40
    missing = {language: said() - set(read(language)) for language in LANGUAGES}
    assert missing == {language: set() for language in LANGUAGES}
