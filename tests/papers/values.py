"""Values of every paper, as a hall would have them."""

import json
from pathlib import Path
from typing import Any

ALL: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
CHECKLIST, RECEIPT, ACCEPTED = ALL["checklist"], ALL["receipt"], ALL["accepted"]
