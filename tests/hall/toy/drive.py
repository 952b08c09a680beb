"""Run inside the copy: the room as manager, clerk and station meet it; prints what each was told."""

import tempfile
from contextlib import closing
from pathlib import Path

from tests.hall.caller import enrolled, found_house, report, signed_in

with tempfile.TemporaryDirectory() as folder, closing(found_house(Path(folder) / "hall")) as house:
    manager, clerk, station, nobody = (
        signed_in(house, "manager"),
        signed_in(house, "clerk1"),
        enrolled(house),
        house.caller(),
    )

    def told(what: str, said: object) -> None:
        print(what, said, sep="\t")

    def waiting() -> int:
        parts = station.post("/api/station/parts", {"have": {}}).raise_for_status().json()["parts"]
        return parts["lost"]["body"]["waiting"]

    for who, caller in (("manager", manager), ("clerk", clerk)):
        told(f"{who}'s index", "失物招领" in caller.get("/").text)
    told("nobody's page", nobody.get("/lost").status_code)
    told("clerk's page", clerk.get("/lost").status_code)
    told("part", waiting())
    answer = station.post("/api/station/reports", {"reports": [report(1, {"kind": "thing_lost", "what": "红伞"})]})
    told("report", answer.json())
    told("manager's page", "<li>红伞</li>" in manager.get("/lost").text)
    told("part", waiting())
    told("clerk's key", clerk.post("/api/lost/1/fetched").status_code)
    told("manager's key", manager.post("/api/lost/1/fetched").json())
    told("part", waiting())
