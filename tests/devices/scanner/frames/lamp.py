"""Pass codes as visitors hold them under a lamp: signed codes (COSE in base45) on a slip or on a telephone, drawn from
a seed, each with one of the lights that real photographs suffer from, a little out of focus, at a slant.

A pass has 49 modules a side and corrects 15 % (level M): there is less to spare than in the short addresses of most
photographs. The lights are as strong as make zxing-cpp lose about as much of the set as it loses of such photographs;
nothing else was chosen by them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import cv2
import numpy as np

from hall.contract.passes import Claims, signed
from tests.devices.scanner.frames import light
from tests.devices.scanner.frames.synthetic import HEIGHT, WIDTH, Pose, Sample, background, lay, qr_symbol

KEY = bytes(range(32))
BEGINS = datetime(2026, 12, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Lit:
    """``ink`` and ``paper``: levels before the light. ``glossy``: how much of a lamp it mirrors."""

    ink: float
    paper: float
    glossy: float


SLIP, TELEPHONE = Lit(45, 225, 0.7), Lit(12, 210, 1.0)


def pass_text(rng: np.random.Generator) -> str:
    """As the hall signs it."""
    starts = BEGINS + timedelta(minutes=int(rng.integers(0, 500)))
    claims = Claims("onedoor-1a2b3c4d", "pass", rng.bytes(8), starts, starts + timedelta(hours=5), zones=("joint",))
    return signed(claims, "01", KEY)


def spots(frame: np.ndarray, rng: np.random.Generator, strength: float) -> np.ndarray:
    """Three to seven small lamps mirrored: discs that saturate, soft at the rim."""
    ys, xs = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    added = np.zeros((HEIGHT, WIDTH), np.float32)
    for _ in range(int(rng.integers(3, 8))):
        x, y, r = rng.normal(WIDTH / 2, 130), rng.normal(HEIGHT / 2, 130), rng.uniform(14, 40)
        added += np.exp(-((((xs - x) ** 2 + (ys - y) ** 2) / r**2) ** 2)) * rng.uniform(140, 300)
    return (frame + strength * added[..., None]).clip(0, 255).astype(np.uint8)


def too_bright(frame: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The exposure was made for the hall behind: paper saturates, and ink comes near it."""
    slope = np.linspace(rng.uniform(0.8, 1.2), rng.uniform(1.2, 2.0), WIDTH, dtype=np.float32)[None, :, None]
    return (rng.uniform(90, 165) + frame * slope * 0.8).clip(0, 255).astype(np.uint8)


def under_a_lamp(rng: np.random.Generator, n: int) -> Sample:
    """The ``n``-th: what is held, and which light, in turn."""
    text, held = pass_text(rng), (SLIP, TELEPHONE)[n % 2]
    gray, frame = qr_symbol(text), background(rng)
    module = rng.uniform(4.2, 7.5)
    fits = 0.9 * HEIGHT * 8 / float(np.hypot(*gray.shape))
    x, y = WIDTH / 2 + rng.uniform(-60, 60), HEIGHT / 2 + rng.uniform(-10, 10)
    pose = Pose(x, y, min(module, fits), rng.uniform(-25, 25), rng.uniform(0, 0.25))
    lay(frame, gray, pose, held.ink, held.paper)
    symptom, lit = _light(frame, rng, n // 2, held)
    lit = light.defocus(lit, pose.module * rng.uniform(0.12, 0.42))
    return Sample(symptom, light.sensor(lit, rng, 3), frozenset({("qr", text)}))


def _light(frame: np.ndarray, rng: np.random.Generator, n: int, held: Lit) -> tuple[str, np.ndarray]:
    match n % 5:
        case 0:
            return "glare", light.glare(frame, rng, held.glossy * rng.uniform(0.6, 1.3))
        case 1:
            return "bright spots", spots(frame, rng, held.glossy)
        case 2:
            return "too bright", too_bright(frame, rng)
        case 3:
            return "shadow", light.shadow(frame, rng)
        case _:
            return "dark", cv2.convertScaleAbs(light.dim(frame, rng, rng.uniform(0.08, 0.18)))


def lamp_set(count: int, seed: int) -> list[Sample]:
    return [under_a_lamp(np.random.default_rng((seed, n)), n) for n in range(count)]
