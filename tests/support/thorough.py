"""How long a property is tried. ``ONEDOOR_THOROUGH=1 make test`` tries the long ones ten times as long."""

import os

THOROUGH = bool(os.environ.get("ONEDOOR_THOROUGH"))


def examples(usual: int) -> int:
    return usual * 10 if THOROUGH else usual
