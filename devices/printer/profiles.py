"""What a printer model can do, as data. A dialect reads the profile; nobody asks for a model by name in code.

None means that no document we have says it, and nobody has tried: a printer is then asked, where asking is harmless,
and otherwise treated as if it could not. Width, charset and speed must have a value; unless named in ``checked`` they
are assumptions, too small rather than too large: a charset too small only costs a line printed as raster.
"""

from dataclasses import dataclass
from typing import Any, Literal

Charset = Literal["ascii", "gb2312", "gbk", "gb18030"]
"""``ascii``: no Chinese font at all, every Chinese line is drawn."""
CHARSETS: tuple[Charset, ...] = ("gb2312", "gbk", "gb18030")
"""The Chinese ones, smallest first."""


@dataclass(frozen=True)
class Profile:
    """One model (or family). Dots are 203 dpi: 8 dots a millimetre, 12 dots a column."""

    name: str
    title: str
    columns: int
    dots: int
    charset: Charset
    """What its Chinese font truly holds; a line with anything else is printed as raster."""
    process_id: bool | None = None
    """``GS ( H`` fn 48. None: not known, the driver asks the printer itself before the first slip."""
    asb: bool | None = True
    """Automatic status back, ``GS a``. Not used unless True: batches of the same model differ."""
    clear: bool | None = True
    """``DLE DC4`` fn 8, which answers (asked unless False); otherwise ``DLE ENQ 2``, which does not."""
    partial_cut: bool = True
    """False: only a full cut. A full cut without a presenter drops the slip on the floor."""
    native_qr: bool | None = True
    """``GS ( k`` fn 165–181; otherwise codes go as raster."""
    motion_units: bool = False
    """Its feed unit is not one dot until ``GS P 203 203`` says so (Epson)."""
    slowest_mm_s: float = 80.0
    """The slowest paper speed to reckon with when waiting for the printer's word."""
    slip_not_taken_bit: bool = False
    """``DLE EOT 1`` bit 7 means: the last slip still hangs in the mouth (Cashino). Fails the usual mask."""
    anti_jam_bit: bool = False
    """``DLE EOT 3`` bit 2 is the anti-jam module, not an error (SNBC BT-T080)."""
    cover_as_paper_end: bool = False
    """An open cover is told as paper end (SNBC BTP-M300, unless memory switch 8-5 is on)."""
    presenter: bool | None = None
    """Holds the slip until it is taken, and can pull it back."""
    retract_s: float | None = None
    """Seconds after which its presenter pulls a slip nobody takes back by itself; 0: never."""
    full_status: bool | None = None
    """``DLE EOT 20`` (``10 04 14``) answers six bytes; bit 5 of the paper byte: a slip is in the presenter (Custom)."""
    model: str | None = None
    """What it should answer to ``GS I 67`` [K]: the name on the box. None: nothing to recognise it by."""
    checked: tuple[str, ...] = ()
    """Fields that somebody has seen on this machine's paper (``python -m devices probe --print``)."""
    doubts: tuple[str, ...] = ()
    """What is not known and matters, in plain words. [K] common knowledge, [U] unknown."""


_UNTRIED: dict[str, Any] = {"asb": None, "clear": None, "native_qr": None}

GENERIC_80 = Profile(
    "generic-80", "80 mm, 203 dpi, unknown maker", 48, 576, "gbk",
    model="GENERIC-80",  # what the simulated one of the bench calls itself
)  # fmt: skip
GENERIC_58 = Profile(
    "generic-58", "58 mm, 203 dpi, unknown maker", 32, 384, "gbk", asb=False, clear=False, slowest_mm_s=50.0,
    doubts=("how an unknown printer is treated, not what it can do: clear and asb are left alone [K]",),
)  # fmt: skip
TM_T88VI = Profile(
    "tm-t88vi", "Epson TM-T88VI (Chinese model)", 48, 576, "gb18030", process_id=True, motion_units=True,
    model="TM-T88VI", doubts=("GB18030 and the process id are common knowledge for the Chinese model [K]",),
)  # fmt: skip
TM_T88V = Profile(
    "tm-t88v", "Epson TM-T88V", 48, 576, "gb2312", motion_units=True, **_UNTRIED, model="TM-T88V",
    doubts=("process id: the TM-T88III lacks it, the TM-T88VI has it, this one must be asked [U]",
            "the Chinese font depends on the country model [U]"),
)  # fmt: skip
TM_T82 = Profile(
    "tm-t82", "Epson TM-T82", 48, 576, "gb2312", motion_units=True, **_UNTRIED, model="TM-T82",
    doubts=("process id [U]", "the Chinese font depends on the country model [U]"),
)  # fmt: skip
BTP_M300 = Profile(
    "btp-m300", "SNBC BTP-M300", 48, 576, "gb2312", **_UNTRIED, cover_as_paper_end=True, model="BTP-M300",
    doubts=("cover open is told as paper end unless memory switch 8-5 is on", "process id [U]", "charset [U]"),
)  # fmt: skip
BT_T080 = Profile(
    "bt-t080", "SNBC BT-T080", 48, 576, "gbk", process_id=False, **_UNTRIED, anti_jam_bit=True, model="BT-T080",
    doubts=("no process id: the proof is the weaker GS r", "GBK is the usual font [K], never tried"),
)  # fmt: skip
BTP_R880NP = Profile(
    "btp-r880np", "SNBC BTP-R880NP", 48, 576, "gb2312", **_UNTRIED, model="BTP-R880NP",
    doubts=("nothing of it stands in a document we have: probe it [U]",),
)  # fmt: skip
KP_628E = Profile(
    "kp-628e", "Cashino KP-628E", 48, 576, "gbk", process_id=False, **_UNTRIED, slip_not_taken_bit=True,
    model="KP-628E",
    doubts=("no process id: the proof is the weaker GS r", "GBK is the usual font [K], never tried"),
)  # fmt: skip
CUSTOM_KPM = Profile(
    "custom-kpm", "Custom KPM (with presenter)", 48, 576, "gb2312", **_UNTRIED, presenter=True, full_status=True,
    doubts=("ejector codes differ by model: slips are cut, not ejected", "width and charset [U]"),
)  # fmt: skip
CUSTOM_TPTCM = Profile(
    "custom-tptcm", "Custom TPTCM (with presenter)", 48, 576, "gb2312", **_UNTRIED, presenter=True, full_status=True,
    doubts=("ejector codes differ by model: slips are cut, not ejected", "width and charset [U]"),
)  # fmt: skip
XPRINTER_80 = Profile(
    "xprinter-80", "XPrinter, 80 mm", 48, 576, "gb2312", **_UNTRIED,
    doubts=("ASB differs between batches of one model: never used", "process id [U]", "charset [U]"),
)  # fmt: skip

PROFILES = {
    profile.name: profile
    for profile in (
        GENERIC_80, GENERIC_58, TM_T88VI, TM_T88V, TM_T82, BTP_M300, BT_T080, BTP_R880NP, KP_628E, CUSTOM_KPM,
        CUSTOM_TPTCM, XPRINTER_80,
    )
}  # fmt: skip
"""By the name used in a device address: ``escpos+serial:/dev/ttyUSB0?profile=tm-t88vi``."""


def unknown(model: str | None) -> Profile:
    """How a printer is treated whose model is not known to us: asked or left alone, never supposed."""
    doubt = "found by asking; its model is not known to us [U]"
    return Profile("unknown", model or "unknown model", 48, 576, "gb2312", **_UNTRIED, doubts=(doubt,))


def recognise(model: str) -> Profile | None:
    """The profile of the model that ``GS I 67`` names; None if none is meant beyond doubt. TM-T82II is no TM-T82."""
    told = _plain(model)
    return next((one for one in PROFILES.values() if one.model and _plain(one.model) == told), None)


def _plain(name: str) -> str:
    return "".join(char for char in name.upper() if char.isalnum())
