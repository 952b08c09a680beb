"""Frames with codes in them, drawn from a seed: one easy set, and one hard set of a symptom each.

A frame is 1280×720 BGR: a cluttered background, the symbols laid in by homography (or around a cylinder), then light,
lens, sensor and screen. QR and Micro QR are written by segno, the others by zxing-cpp's writer.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
import segno
import zxingcpp
from PIL import Image

from tests.devices.scanner.frames import light

WIDTH, HEIGHT = 1280, 720
_PIXELS = 8  # a module in the drawn symbol, before it is laid into the frame
_QUIET = 4  # modules around a symbol
KINDS = ("qr", "qr", "qr", "microqr", "datamatrix", "pdf417", "aztec", "code128", "code39", "ean13", "ean8")
"""QR three times: it is what visitors bring."""
_FORMATS = {
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "pdf417": zxingcpp.BarcodeFormat.PDF417,
    "aztec": zxingcpp.BarcodeFormat.Aztec,
    "code128": zxingcpp.BarcodeFormat.Code128,
    "code39": zxingcpp.BarcodeFormat.Code39,
    "ean13": zxingcpp.BarcodeFormat.EAN13,
    "ean8": zxingcpp.BarcodeFormat.EAN8,
}
_CHINESE = ("松江区建设工程审批审查中心", "收件凭证 沪松建(2026)第0012号", "幕墙工程、超限高层㎡", "随申码", "䶮〇龘")
_LINEAR_HEIGHT = 40  # modules


@dataclass(frozen=True)
class Sample:
    """``expected`` holds (kind, text) of every code in ``frame`` (uint8, H×W×3, BGR)."""

    symptom: str
    frame: np.ndarray = field(repr=False)
    expected: frozenset[tuple[str, str]]


def qr_symbol(
    text: str,
    encoding: str | None = None,
    eci: bool = False,
    micro: bool = False,
    error: str = "m",
    mode: str | None = None,
) -> np.ndarray:
    """A QR symbol as uint8 gray, ``_PIXELS`` a module, quiet zone included. With an encoding and no mode, byte mode:
    segno would else take bytes that look like Shift JIS for Kanji."""
    mode = mode or ("byte" if encoding else None)
    made = segno.make(
        text, encoding=encoding, eci=eci, micro=micro, error=error if not micro else None, mode=mode, boost_error=False
    )
    out = io.BytesIO()
    made.save(out, kind="png", scale=_PIXELS, border=_QUIET)
    return np.array(Image.open(out).convert("L"))


def symbol(kind: str, text: str) -> np.ndarray:
    """A symbol of any of ``KINDS`` as uint8 gray, ``_PIXELS`` a module, quiet zone included."""
    if kind in ("qr", "microqr"):
        return qr_symbol(text, micro=kind == "microqr")
    image = zxingcpp.create_barcode(text, _FORMATS[kind]).to_image(scale=1, add_quiet_zones=False)
    modules = np.array(image)
    if modules.shape[0] < _LINEAR_HEIGHT and kind.startswith(("code", "ean")):
        modules = np.repeat(modules[:1], _LINEAR_HEIGHT, axis=0)
    modules = np.pad(modules, 10 if kind.startswith(("code", "ean")) else _QUIET, constant_values=255)
    return np.kron(modules, np.ones((_PIXELS, _PIXELS), np.uint8))


def text_for(kind: str, rng: np.random.Generator) -> str:
    digits = "".join(map(str, rng.integers(0, 10, 40)))
    if kind == "qr":
        return (
            f"https://s.sh.gov.cn/{digits[:28]}06{digits[:13]}",
            f"SJ1:RRQ$-8P609O0B90B {digits[:30]}A",
            f"SJ2026{digits[:10]}",
            _CHINESE[int(rng.integers(len(_CHINESE)))],
        )[int(rng.integers(4))]
    if kind == "microqr":
        return digits[: int(rng.integers(4, 10))]
    if kind in ("ean13", "ean8"):
        body = digits[: 12 if kind == "ean13" else 7]
        return body + _check_digit(body)
    if kind in ("code128", "code39"):
        return f"SJ{digits[: int(rng.integers(6, 11))]}"
    return f"SJ2026-{digits[: int(rng.integers(8, 30))]}"


def _check_digit(body: str) -> str:
    """GS1 General Specifications 7.9: weights 3 and 1 from the right."""
    return str(-sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(body))) % 10)


@dataclass(frozen=True)
class Pose:
    """How a symbol lies in the frame: its centre, the size of a module in pixels, degrees of turn, perspective tilt
    (0 … 0.5), and the share of its width that a cylinder under it has as radius (0: flat)."""

    x: float
    y: float
    module: float
    turn: float = 0.0
    tilt: float = 0.0
    curve: float = 0.0


def lay(frame: np.ndarray, gray: np.ndarray, pose: Pose, ink: float = 15, paper: float = 235) -> None:
    """Draw ``gray`` into ``frame`` in place, supersampled twice."""
    height, width = gray.shape
    scale = pose.module / _PIXELS
    half_w, half_h = width * scale / 2, height * scale / 2
    corners = np.array([(-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h)])
    corners[:2, 0] *= 1 - pose.tilt  # the far edge is shorter, and the whole lower
    corners[:, 1] *= 1 - pose.tilt / 2
    turn = np.deg2rad(pose.turn)
    corners = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) + (pose.x, pose.y)
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    left, top = np.maximum(np.floor(corners.min(0)).astype(int) - 2, 0)
    right, bottom = np.minimum(np.ceil(corners.max(0)).astype(int) + 2, (WIDTH, HEIGHT))
    back = cv2.getPerspectiveTransform(corners.astype(np.float32), source)
    fine = 2
    ys, xs = np.mgrid[top : bottom : 1 / fine, left : right : 1 / fine].astype(np.float32) + 0.5 / fine
    mapped = cv2.perspectiveTransform(np.stack([xs.ravel(), ys.ravel()], 1)[None], back)[0]
    u, v = mapped[:, 0].reshape(xs.shape), mapped[:, 1].reshape(xs.shape)
    if pose.curve:
        radius = pose.curve * width
        u = width / 2 + radius * np.arcsin(np.clip((u - width / 2) / radius, -1, 1))
    inside = ((u >= 0) & (u < width) & (v >= 0) & (v < height)).astype(np.float32)
    soft = cv2.GaussianBlur(gray, (0, 0), max(0.3, 0.35 / scale)) if scale < 1 else gray
    shade = cv2.remap(
        soft, u.astype(np.float32), v.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    size = (right - left, bottom - top)
    shade = cv2.resize(shade.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    alpha = cv2.resize(inside, size, interpolation=cv2.INTER_AREA)[..., None]
    value = (ink + (paper - ink) * shade / 255)[..., None]
    region = frame[top:bottom, left:right]
    region[:] = (region * (1 - alpha) + value * alpha).clip(0, 255).astype(np.uint8)


def background(rng: np.random.Generator) -> np.ndarray:
    """A desk: a gradient, some sheets and boxes, lines of print, bars that look like codes and are none."""
    ramp = np.linspace(*rng.uniform(40, 200, 2), WIDTH)[None, :, None] * rng.uniform(0.7, 1, 3)
    frame = np.broadcast_to(ramp, (HEIGHT, WIDTH, 3)).astype(np.uint8).copy()
    for _ in range(6):
        x, y = int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT))
        w, h = (int(n) for n in rng.integers(40, 400, 2))
        cv2.rectangle(frame, (x, y), (x + w, y + h), rng.integers(0, 255, 3).tolist(), -1)
    for _ in range(8):
        at = (int(rng.integers(0, WIDTH - 200)), int(rng.integers(20, HEIGHT)))
        words = "".join(chr(c) for c in rng.integers(33, 126, 24))
        cv2.putText(
            frame,
            words,
            at,
            cv2.FONT_HERSHEY_SIMPLEX,
            float(rng.uniform(0.4, 1)),
            rng.integers(0, 255, 3).tolist(),
            1,
            cv2.LINE_AA,
        )
    x, y = int(rng.integers(0, WIDTH - 260)), int(rng.integers(0, HEIGHT - 60))
    for i in np.flatnonzero(rng.random(80) < 0.5):
        cv2.rectangle(frame, (x + 3 * int(i), y), (x + 3 * int(i) + 2, y + 50), (10, 10, 10), -1)
    return frame


def _pose(
    rng: np.random.Generator, gray: np.ndarray, module: float, turn: float = 0.0, tilt: float = 0.0, curve: float = 0.0
) -> Pose:
    """Somewhere near the middle, shrunk until it fits."""
    reach = np.hypot(*gray.shape) if turn % 90 else max(gray.shape)
    module = min(
        module,
        0.95 * HEIGHT * _PIXELS / reach if turn % 180 else 0.95 * HEIGHT * _PIXELS / gray.shape[0],
        0.95 * WIDTH * _PIXELS / reach,
    )
    return Pose(WIDTH / 2 + rng.uniform(-60, 60), HEIGHT / 2 + rng.uniform(-10, 10), module, turn, tilt, curve)


def easy(rng: np.random.Generator, kind: str) -> Sample:
    text = text_for(kind, rng)
    gray, frame = symbol(kind, text), background(rng)
    lay(frame, gray, _pose(rng, gray, rng.uniform(3.5, 7), float(rng.choice([0, 0, 90, rng.uniform(-8, 8)]))))
    return Sample("easy", light.sensor(frame, rng, 2), frozenset({(kind, text)}))


def easy_set(count: int, seed: int = 1) -> list[Sample]:
    rng = np.random.default_rng(seed)
    return [easy(rng, KINDS[i % len(KINDS)]) for i in range(count)]


Maker = Callable[[np.random.Generator, str], Sample]


def _single(
    symptom: str,
    kind: str,
    rng: np.random.Generator,
    after: Callable[[np.ndarray], np.ndarray] | None = None,
    *,
    module: tuple[float, float] = (2.6, 4.5),
    turn: float = 0.0,
    tilt: float = 0.0,
    curve: float = 0.0,
    ink: float = 20,
    paper: float = 225,
    invert: bool = False,
) -> Sample:
    text = text_for(kind, rng)
    gray, frame = symbol(kind, text), background(rng)
    lay(frame, 255 - gray if invert else gray, _pose(rng, gray, rng.uniform(*module), turn, tilt, curve), ink, paper)
    return Sample(symptom, light.sensor(after(frame) if after else frame, rng, 3), frozenset({(kind, text)}))


def rotated(rng: np.random.Generator, kind: str) -> Sample:
    return _single("rotated", kind, rng, turn=rng.uniform(15, 345), module=(2.2, 4))


def tilted(rng: np.random.Generator, kind: str) -> Sample:
    return _single("tilted", kind, rng, turn=rng.uniform(-30, 30), tilt=rng.uniform(0.2, 0.4), module=(3, 5))


def curved(rng: np.random.Generator, kind: str) -> Sample:
    return _single("curved", kind, rng, turn=rng.uniform(-10, 10), curve=rng.uniform(0.36, 0.6), module=(3, 5))


def blurred(rng: np.random.Generator, kind: str) -> Sample:
    module = rng.uniform(3, 5)
    return _single(
        "blurred", kind, rng, lambda f: light.defocus(f, module * rng.uniform(0.4, 0.72)), module=(module, module)
    )


def moved(rng: np.random.Generator, kind: str) -> Sample:
    module = rng.uniform(3.5, 5.5)
    return _single(
        "moved",
        kind,
        rng,
        lambda f: light.motion(f, module * rng.uniform(0.9, 1.6), rng.uniform(0, 180)),
        module=(module, module),
    )


def dark(rng: np.random.Generator, kind: str) -> Sample:
    return _single("dark", kind, rng, lambda f: light.dim(f, rng, rng.uniform(0.06, 0.14)), module=(3, 5))


def glossy(rng: np.random.Generator, kind: str) -> Sample:
    return _single("glossy", kind, rng, lambda f: light.glare(f, rng), turn=rng.uniform(-15, 15), module=(3, 5))


def phone(rng: np.random.Generator, kind: str) -> Sample:
    return _single(
        "phone",
        kind,
        rng,
        lambda f: light.moire(light.glare(f, rng, 0.5), rng),
        turn=rng.uniform(-12, 12),
        tilt=rng.uniform(0, 0.15),
        module=(3, 5.5),
    )


def inverted(rng: np.random.Generator, kind: str) -> Sample:
    return _single("inverted", kind, rng, turn=rng.uniform(-20, 20), invert=True, module=(2.6, 4.5))


def tiny(rng: np.random.Generator, kind: str) -> Sample:
    return _single("tiny", kind, rng, turn=rng.uniform(-5, 5), module=(1.35, 1.9))


def pale(rng: np.random.Generator, kind: str) -> Sample:
    """Worn thermal paper under a shadow: little contrast, and the light falls off over the symbol."""
    return _single("pale", kind, rng, lambda f: light.shadow(f, rng), ink=150, paper=195, module=(3, 5))


def several(rng: np.random.Generator, kind: str) -> Sample:
    frame, expected = background(rng), set()
    for place in range(4):
        one = kind if place == 0 else KINDS[int(rng.integers(len(KINDS)))]
        text = text_for(one, rng)
        gray = symbol(one, text)
        module = min(rng.uniform(1.8, 3.2), 600 * _PIXELS / gray.shape[1], 330 * _PIXELS / gray.shape[0])
        lay(
            frame,
            gray,
            Pose(
                WIDTH * (0.26 + 0.48 * (place % 2)), HEIGHT * (0.26 + 0.48 * (place // 2)), module, rng.uniform(-4, 4)
            ),
        )
        expected.add((one, text))
    return Sample("several", light.sensor(frame, rng, 3), frozenset(expected))


def chinese(rng: np.random.Generator, kind: str) -> Sample:
    """QR as the country's printers and apps write them: UTF-8 or GB18030, with and without an ECI."""
    text = _CHINESE[int(rng.integers(len(_CHINESE)))]
    encoding, eci = (("utf-8", False), ("utf-8", True), ("gb18030", False), ("gb18030", True))[int(rng.integers(4))]
    gray, frame = qr_symbol(text, encoding, eci), background(rng)
    lay(frame, gray, _pose(rng, gray, rng.uniform(2.5, 5), rng.uniform(-20, 20)))
    return Sample("chinese", light.sensor(frame, rng, 3), frozenset({("qr", text)}))


HARD: tuple[Maker, ...] = (
    rotated,
    tilted,
    curved,
    blurred,
    moved,
    dark,
    glossy,
    phone,
    inverted,
    tiny,
    pale,
    several,
    chinese,
)


def hard_set(each: int, seed: int = 2, makers: tuple[Maker, ...] = HARD) -> list[Sample]:
    """``each`` frames of every symptom, the kinds in turn."""
    rng = np.random.default_rng(seed)
    return [make(rng, KINDS[i % len(KINDS)]) for make in makers for i in range(each)]


def daily(rng: np.random.Generator, count: int, encoding: str, eci: bool) -> Sample:
    """Sharp and well lit, as on a form: a QR of Chinese, and ``count`` other codes beside it."""
    frame = background(rng)
    text = _CHINESE[int(rng.integers(len(_CHINESE)))]
    symbols, expected = [qr_symbol(text, encoding, eci)], {("qr", text)}
    for _ in range(count):
        kind = ("code128", "ean13", "datamatrix", "qr", "pdf417")[int(rng.integers(5))]
        text = text_for(kind, rng)
        symbols.append(symbol(kind, text))
        expected.add((kind, text))
    for place, gray in enumerate(symbols):
        module = min(rng.uniform(2.5, 4), 600 * _PIXELS / gray.shape[1], 330 * _PIXELS / gray.shape[0])
        at = (0.26 + 0.48 * (place % 2), 0.26 + 0.48 * (place // 2)) if count else (0.5, 0.5)
        lay(frame, gray, Pose(WIDTH * at[0], HEIGHT * at[1], module, rng.uniform(-3, 3)))
    return Sample("daily", light.sensor(frame, rng, 2), frozenset(expected))


def daily_set(count: int, seed: int = 4) -> list[Sample]:
    """One to four codes a frame, the Chinese one in UTF-8 or GB18030, with and without an ECI."""
    rng = np.random.default_rng(seed)
    ways = (("utf-8", False), ("gb18030", False), ("utf-8", True), ("gb18030", True))
    return [daily(rng, i // 4 % 4, *ways[i % 4]) for i in range(count)]


def empty_set(count: int, seed: int = 3) -> list[Sample]:
    """Frames without a code, half of them noisy: what a camera sees most of the day."""
    rng = np.random.default_rng(seed)
    return [Sample("empty", light.sensor(background(rng), rng, 25 if i % 2 else 3), frozenset()) for i in range(count)]
