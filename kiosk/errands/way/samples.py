"""Every face of the way, over a slip that was scanned."""

from kiosk.kit.played import SLIP, Played, Script


def _called(at: Played) -> None:
    at.scan(SLIP)
    at.hall(at.ticket(state="called", window="5"))
    at.touch("way")


def _nearest(at: Played) -> None:
    at.scan(SLIP)
    at.hall(at.ticket())
    at.touch("way")


def _upstairs(at: Played) -> None:
    at.scan(SLIP)
    at.hall(at.ticket(service="pickup", n=3, state="called", window="7"))
    at.touch("way")


def _step_free(at: Played) -> None:
    _upstairs(at)
    at.touch("step_free")


def _barred(at: Played) -> None:
    at.hall_away()
    _step_free(at)


SAMPLES: dict[str, Script] = {
    "way": _called,
    "way-nearest": _nearest,
    "way-upstairs": _upstairs,
    "way-step-free": _step_free,
    "way-barred": _barred,
}
