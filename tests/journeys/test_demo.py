"""`make demo` ends well and leaves what it promises."""

import json
from pathlib import Path

from tests.journeys.demo import main
from tests.journeys.errands import ERRANDS


def test_the_demo_keeps_every_promise(tmp_path: Path):
    out = tmp_path / "demo"
    assert main(out) == 0
    assert len(list((out / "screens").glob("*.png"))) >= 10
    slips = sorted((out / "slips").glob("*.bin"))
    assert len(slips) >= len(ERRANDS)
    assert all(slip.with_suffix(".png").exists() for slip in slips)
    tickets = json.loads((out / "hall.json").read_text(encoding="utf-8"))["queue_ticket"]
    numbers = len(ERRANDS) - 2  # the gate and the list give none
    assert len({(row["letter"], row["n"]) for row in tickets}) == len(tickets) == numbers
    assert "310117199001010013" not in (out / "hall.json").read_text(encoding="utf-8")
    assert all(f"<h2>{name}" in (out / "report.html").read_text(encoding="utf-8") for name in ERRANDS)
    for log in out.glob("*.log"):
        text = log.read_text(encoding="utf-8", errors="replace")
        assert "Traceback" not in text, text
        assert "310117199001010013" not in text
        assert "张样例" not in text
