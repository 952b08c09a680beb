"""Scenes: tests that need the bus. They run in a pytest of their own, into which umockdev is preloaded; a test file
beside them tells how each ended.

    python -m tests.support.usb.scenes tests/devices/links/usb_scenes.py -k stall     by hand
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[3]


def play(file: Path) -> list[str]:
    """What went wrong, scene by scene; empty when nothing did. Without a scene, or with one skipped, something did."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        done = _run([str(file), "-q", f"--junitxml={report}"], capture=True)
        if done.returncode in (0, 1) and report.exists():
            return [
                f"{case.get('name')}: {one.text or one.get('message')}"
                for case in ElementTree.parse(report).iter("testcase")
                for one in case
                if one.tag in ("failure", "error", "skipped")
            ]
        return [done.stdout + done.stderr]


def _run(arguments: list[str], capture: bool = False) -> subprocess.CompletedProcess[str]:
    around = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")}
    around |= {"LD_PRELOAD": "libumockdev-preload.so.0", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # a second sooner there
    plain = ["-c", os.devnull, "--rootdir", str(ROOT), "-W", "error", "-p", "no:cacheprovider", "-p", "pytest_timeout"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *plain, "--timeout=60", *arguments],
        cwd=ROOT, env=around, capture_output=capture, text=True, check=False,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1:]).returncode)
