"""Values of every paper, as a hall would have them."""

import json
from importlib.resources import files
from typing import Any

ALL: dict[str, dict[str, Any]] = json.loads(files("assets").joinpath("papers/samples.json").read_text(encoding="utf-8"))
CHECKLIST, RECEIPT, ACCEPTED = ALL["checklist"], ALL["receipt"], ALL["accepted"]
