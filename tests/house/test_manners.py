"""What the project must never say, and what every package must: read from the tree git tracks."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_no_package_registry_is_named_by_host():
    hosts = re.compile(r"py" + r"pi\.org|python" + r"hosted|registry\.npm" + r"js|deb\.debian" + r"\.org")
    assert [str(path) for path, text in texts() if hosts.search(text)] == []


def test_no_machine_paths():
    paths = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/")
    assert [str(path) for path, text in texts() if paths.search(text)] == []


AT_THE_ROOT = {
    ".ci", ".gitattributes", ".gitignore", ".python-version", "LICENSE", "Makefile", "Procfile", "README.md",
    "README.zh-CN.md", "assets", "deploy", "devices", "docs", "hall", "kiosk", "papers", "pyproject.toml",
    "requirements.lock", "tests", "tools",
}  # fmt: skip


def test_the_root_holds_what_it_should():
    """A name that nobody meant (once a folder called --help, with 304 pictures) is refused here."""
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} - AT_THE_ROOT == set()


def test_no_drawers():
    drawers = {"utils", "helpers", "common", "manager", "misc", "util"}
    assert [str(path) for path in tracked() if path.suffix == ".py" and path.stem in drawers] == []


def test_one_browser_for_all_tests():
    """A second ``sync_playwright`` in a process fails, in whatever test comes second; see tests/support/browser.py."""
    opens = re.compile(r"\bsync_playwright" + r"\(")
    tests = [(path, text) for path, text in texts() if path.name.startswith(("test_", "conftest"))]
    assert [str(path) for path, text in tests if opens.search(text)] == []


def test_no_name_is_given_twice_in_one_page():
    """The scripts of a page share their names: of two functions of one name the later silently stands for both."""
    made = re.compile(r"^(?:async )?(?:function|const|let) (\w+)", re.MULTILINE)
    listed = re.compile(r"""["']([\w/-]+/[\w-]+)(?:\.js)?["']""")
    scripts = {path.stem: path for path in tracked() if path.suffix == ".js"}
    twice = {}
    for page in (path for path in tracked() if path.suffix == ".html"):
        loads = [line for line in page.read_text(encoding="utf-8").splitlines() if "script" in line]
        stems = dict.fromkeys(name.split("/")[-1] for line in loads for name in listed.findall(line))
        names = [name for stem in stems if stem in scripts for name in made.findall(scripts[stem].read_text("utf-8"))]
        if double := {name for name in names if names.count(name) > 1}:
            twice[page.name] = double
    assert twice == {}


def test_what_is_said_in_english_is_english():
    """Of every refusal of the hall; Qt and the slip show it to whoever asked for English."""
    chinese = re.compile(r"[\u4e00-\u9fff]")
    said: list[str] = []
    for path in (ROOT / "hall").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem" and len(node.args) > 3:
                said += [f"{path.name}:{node.lineno}" for part in ast.walk(node.args[3])
                         if isinstance(part, ast.Constant) and chinese.search(str(part.value))]  # fmt: skip
    assert said == []


def test_every_package_opens_with_a_signpost():
    silent = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.name == "__init__.py"
        and path.relative_to(ROOT).parts[0] in ("devices", "hall", "kiosk", "papers", "assets")
        and not path.read_text(encoding="utf-8").lstrip().startswith('"""')
    ]
    assert silent == []


def test_no_id_number_but_the_made_up_ones():
    """Real numbers must never enter the tree. Ours are the standards' own examples or carry the sample serials."""
    from hall.contract.ids import check_id_number

    known = re.compile(r"^(110105194912310|440524188001010|9326821985|9111241981|830000197811|8[12]0000|31011[57])")
    found = {
        number
        for path, text in texts()
        if path.suffix != ".lock"
        for number in re.findall(r"(?<![0-9A-Za-z])\d{17}[\dX](?![0-9A-Za-z])", text)
        if check_id_number(number) is None and not known.match(number)
    }
    assert found == set()


def test_every_long_file_is_there():
    from tests.support.speeds import LONG

    assert [name for name in LONG if not (ROOT / name).is_file()] == []
