"""``python -m kiosk [--settings FILE]``: the kiosk; with ``--headless`` a station beside doors.
``python -m kiosk enrol CODE``: make this station known."""

import argparse
import os
import sys
from pathlib import Path

from kiosk import settings
from kiosk.app import prepare_logging, run


def main() -> int:
    os.umask(0o077)  # what a station writes is nobody else's to read
    parser = argparse.ArgumentParser(prog="python -m kiosk", description="OneDoor kiosk")
    parser.add_argument("--settings", type=Path, help="a TOML file; the environment (ONEDOOR_KIOSK_…) goes over it")
    parser.add_argument("--headless", action="store_true", help="a door station: readers and locks, no glass")
    commands = parser.add_subparsers(dest="command")
    enrol = commands.add_parser("enrol", help="exchange a one-time code for this station's identity")
    enrol.add_argument("code")
    arguments = parser.parse_args()
    os.umask(0o077)  # what the station writes is the station's alone
    chosen = settings.load(arguments.settings)
    prepare_logging()
    if arguments.command == "enrol":
        from kiosk import enrolment

        try:
            who = enrolment.by_hand(chosen, arguments.code)
        except enrolment.NotEnrolled as error:
            print(error, file=sys.stderr)
            return 1
        print(f"已登记为 {who.station}。 This station is {who.station}.")
        return 0
    if arguments.headless:
        from kiosk.headless import stand

        return stand(chosen)
    return run(chosen)


if __name__ == "__main__":
    sys.exit(main())
