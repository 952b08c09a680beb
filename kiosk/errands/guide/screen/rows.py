"""Rows as QML draws them: keys of a choice, lines of a list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kiosk.errands.guide.view import Given, Line, Row, Said
from kiosk.kit.views import Sentence
from kiosk.qt.phrases import Phrases

STATES = ("needed", "maybe", "open", "waived", "not")
ORIGINS = {"自备": "own", "核发": "office", "中介": "agency", "系统": "system"}
TONES = {"needed": "ink", "maybe": "amber", "open": "river", "waived": "pine", "not": "quiet"}


@dataclass(frozen=True)
class KeyRow:
    id: str
    what: str
    arg: str
    name: str
    hint: str
    tag: str


@dataclass(frozen=True)
class LineRow:
    """``kind``: head, line, note, text, aside. ``below``: from whom, why; ``warning``: how unsure."""

    id: str
    kind: str
    text: str
    below: str = ""
    warning: str = ""
    tag: str = ""
    tone: str = "ink"
    struck: bool = False
    fresh: bool = False


def words(said: Said | Sentence, phrases: Phrases) -> str:
    return phrases.sentence(said) if isinstance(said, Sentence) else phrases.pick(*said)


def key_rows(rows: Sequence[Row], phrases: Phrases) -> list[KeyRow]:
    return [
        KeyRow(f"{one.what} {one.arg}", one.what, one.arg, words(one.name, phrases), words(one.hint, phrases), one.tag)
        for one in rows
    ]


def given_words(given: Sequence[Given], phrases: Phrases) -> str:
    """What was answered, in one line of text. English has no short names: a bare yes or no would say nothing there, so
    it is left out; the whole stands where answers are changed."""
    if phrases.language == "zh":
        return " · ".join(phrases.say("guide.given", short=one.short, label=one.label) for one in given)
    telling = [one.label[1] for one in given if one.label[1] not in ("Yes", "No")]
    return " · ".join([*telling, *(["…"] if len(telling) < len(given) else [])])


def line_row(line: Line, phrases: Phrases, window: str = "", beside: str = "") -> LineRow:
    """``window``: where a doubt is settled. ``beside``: a source that need not be said again with every line."""
    say, needless = phrases.say, line.state == "not"
    parts = [
        say(f"guide.since.mark_{line.since}") if line.since else "",
        say(f"guide.origin.{ORIGINS[line.origin]}") if not needless and line.origin in ORIGINS else "",
        say("guide.depends", depends=line.depends) if line.depends[0] else "",
        say("guide.because", why=line.why) if line.why[0] and line.state in ("needed", "waived", "not") else "",
        line.source if not needless and not beside.startswith(line.source) else "",
    ]
    return LineRow(
        id=line.id,
        kind="line",
        text=phrases.pick(*line.name),
        below=" · ".join(part for part in parts if part),
        warning=_warning(line, phrases, window),
        tag=say(f"guide.{line.state}"),
        tone=TONES[line.state],
        struck=needless,
        fresh=line.changed or line.since != "",
    )


def brief_row(line: Line, phrases: Phrases) -> LineRow:
    """Beside a question: no more than what moves, and why."""
    below = ""
    if line.state == "not" and line.why[0]:
        below = phrases.say("guide.because", why=line.why)
    elif line.depends[0] and line.state == "maybe":
        below = phrases.say("guide.depends", depends=line.depends)
    return LineRow(
        id=line.id,
        kind="line",
        text=phrases.pick(*line.name),
        below=below,
        tag=phrases.say(f"guide.{line.state}"),
        tone=TONES[line.state],
        struck=line.state == "not",
        fresh=line.changed,
    )


def sections(lines: Sequence[Line], phrases: Phrases, window: str, beside: str) -> Iterator[LineRow]:
    """The lines under the words of their states."""
    for state in STATES:
        found = [one for one in lines if one.state == state]
        if found:
            yield LineRow(f"head {state}", "head", f"{phrases.say(f'guide.{state}')} · {len(found)}")
            yield from (line_row(one, phrases, window, beside) for one in found)


def counted(lines: Sequence[Line]) -> dict[str, int]:
    """How many are needed, open and not needed."""
    return {
        "needed": sum(one.state in ("needed", "waived", "maybe") for one in lines),
        "open": sum(one.state == "open" for one in lines),
        "off": sum(one.state == "not" for one in lines),
    }


def _warning(line: Line, phrases: Phrases, window: str) -> str:
    if line.state == "not":
        return ""
    if line.doubt == "lapsed":
        return phrases.say("guide.lapsed", until=line.until) if line.until else phrases.say("guide.lapsed_plain")
    if line.window:
        return phrases.say("guide.window_decides", window=line.window)
    if not line.doubt:
        return ""
    return phrases.say("guide.doubt_at", window=window) if window else phrases.say("guide.doubt")
