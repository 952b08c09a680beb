"""Every face of checking in."""

from kiosk.kit.played import Played, Script


def _waiting(at: Played) -> None:
    at.touch("wake", "checkin")


def _printing(at: Played) -> None:
    at.scan("OD4:" + "B" * 20)


SAMPLES: dict[str, Script] = {"checkin": _waiting, "checkin-printing": _printing}
