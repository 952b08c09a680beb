"""The browser's half keeps floors too: read from the ``import`` lines of every module in a ``pages`` folder.

A module is known by where it is served: ``room/folder/name.js``.
"""

import posixpath
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IMPORT = re.compile(r"""^(?:import|export)\b[^"';]*?(?:from\s+)?["'](\.[^"']+)["'];""", re.MULTILINE)
MODULE = re.compile(r"^(?:import|export)\b|[;}]export\s*\{", re.MULTILINE)
FLOORS = {"plan": ("model", "canvas", "panel", "publish")}
"""Of a room whose modules stand in folders: each may know those before it. What stands beside the folders knows all."""


def modules() -> dict[str, str]:
    found = {}
    for pages in ROOT.glob("hall/**/pages"):
        for path in pages.rglob("*.js"):
            text = path.read_text("utf-8")
            if MODULE.search(text):
                found[f"{pages.parent.name}/{path.relative_to(pages).as_posix()}"] = text
    return found


def arrows(texts: dict[str, str]) -> dict[str, list[str]]:
    return {
        name: [posixpath.normpath(posixpath.join(posixpath.dirname(name), to)) for to in IMPORT.findall(text)]
        for name, text in texts.items()
    }


def strangers(texts: dict[str, str]) -> list[str]:
    """A room's pages import the kit and themselves, and only what is there."""
    return [
        f"{name} -> {to}"
        for name, targets in arrows(texts).items()
        for to in targets
        if to not in texts or to.split("/")[0] not in ("kit", name.split("/")[0])
    ]


def circles(texts: dict[str, str]) -> list[str]:
    """Modules that reach themselves."""
    left = {name: {to for to in targets if to in texts} for name, targets in arrows(texts).items()}
    while leaves := [name for name, targets in left.items() if not targets]:
        for name in leaves:
            del left[name]
        for targets in left.values():
            targets.difference_update(leaves)
    return sorted(name for name in left if _reaches(left, name, name))


def _reaches(left: dict[str, set[str]], start: str, goal: str) -> bool:
    seen, ahead = set(), [start]
    while ahead:
        for to in left.get(ahead.pop(), set()) - seen:
            if to == goal:
                return True
            seen.add(to)
            ahead.append(to)
    return False


def uphill(texts: dict[str, str]) -> list[str]:
    """Arrows against the floors, and folders that have no floor."""
    found = []
    for name, targets in arrows(texts).items():
        for to in targets:
            here, there = _floor(name), _floor(to)
            if here is not None and there is not None and there > here:
                found.append(f"{name} -> {to}")
    return found + [name for name in texts if _floor(name) == -1]


def _floor(name: str) -> int | None:
    """None: of a room without floors; -1: in a folder that was given none."""
    room, *folders, _ = name.split("/")
    if room not in FLOORS:
        return None
    if not folders:
        return len(FLOORS[room])
    return FLOORS[room].index(folders[0]) if folders[0] in FLOORS[room] else -1


def overheard(texts: dict[str, str]) -> list[str]:
    """Keys are heard by ``kit/keys.js``, which leaves an input method its own; names are given away by one seam."""
    keys = re.compile(r"""addEventListener\(\s*["']key(?:down|press)["']|\bonkey(?:down|press)\b""")
    given = re.compile(r"\b(?:window|globalThis)(?:\.\w+|\[[^\]]+\]) = ")
    return [name for name, text in texts.items() if keys.search(text) and name != "kit/keys.js"] + [
        name for name, text in texts.items() if given.search(text) and name != "kit/seam.js"
    ]


def clocks(texts: dict[str, str]) -> list[str]:
    """The computer's own clock may be set to anything: the hall's time is counted on by the one no one can set."""
    own = re.compile(r"\bDate\.now\(|\bnew Date\(\)")
    return [name for name, text in texts.items() if own.search(text)]


def wires(texts: dict[str, str]) -> list[str]:
    """A press has a deadline and a sentence for every failure, and what is watched shares one line."""
    own = re.compile(r"\bfetch\(|\bEventSource\b|\bXMLHttpRequest\b|\bnew WebSocket\(")
    return [name for name, text in texts.items() if own.search(text) and name not in ("kit/page.js", "kit/line.js")]


RULES = (strangers, circles, uphill, overheard, clocks, wires)


@pytest.mark.parametrize("wrong", RULES)
def test_modules_keep_their_floors(wrong):
    assert wrong(modules()) == []


def test_the_plan_is_modules_and_nothing_else():
    assert len([name for name in modules() if name.startswith("plan/")]) == len(
        list((ROOT / "hall/plan/pages").rglob("*.js"))
    )


PLANTED = {
    "kit/page.js": "export const find = 1;",
    "queue/board.js": 'import { find } from "../kit/page.js";',
    "plan/model/a.js": 'import {\n  b,\n} from "./b.js";',
    "plan/model/b.js": "export const b = 1;",
    "plan/canvas/c.js": 'import "../model/a.js";\nexport const c = 1;',
    "plan/plan.js": 'import { c } from "./canvas/c.js";',
}


@pytest.mark.parametrize(
    ("wrong", "name", "line"),
    [
        (strangers, "queue/board.js", 'import { b } from "../plan/model/b.js";'),
        (strangers, "kit/page.js", 'import { board } from "../queue/board.js";'),
        (strangers, "plan/plan.js", 'import { gone } from "./canvas/gone.js";'),
        (circles, "plan/model/b.js", 'import { a } from "./a.js";'),
        (circles, "plan/model/b.js", 'export { a } from "./a.js";'),
        (uphill, "plan/model/b.js", 'import { c } from "../canvas/c.js";'),
        (uphill, "plan/canvas/c.js", 'import "../plan.js";'),
        (uphill, "plan/attic/d.js", "export const d = 1;"),
        (overheard, "queue/board.js", 'document.addEventListener("keydown", act);'),
        (overheard, "plan/model/b.js", "window.plan = b;"),
        (clocks, "queue/board.js", "const age = Date.now() - told;"),
        (wires, "plan/model/b.js", "await fetch(address);"),
    ],
)
def test_a_planted_line_bites(wrong, name: str, line: str):
    assert [each(PLANTED) for each in RULES] == [[]] * len(RULES)
    assert wrong(PLANTED | {name: f"{line}\n{PLANTED.get(name, '')}"}) != []


def test_colours_of_controls_are_tokens():
    text = (ROOT / "hall/kit/pages/controls.css").read_text("utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", text) == []
