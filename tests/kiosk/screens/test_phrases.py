"""Every sentence in both languages, nothing asked for that is not there."""

import re
from pathlib import Path
from string import Formatter

import pytest

import kiosk
from devices.idcard.card import Trouble
from devices.printer.verdict import Reason
from kiosk.kit.views import Sentence
from kiosk.qt.phrases import LANGUAGES, Phrases, read

HOME = Path(kiosk.__file__).parent


def _placeholders(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


def test_both_languages_say_the_same_things():
    zh, en = (read(language) for language in LANGUAGES)
    assert zh.keys() == en.keys()
    assert [k for k in zh if _placeholders(zh[k]) != _placeholders(en[k])] == []
    assert [k for k in zh if not zh[k].strip() or not en[k].strip()] == []


def test_every_phrase_that_qml_asks_for_is_there():
    for qml in HOME.rglob("*.qml"):
        for key in re.findall(r'Say\.words\["([^"]+)"\]', qml.read_text(encoding="utf-8")):
            assert key in read("zh"), f"{qml.name}: {key}"


def test_every_phrase_that_python_asks_for_is_there():
    asked = re.compile(r'(?:Sentence|\.say)\(\s*"([a-z_.]+)"')
    for source in HOME.rglob("*.py"):
        for key in asked.findall(source.read_text(encoding="utf-8")):
            assert key in read("zh"), f"{source.name}: {key}"


@pytest.mark.parametrize("key", [
    *(f"trouble.{reason.value}.what" for reason in Reason),
    *(f"identify.trouble.{trouble.value}" for trouble in Trouble),
    *(f"identify.problem.{code}" for code in ("length", "too_long", "character", "region", "date")),
    "identify.problem.check_id_number", "identify.problem.check_credit_code",
])  # fmt: skip
def test_whatever_goes_wrong_has_its_sentence(key):
    assert key in read("zh")


def test_chinese_stays_chinese_and_english_english():
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert [k for k, v in read("en").items() if chinese.search(v) and k != "frame.language"] == []
    letters = re.compile(r"[A-Za-z]{2,}")
    spoken = {k: re.sub(r"\{\w+\}", "", v) for k, v in read("zh").items() if k != "frame.language"}
    assert [k for k, v in spoken.items() if letters.search(v)] == []


def test_no_typographic_quotes_in_english():
    # In a Chinese face they are full-width and tear the sentence apart.
    assert [k for k, v in read("en").items() if re.search("[“”‘’…]", v)] == []


def test_a_pair_is_chosen_by_language():
    phrases = Phrases()
    sentence = Sentence("identify.for_service", {"service": ("综合收件", "General acceptance")})
    assert phrases.sentence(sentence) == "办理：综合收件"
    phrases.language = "en"
    assert phrases.sentence(sentence) == "Service: General acceptance"


@pytest.mark.says("kiosk.qt.phrases", "no phrase no.such")
@pytest.mark.says("kiosk.qt.phrases", "phrase trouble.kept.number lacks a value")
def test_a_phrase_that_is_not_there_is_logged_and_shows_its_key(caplog):
    assert Phrases().say("no.such") == "no.such"
    assert "no.such" in caplog.text
    caplog.clear()
    assert Phrases().say("trouble.kept.number") == read("zh")["trouble.kept.number"]
    assert "trouble.kept.number" in caplog.text


def test_a_value_with_braces_is_only_text():
    assert "{x}" in Phrases().say("trouble.kept.number", number="{x}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_did_not_print_is_called_what_it_is(language):
    phrases, told = Phrases(), {"paper": ("收件凭证", "receipt")}
    phrases.language = language
    for reason in (*(reason.value for reason in Reason), "doubtful"):
        sentence = phrases.sentence(Sentence(f"trouble.{reason}.what", told))
        assert not re.search(r"票|\bslip\b|[{]", sentence), sentence
