"""A real hall in its own process, its gate enrolled, and members of staff over real HTTP."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.hall.serving import Serving, hall_running
from tests.support.founded import found_sample


@dataclass
class Doors:
    """``gate``: the station where the sample's gate is."""

    serving: Serving
    gate: httpx.Client

    @contextmanager
    def staff(self, login: str) -> Iterator[httpx.Client]:
        with httpx.Client(base_url=self.serving.url, trust_env=False, timeout=20) as client:
            said = {"login": login, "password": self.serving.passwords[login]}
            assert client.post("/sign-in", data=said).status_code == 303
            found = re.search(r'name="csrf" value="([^"]+)"', client.get("/account").text)
            assert found
            client.headers["X-CSRF-Token"] = found[1]
            yield client


@contextmanager
def doors_running(data_dir: Path) -> Iterator[Doors]:
    founded = found_sample(data_dir)
    with hall_running(data_dir, "--sample") as serving:
        serving.passwords.update(founded.passwords)
        enrol = {"code": founded.enrol_code}
        told = httpx.post(f"{serving.url}/api/stations/enrol", json=enrol, trust_env=False, timeout=30).json()
        auth = (told["station"], told["secret"])
        with httpx.Client(base_url=serving.url, auth=auth, trust_env=False, timeout=20) as gate:
            yield Doors(serving, gate)
