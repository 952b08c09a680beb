"""Every sentence an errand can say exists in both languages: the keys are read from the errands themselves."""

import re
from pathlib import Path

from devices.idcard.card import Trouble
from devices.printer.verdict import Reason
from kiosk.errands.register import ERRANDS
from kiosk.qt.phrases import LANGUAGES, read

KIOSK = Path(__file__).resolve().parents[2] / "kiosk"


def said() -> set[str]:
    sources = [*(KIOSK / "errands").rglob("*.py"), *(KIOSK / "kit").glob("*.py"), *(KIOSK / "visit").glob("*.py")]
    whole = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    keys = set(
        re.findall(r'"((?:entry|frame|home|identify|lookup|numbers|out|choice|ticket|trouble|way)\.[a-z_.]+)"', whole)
    )
    keys |= {f"trouble.{name}.what" for name in (*(reason.value for reason in Reason), "doubtful")}
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


def shaped(whole: str) -> list[str]:
    """What keys look like that are put together, ``f"slip.state.{...}"`` or ``"help." + word``: their beginning, and
    one word behind it."""
    beginnings = re.findall(r'f"((?!trouble)[a-z_]+(?:\.[a-z_]+)*[._])\{', whole) + re.findall(
        r'"([a-z_.]+\.)" \+', whole
    )
    return [re.escape(one) + r"[a-z0-9_]+(\.[0-9]+|\.title|\.why)?" for one in beginnings]


def test_no_sentence_is_left_that_nobody_says():
    sources = [path.read_text(encoding="utf-8") for kind in ("*.py", "*.qml") for path in KIOSK.rglob(kind)]
    whole = "\n".join(sources)
    quoted = set(re.findall(r"""["'][a-z_.0-9]+["']""", whole))
    keys = {f"{errand}.{word}" for errand in ERRANDS for word in ("key", "key_hint")} | said()
    shapes = shaped(whole)
    unsaid = [
        key
        for key in read("zh")
        if key not in keys
        and not {f'"{key}"', f"'{key}'"} & quoted
        and not any(re.fullmatch(shape, key) for shape in shapes)
    ]
    assert unsaid == []
