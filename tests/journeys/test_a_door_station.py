"""The same program without a glass, beside a gate: a pass at its scanner opens, and the hall hears of it."""

import contextlib
import json
from pathlib import Path

from tests.support.house import House, NeverCame, until, with_gate
from tests.support.passes import pass_codes
from tests.support.threshold import leans


class DoorStation(House):
    def start_kiosk(self) -> None:
        self.start("kiosk", "kiosk", "--headless")
        until("the station", lambda: "stands beside its doors" in self.log("kiosk"))


def test_a_pass_opens_without_a_glass(tmp_path: Path):
    with DoorStation(tmp_path, environment=with_gate(tmp_path)) as house:
        until("the gate watched", lambda: "gate" in house.devices(able=True))
        kept = "SELECT count(*) FROM parts WHERE name = 'grants' AND body LIKE '%gate1%'"
        until("the hall's word of the doors", lambda: house.kept_by_kiosk(kept))
        pass_ = pass_codes(house.path / "hall")[-1]

        def told(kind: str, field: str) -> list[str]:
            bodies = [json.loads(row["body"]) for row in house.rows("stations_report")]
            return [one[field] for one in bodies if one["kind"] == kind and one["door"] == "gate1"]

        def shows(cause: str, times: int = 1) -> None:
            """The same code within two seconds is one scan."""
            for _ in range(6):
                house.rack("scanner", "show", text=pass_)
                with contextlib.suppress(NeverCame):
                    until(cause, lambda: told("entry", "cause").count(cause) == times, patience=3)
                    return
            raise NeverCame(cause)

        def opened(times: int) -> bool:
            """Who comes to a lock that has fallen shut again, unseen by anybody else, may show it again."""
            shows("granted", times)
            return leans(house, "gate", lambda: told("passage", "became").count("not_passed") == times)

        times = next(times for times in range(1, 6) if opened(times))
        shows("used")
        assert told("entry", "cause").count("granted") == times
        assert house.stop("kiosk") == 0
