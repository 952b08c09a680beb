"""Typst, tamed: one compiler and its own fonts for each thread (two threads in one compiler raise), packages from
nowhere, values as JSON that is read as data."""

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).resolve().parents[1] / "assets" / "papers"
FONTS = ("/usr/share/fonts/opentype/noto", "/usr/share/fonts/truetype/hanazono")
"""Where Debian's fonts-noto-cjk and fonts-hanazono lie."""
FACES = ("Noto Serif CJK SC", "Noto Sans CJK SC")
RARE = "HanaMinB"
NOWHERE = str(TEMPLATES / "packages")  # is not there: nothing is ever fetched

_of_thread = threading.local()


class Broken(RuntimeError):
    """The template or this machine is at fault, never the values: what Typst says of it."""


class Press:
    def __init__(self) -> None:
        import typst  # fifty megabytes: not before a paper is wanted

        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[one for one in FONTS if Path(one).is_dir()],
        )
        families = set(fonts.families())
        if missing := [one for one in FACES if one not in families]:
            raise Broken(f"没有字体 {missing[0]}：请安装 fonts-noto-cjk")
        self.rare = RARE in families
        self._fault = typst.TypstError
        self._compiler = typst.Compiler(
            root=str(TEMPLATES), font_paths=fonts, package_path=NOWHERE, package_cache_path=NOWHERE
        )

    def pdf(self, name: str, data: Mapping[str, Any], at: datetime) -> bytes:
        """PDF/A-2u; the same data, the same bytes."""
        made = self._compile(name, data, format="pdf", pdf_standards="a-2u", timestamp=at, pdf_tags=False)
        assert isinstance(made, bytes)
        return made

    def pictures(self, name: str, data: Mapping[str, Any], ppi: float) -> tuple[bytes, ...]:
        """The same pages as PNG."""
        made = self._compile(name, data, format="png", ppi=ppi)
        return (made,) if isinstance(made, bytes) else tuple(made)

    def _compile(self, name: str, data: Mapping[str, Any], **how: Any) -> Any:
        inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
        try:
            return self._compiler.compile(input=str(TEMPLATES / f"{name}.typ"), sys_inputs=inputs, **how)
        except self._fault as error:
            raise Broken(f"{name}: {error.message}") from error


def press() -> Press:
    """This thread's."""
    made: Press | None = getattr(_of_thread, "press", None)
    if made is None:
        made = _of_thread.press = Press()
    return made
