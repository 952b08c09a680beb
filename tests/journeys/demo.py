"""``make demo``: a scripted visitor at the real programs. Leaves screens, slips, what the hall recorded and a report to
look at. Exit code 0 only if every errand ended as promised."""

import html
import json
import shutil
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from tests.journeys.errands import ERRANDS
from tests.support.house import House, with_gate


@dataclass
class Told:
    """How an errand went."""

    name: str
    promise: str
    seconds: float = 0.0
    wrong: str = ""
    screens: list[str] = field(default_factory=list)
    slips: list[str] = field(default_factory=list)


class Demo:
    def __init__(self, out: Path, house: House) -> None:
        self.out, self.house = out, house
        self.told: list[Told] = []
        self._papers = 0

    def run(self) -> bool:
        for name, errand in ERRANDS.items():
            told = Told(name, (errand.__doc__ or "").strip())
            self.told.append(told)
            begun = time.monotonic()
            try:
                errand(self.house, self._look)
            except Exception:
                told.wrong = traceback.format_exc()
                self._look("wrong")
            told.seconds = time.monotonic() - begun
            self._keep_slips(told)
            print(f"{'kept  ' if not told.wrong else 'BROKEN'} {told.seconds:5.1f} s  {name}", flush=True)
            if told.wrong:
                print(told.wrong, flush=True)
        return not any(told.wrong for told in self.told)

    def _look(self, name: str) -> None:
        picture = self.house.visitor.picture_at_rest()
        file = f"{len([s for t in self.told for s in t.screens]) + 1:02d}-{name}.png"
        (self.out / "screens" / file).write_bytes(picture)
        self.told[-1].screens.append(file)

    def _keep_slips(self, told: Told) -> None:
        """The bytes as they went over the wire, and how they look on paper."""
        papers = self.house.papers()
        for n in range(self._papers, len(papers)):
            stem = f"{n + 1:02d}"
            (self.out / "slips" / f"{stem}.bin").write_bytes(self.house.paper_bytes(n))
            (self.out / "slips" / f"{stem}.png").write_bytes(self.house.paper_picture(n))
            told.slips.append(f"{stem}.png")
        self._papers = len(papers)

    def record(self) -> None:
        tables = ("queue_ticket", "queue_call", "stations_report", "stations_device", "audit_line")
        recorded = {table: self.house.rows(table) for table in tables}
        (self.out / "hall.json").write_text(json.dumps(recorded, ensure_ascii=False, indent=1), encoding="utf-8")
        (self.out / "report.html").write_text(self._report(), encoding="utf-8")

    def _report(self) -> str:
        sections = []
        for told in self.told:
            pictures = "".join(f'<img src="screens/{name}" alt="{name}">' for name in told.screens)
            slips = "".join(f'<img class="slip" src="slips/{name}" alt="slip {name}">' for name in told.slips)
            state = "没有兑现 broken" if told.wrong else f"兑现 kept · {told.seconds:.1f} s"
            wrong = f"<pre>{html.escape(told.wrong)}</pre>" if told.wrong else ""
            sections.append(
                f"<section><h2>{html.escape(told.name)} <small>{state}</small></h2>"
                f"<p>{html.escape(told.promise)}</p>{wrong}<div>{pictures}{slips}</div></section>"
            )
        return PAGE.replace("SECTIONS", "".join(sections))


PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>OneDoor 一门 · demo</title><style>
body { margin: 0 auto; max-width: 1400px; padding: 48px 32px; background: #F6F4EE; color: #1B2A26;
       font: 18px/1.6 "Noto Sans CJK SC", sans-serif; }
h1, h2 { color: #0E5A4A; margin: 0 } section { margin: 48px 0; padding-top: 24px; border-top: 1px solid #DCE8E2 }
small { font-size: 16px; font-weight: normal; color: #55645E } div { display: flex; gap: 24px; overflow-x: auto;
align-items: flex-start; padding: 8px 0 16px } img { height: 620px; border: 1px solid #DCE8E2; border-radius: 12px }
img.slip { height: auto; width: 288px; border-radius: 2px; background: #fff; box-shadow: 0 4px 16px #1B2A2622 }
pre { overflow-x: auto; background: #fff; padding: 16px; color: #B5362B }
</style><h1>OneDoor 一门</h1><p>A scripted visitor at the real programs: touches on the glass, bytes on the wire.
<a href="hall.json">what the hall recorded</a></p>SECTIONS</html>"""


def main(out: Path) -> int:
    shutil.rmtree(out, ignore_errors=True)
    for folder in ("screens", "slips"):
        (out / folder).mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="onedoor-demo-") as path:
        begun = time.monotonic()
        with House(Path(path), environment=with_gate(Path(path))) as house:
            demo = Demo(out, house)
            kept = demo.run()
            demo.record()
            for name in ("hall", "bench", "kiosk"):
                shutil.copy(Path(path) / f"{name}.log", out / f"{name}.log")
    print(f"{out / 'report.html'}   {time.monotonic() - begun:.0f} s")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "out/demo")))
