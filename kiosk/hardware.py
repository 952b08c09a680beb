"""What tells this computer from another that runs from a copy of its disk: its network cards.

Everything on the disk (also /etc/machine-id) is copied with it; what /sys says of the mainboard only root may read.
A computer without a card of its own (a virtual one) cannot be told from its copy here; the hall still tells them apart
by their turns.
"""

from pathlib import Path


def machine(named: str = "", cards: Path = Path("/sys/class/net")) -> frozenset[str]:
    """``named``: by the settings, instead. Empty: it cannot be told."""
    if named:
        return frozenset({"-".join(named.split())})
    found = set()
    for card in cards.glob("*"):
        try:
            if (card / "device").exists():
                found.add((card / "address").read_text(encoding="ascii").strip())
        except (OSError, UnicodeDecodeError):
            continue
    return frozenset(found - {"", "00:00:00:00:00:00"})
