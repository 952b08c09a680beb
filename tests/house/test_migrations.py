"""The steps of the database stand in one line: each begins where the one before it ends."""

import re
from pathlib import Path

STEPS = Path(__file__).resolve().parents[2] / "hall/migrations/versions"


def test_the_steps_stand_in_one_line():
    """Two made side by side would each be right alone; together nothing could be founded."""
    before = None
    for path in sorted(STEPS.glob("[0-9]*.py")):
        said = dict(re.findall(r'^(revision|down_revision) = "?(\w+)"?$', path.read_text("utf-8"), re.MULTILINE))
        revision = path.name[:4]
        assert said == {"revision": revision, "down_revision": before or "None"}, path.name
        before = revision
