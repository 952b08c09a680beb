"""The compiler: what is wrong with a catalogue before anybody is told the wrong list. Pure, over the treaty alone.

``compile_catalogue`` names each fault with the answers that lead there. ``references`` what names something that is not
there; ``situations`` what comes out of every combination of answers; ``standing`` sources and validity; ``finding`` the
kinds.
"""

from hall.matters.compiler.compiling import compile_catalogue
from hall.matters.compiler.finding import KINDS, Finding

__all__ = ["KINDS", "Finding", "compile_catalogue"]
