"""Sentences in two languages: what stands on every screen in `assets/phrases/*.toml`, an errand's own in its folder,
under its name. No words for visitors stand anywhere else."""

import logging
import tomllib
from functools import cache
from pathlib import Path

import assets
import kiosk
from kiosk.kit.views import Language, Sentence

PHRASES = Path(next(iter(assets.__path__))) / "phrases"
ERRANDS = Path(kiosk.__file__).parent / "errands"
LANGUAGES: tuple[Language, ...] = ("zh", "en")

log = logging.getLogger(__name__)


def _flat(tree: dict, prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        flat |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": str(value)}
    return flat


@cache
def read(language: Language) -> dict[str, str]:
    """Dotted key → phrase with ``{placeholders}``."""
    whole = _flat(_toml(PHRASES / f"{language}.toml"))
    for path in sorted(ERRANDS.glob(f"*/phrases.{language}.toml")):
        whole |= _flat(_toml(path), f"{path.parent.name}.")
    return whole


def _toml(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


class Phrases:
    """What is said in the language spoken now. QML has the same phrases as ``Say.words`` (a plain object and no
    QTranslator: Qt asks translators on its loader thread too, and one in Python would wait there for Python)."""

    def __init__(self) -> None:
        self.language: Language = "zh"

    @property
    def words(self) -> dict[str, str]:
        return read(self.language)

    def say(self, key: str, **values: str | int | tuple[str, str]) -> str:
        """A phrase with its values; a (zh, en) pair is chosen by language. A glass must go on whatever a flow sends:
        an unknown key or a missing value is logged and the bare key or phrase shown."""
        phrase = self.words.get(key)
        if phrase is None:
            log.error("no phrase %s", key)
            return key
        chosen = {k: v[LANGUAGES.index(self.language)] if isinstance(v, tuple) else v for k, v in values.items()}
        try:
            return phrase.format_map(chosen)
        except (KeyError, IndexError, ValueError) as error:
            log.error("phrase %s lacks a value: %s", key, error)
            return phrase

    def sentence(self, sentence: Sentence | None) -> str:
        return self.say(sentence.key, **sentence.values) if sentence else ""

    def pick(self, zh: str, en: str) -> str:
        """Data that comes in both languages; Chinese where English is missing."""
        return en if self.language == "en" and en else zh
