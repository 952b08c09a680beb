"""A hall of a million visits: backed up, and put back. Run: ``python -m tests.bench.bench_restore``.

The peer is SQLite's own copy of the same file by ``sqlite3 .backup``, unsealed and unchecked.
"""

import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.table import markdown
from tests.hall.serving import environment
from tests.support.founded import found_sample

VISITS = 1_000_000
KEY = {"ONEDOOR_BACKUP_PASSPHRASE": "twelve characters and more"}
NOTE = "Aim: restore ≤ 300 s. Sealed, read back, pages checked and rows counted on both ways; the old state set aside."


def filled(path: Path, visits: int = VISITS) -> int:
    """Tickets, a report and a call for each, of days gone by. Returns the bytes of the file."""
    with sqlite3.connect(path) as data:
        numbers = f"WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {visits})"
        data.execute(
            f"INSERT INTO queue_ticket (station, key, day, service, letter, n, token, origin, language, issued_at,"
            f" place_at, state, calls, called_again, slip, slip_reason) {numbers} SELECT 'K001', 'visit-' || i,"
            f" date('2020-01-01', (i / 9000) || ' days'), 'intake', 'A', i % 9000 + 1, hex(randomblob(16)), 'hall',"
            f" 'zh', 1577836800000000 + i, 1577836800000000 + i, 'done', 1, 0, 'printed', '' FROM c"
        )
        data.execute(
            "INSERT INTO queue_call (day, ticket, window, at, ordinal)"
            " SELECT day, id, 'w1', issued_at, 1 FROM queue_ticket"
        )
    data.close()
    return path.stat().st_size


def rows(visits: int = VISITS) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="bench-restore-") as name:
        folder, kept = Path(name) / "hall", Path(name) / "kept.backup"
        found_sample(folder)
        size = filled(folder / "hall.sqlite", visits)
        began = time.monotonic()
        with sqlite3.connect(folder / "hall.sqlite") as data, sqlite3.connect(Path(name) / "plain") as plain:
            data.backup(plain)
        bare = time.monotonic() - began
        took = {}
        for what, given in (("backup", str(kept)), ("restore", str(kept))):
            began = time.monotonic()
            order = [sys.executable, "-m", "hall", "--data-dir", str(folder), what, given]
            subprocess.run(order, cwd=name, env=environment(**KEY), check=True, capture_output=True, timeout=900)
            took[what] = time.monotonic() - began
    return [
        {
            "visits": f"{visits:,}",
            "data, MB": round(size / 1e6),
            "plain copy, s": round(bare, 1),
            "backup, s": round(took["backup"], 1),
            "restore, s (aim ≤ 300)": round(took["restore"], 1),
        }
    ]


if __name__ == "__main__":
    print(markdown(rows()), NOTE, sep="\n\n")
