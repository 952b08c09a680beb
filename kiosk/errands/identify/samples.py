"""Every face of saying who one is."""

from devices.idcard.card import Trouble
from kiosk.kit.played import NUMBER, Played, Script

SUISHENMA = "https://s.sh.gov.cn/" + "ab" * 14 + "06" + "1764000000000"


def _asked(at: Played) -> None:
    at.touch("wake", "service intake")


def _trouble(at: Played) -> None:
    _asked(at)
    at.trouble(Trouble.LAY_AGAIN)


def _no_readers(at: Played) -> None:
    at.no_scanner()
    _asked(at)
    at.trouble(Trouble.NOT_AUTHORISED)


def _code(at: Played) -> None:
    at.trouble(Trouble.UNPLUGGED)
    _asked(at)
    at.scan(SUISHENMA)


def _away(at: Played) -> None:
    _asked(at)
    at.scan(SUISHENMA)
    at.hall()


def _type(at: Played) -> None:
    _asked(at)
    at.touch("type")
    at.type(NUMBER[:9])


def _complete(at: Played) -> None:
    _type(at)
    at.type(NUMBER[9:])


def _wrong(at: Played) -> None:
    _asked(at)
    at.touch("type")
    at.type("310117198502290012")


def _not_adding_up(at: Played) -> None:
    _asked(at)
    at.touch("type")
    at.type("310118199001010013")


def _credit(at: Played) -> None:
    _asked(at)
    at.touch("type", "kind credit_code")
    at.type("91310117MA1J00014W")


SAMPLES: dict[str, Script] = {
    "identify": _asked,
    "identify-trouble": _trouble,
    "identify-no-readers": _no_readers,
    "identify-code": _code,
    "identify-away": _away,
    "identify-type": _type,
    "identify-complete": _complete,
    "identify-wrong": _wrong,
    "identify-check": _not_adding_up,
    "identify-credit": _credit,
}
