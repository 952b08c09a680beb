"""What a printer model can do, as data. A dialect reads the profile; nobody asks for a model by name in code.

What a maker's document does not say stays at the careful value: a charset too small only costs a line printed as
raster, a missing process id only costs a weaker proof.
"""

from dataclasses import dataclass
from typing import Literal

Charset = Literal["gb2312", "gbk", "gb18030"]


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
    asb: bool = True
    """Automatic status back, ``GS a``. False where batches of the same model differ."""
    clear: bool = True
    """``DLE DC4`` fn 8, which answers; otherwise ``DLE ENQ 2``, which does not."""
    partial_cut: bool = True
    """False: only a full cut. A full cut without a presenter drops the slip on the floor."""
    native_qr: bool = True
    """``GS ( k`` fn 165–181; otherwise codes go as raster."""
    motion_units: bool = False
    """Its feed unit is not one dot until ``GS P 203 203`` says so (Epson)."""
    slowest_mm_s: float = 80.0
    """The slowest paper speed to reckon with when waiting for the printer's word."""
    slip_not_taken_bit: bool = False
    """``DLE EOT 1`` bit 7 means: the last slip still hangs in the mouth (Cashino). Fails the usual mask."""
    anti_jam_bit: bool = False
    """``DLE EOT 3`` bit 2 is the anti-jam module, not an error (SNBC BT-T080)."""


GENERIC_80 = Profile("generic-80", "80 mm, 203 dpi, unknown maker", 48, 576, "gbk")
GENERIC_58 = Profile(
    "generic-58", "58 mm, 203 dpi, unknown maker", 32, 384, "gbk", asb=False, clear=False, slowest_mm_s=50.0
)
TM_T88VI = Profile(
    "tm-t88vi", "Epson TM-T88VI (Chinese model)", 48, 576, "gb18030", process_id=True, motion_units=True
)
BT_T080 = Profile("bt-t080", "SNBC BT-T080", 48, 576, "gbk", process_id=False, clear=False, anti_jam_bit=True)
KP_628E = Profile("kp-628e", "Cashino KP-628E", 48, 576, "gbk", process_id=False, clear=False, slip_not_taken_bit=True)

PROFILES = {profile.name: profile for profile in (GENERIC_80, GENERIC_58, TM_T88VI, BT_T080, KP_628E)}
"""By the name used in a device address: ``escpos+serial:/dev/ttyUSB0?profile=tm-t88vi``."""
