"""What light, lens, sensor and screen do to a frame. Every function takes and gives uint8 BGR."""

import cv2
import numpy as np


def _finish(values: np.ndarray) -> np.ndarray:
    return values.clip(0, 255).astype(np.uint8)


def sensor(frame: np.ndarray, rng: np.random.Generator, sigma: float) -> np.ndarray:
    """Read noise of ``sigma`` levels, then the JPEG that a webcam sends."""
    noisy = _finish(frame + rng.normal(0, sigma, frame.shape).astype(np.float32))
    return cv2.imdecode(cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, 85])[1], cv2.IMREAD_COLOR)


def defocus(frame: np.ndarray, sigma: float) -> np.ndarray:
    return cv2.GaussianBlur(frame, (0, 0), sigma)


def motion(frame: np.ndarray, length: float, degrees: float) -> np.ndarray:
    """A hand that moves ``length`` pixels while the shutter is open."""
    size = int(np.ceil(length)) * 2 + 1
    kernel = np.zeros((size, size), np.float32)
    reach = np.array([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))]) * length / 2
    for share in np.linspace(-1, 1, 41):
        x, y = reach * share + size // 2
        kernel[round(y), round(x)] += 1
    return cv2.filter2D(frame, -1, cv2.GaussianBlur(kernel, (0, 0), 0.5) / kernel.sum())


def dim(frame: np.ndarray, rng: np.random.Generator, exposure: float) -> np.ndarray:
    """A dark hall: few photons (shot noise), a few levels of read noise, no gain."""
    photons = rng.poisson(np.maximum(frame * exposure, 0)).astype(np.float32)
    return _finish(photons + rng.normal(0, 1.2, frame.shape))


def glare(frame: np.ndarray, rng: np.random.Generator, strength: float = 1.0) -> np.ndarray:
    """A lamp mirrored in a glossy sheet: an oblong of light that saturates, and a veil around it."""
    height, width = frame.shape[:2]
    x, y = width / 2 + rng.uniform(-150, 150), height / 2 + rng.uniform(-120, 120)
    turn = rng.uniform(0, np.pi)
    ys, xs = np.mgrid[:height, :width].astype(np.float32)
    along = (xs - x) * np.cos(turn) + (ys - y) * np.sin(turn)
    across = -(xs - x) * np.sin(turn) + (ys - y) * np.cos(turn)
    core = np.exp(-((along / rng.uniform(60, 200)) ** 2 + (across / rng.uniform(12, 30)) ** 2))
    veil = np.exp(-((along / 400) ** 2 + (across / 160) ** 2))
    return _finish(frame + strength * (core * 260 + veil * 90)[..., None])


def moire(frame: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A phone's pixel grid beating with the camera's: stripes of colour, and a dark band of its refresh."""
    height, width = frame.shape[:2]
    ys, xs = np.mgrid[:height, :width].astype(np.float32)
    out = frame.astype(np.float32)
    for channel in range(3):
        a, b = rng.uniform(0.12, 0.9, 2)
        out[..., channel] *= 1 + 0.16 * np.sin(a * xs + b * ys + 2 * channel) + 0.10 * np.sin(b * xs - a * ys)
    band = 1 - 0.45 * np.exp(-(((ys - rng.uniform(200, 520)) / 70) ** 2))
    return _finish(out * band[..., None])


def shadow(frame: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A hand's shadow: the light falls to a third across the frame, with one edge in it."""
    height, width = frame.shape[:2]
    ys, xs = np.mgrid[:height, :width].astype(np.float32)
    turn = rng.uniform(0, 2 * np.pi)
    along = ((xs - width / 2) * np.cos(turn) + (ys - height / 2) * np.sin(turn)) / width
    fall = 0.75 - 0.5 * along + 0.3 * np.tanh(rng.uniform(10, 40) * (along - rng.uniform(-0.1, 0.1)))
    return _finish(frame * fall.clip(0.25, 1)[..., None])
