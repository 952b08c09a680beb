"""Where the pictures of README and guides are kept, and how small."""

import io

from PIL import Image

from tests.support.house import ROOT

OUT = ROOT / "docs" / "pictures"


def keep(name: str, png: bytes, width: int) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if picture.width > width:
        picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    OUT.mkdir(parents=True, exist_ok=True)
    picture.save(OUT / f"{name}.png", optimize=True)
