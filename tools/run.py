"""The whole hall on one laptop: hall, device bench and kiosk together, until Ctrl-C.

First start: database, sample hall, staff accounts, the kiosk's enrolment. Every later start keeps all data.
"""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from honcho.environ import parse_procfile
from honcho.manager import Manager

ROOT = Path(__file__).resolve().parents[1]
# Where everything is kept, and the four ports; to run a second hall beside the first, set both.
VAR = Path(os.environ.get("ONEDOOR_VAR", ROOT / "var"))
_PORTS = os.environ.get("ONEDOOR_PORTS", "8600,8610,8620,8621").split(",")
PORTS = {name: int(port) for name, port in zip(("hall", "bench", "kiosk", "alarm"), _PORTS, strict=True)}
A4_PORT = PORTS["bench"] + 1  # where the bench puts its A4 printer
READY_SECONDS = 60
_HERE = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy of the office is not asked for ourselves


def main() -> int:
    os.chdir(ROOT)
    environment = settings(os.environ)
    for name, port in {**PORTS, "the bench's A4 printer": A4_PORT}.items():
        if taken(port):
            print(f"Port {port} ({name}) is in use by another program. Is OneDoor already running?", file=sys.stderr)
            return 1
    first_start(environment)
    manager = Manager()
    for name, command in parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes.items():
        manager.add_process(name, command, env=environment, cwd=str(ROOT))
    threading.Thread(target=tell, args=(environment,), daemon=True).start()
    manager.loop()
    return 0 if manager.returncode in (None, 0, 130, 143) or manager.returncode < 0 else manager.returncode


def settings(given: "os._Environ[str]") -> dict[str, str]:
    """The environment of all three programs. Without a display the kiosk draws off screen and shows its picture in a
    browser; ``ONEDOOR_DISPLAY=none`` asks for that on a machine that has one."""
    environment = dict(given)
    environment.setdefault("PYTHONUNBUFFERED", "1")
    bench = VAR / "bench"
    ours = {
        "ONEDOOR_HALL_IDENTITY": "simulated",
        "ONEDOOR_HALL_PORT": str(PORTS["hall"]),
        "ONEDOOR_HALL_DATA_DIR": str(VAR / "hall"),
        "ONEDOOR_KIOSK_DATA": str(VAR / "kiosk"),
        "ONEDOOR_KIOSK_HALL": f"http://127.0.0.1:{PORTS['hall']}",
        "ONEDOOR_KIOSK_PRINTER": f"escpos+serial:{bench}/printer",
        "ONEDOOR_KIOSK_IDCARD": f"sdt+serial:{bench}/idcard",
        "ONEDOOR_KIOSK_SCANNER": " ".join(
            (f"lines+serial:{bench}/scanner", f"hidpos+hidraw:{bench}/hidpos", f"camera+file:{bench}/camera.png")
        ),
        "ONEDOOR_KIOSK_DOCUMENTS": f"ipp+tcp:127.0.0.1:{A4_PORT}/ipp/print",
        "ONEDOOR_KIOSK_GATE": f"relay+serial:{bench}/gate?baud=9600&module=waveshare&exit=2&fire=3",
        "ONEDOOR_KIOSK_ALARM_LISTEN": f"127.0.0.1:{PORTS['alarm']}",
        "HALL_STOPPED": str(VAR / "hall-stopped"),
        "BENCH_PORT": str(PORTS["bench"]),
        "BENCH_DIR": str(bench),
    }
    for name, value in ours.items():
        environment.setdefault(name, value)  # what is set already wins: a real printer, another hall
    if not has_display(environment):
        environment["QT_QPA_PLATFORM"] = "offscreen"
        environment["ONEDOOR_KIOSK_MIRROR"] = str(PORTS["kiosk"])
    return environment


def has_display(environment: dict[str, str]) -> bool:
    if environment.get("ONEDOOR_DISPLAY") == "none":
        return False
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def first_start(environment: dict[str, str]) -> None:
    """Prepare the hall (prints first-start passwords, once) and let it know the kiosk."""
    hall(environment, "seed", "--cases")
    kiosk = VAR / "kiosk"
    if (kiosk / "station.json").exists() or (kiosk / "enrol-code").exists():
        return
    names = ("--name", "自助机 ZZ-01", "--name-en", "Kiosk ZZ-01")
    code = hall(environment, "enrol", *names, "--place", "kiosk1", quiet=True)
    kiosk.mkdir(parents=True, exist_ok=True)
    with open(os.open(kiosk / "enrol-code", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(code.strip())


def hall(environment: dict[str, str], *arguments: str, quiet: bool = False) -> str:
    done = subprocess.run(  # noqa: S603 our own program
        [sys.executable, "-m", "hall", *arguments],
        env=environment,
        text=True,
        check=True,
        stdout=subprocess.PIPE,
    )
    if not quiet:
        print(done.stdout, end="", flush=True)
    return done.stdout


def tell(environment: dict[str, str]) -> None:
    """Once everything answers, say where to go."""
    deadline = time.monotonic() + READY_SECONDS
    waiting = ["hall", "bench"] + (["kiosk"] if "ONEDOOR_KIOSK_MIRROR" in environment else [])
    while waiting and time.monotonic() < deadline:
        waiting = [name for name in waiting if not answers(PORTS[name])]
        time.sleep(0.1)
    if "ONEDOOR_KIOSK_MIRROR" in environment:
        kiosk = f"http://127.0.0.1:{PORTS['kiosk']}/?key={mirror_key()}   (no display here: touch it in a browser)"
    else:
        kiosk = "the window on this screen"
    lines = [
        "",
        "OneDoor 一门 is running.",
        f"  kiosk    自助机    {kiosk}",
        f"  bench    设备台    http://127.0.0.1:{PORTS['bench']}/          lay a card, show a code, watch the slips",
        f"  window   窗口      http://127.0.0.1:{PORTS['hall']}/window     sign in as clerk1",
        f"  board    叫号屏    http://127.0.0.1:{PORTS['hall']}/board",
        f"  plan     大厅图    http://127.0.0.1:{PORTS['hall']}/plan       sign in as manager",
        f"  guard    门卫      http://127.0.0.1:{PORTS['hall']}/guard      sign in as security",
        f"  screen   导向屏    http://127.0.0.1:{PORTS['hall']}/screen     any browser is one; the manager pairs it",
        "  make stop-hall and make start-hall (in another terminal): the hall alone goes away, and comes back.",
        "  Ctrl-C stops everything.",
        "",
    ]
    print("\n".join(lines), flush=True)


def mirror_key() -> str:
    path = VAR / "kiosk" / "mirror-key"
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def answers(port: int) -> bool:
    try:
        with _HERE.open(f"http://127.0.0.1:{port}/", timeout=1):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
