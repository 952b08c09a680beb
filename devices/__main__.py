"""Devices from the command line: what is plugged in, whether it will serve, and simulated ones to talk to."""

import argparse
import signal
import sys
from pathlib import Path

from devices.bench.serve import serve
from devices.door.osdp.keys import make_key
from devices.errors import DeviceError
from devices.open import BAUDS, BadAddress
from devices.open_doors import rekey_door
from devices.probe import command as probing
from devices.simulate import command as simulating

_EXAMPLES = """\
examples:
  python -m devices list
  python -m devices probe escpos+serial:/dev/ttyUSB0 --hands --print
  python -m devices simulate escpos --pty --profile btp-m300 --fault no-clear
An address with & in it needs quotes in a shell.  More: docs/devices.md
"""


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a runner's TERM ends us as Ctrl-C does: links removed
    try:
        match options.command:
            case "list":
                return probing.list_devices(options.printers)
            case "probe":
                return probing.probe(options)
            case "key":
                make_key(options.file)
                print(f"Written to {options.file}. The reader must be given the same, and nobody else.")
            case "rekey":
                rekey_door(options.address, options.file, fresh=options.fresh)
                print(f"The reader answers to {options.file} now. Put it into the door's address.")
            case "bench":
                serve(options.dir, options.host, options.port, options.baud)
            case _:
                simulating.simulate(options)
    except KeyboardInterrupt:
        pass
    except (OSError, DeviceError, BadAddress, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m devices", description=__doc__, epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list", help="what is plugged in, and what it seems to be")
    listing.add_argument("--printers", action="store_true", help="instead: the printer models we have data of")
    probing.add_arguments(commands.add_parser("probe", help="talk to one device: will it serve?"))
    key = commands.add_parser("key", help="make the secret of an OSDP reader")
    key.add_argument("file", type=Path, help="a new file, for this user's eyes alone")
    again = commands.add_parser("rekey", help="give an OSDP reader a new secret over its line")
    again.add_argument("address", help="of the door, with the key the reader has: osdp+serial:/dev/ttyS3?key=FILE")
    again.add_argument("file", type=Path, help="a new file, for the new secret")
    again.add_argument("--fresh", action="store_true", help="it is fresh from its box, in its installation mode")
    bench = commands.add_parser("bench", help="the rack and its page")
    bench.add_argument("--host", default="127.0.0.1", help="address to listen on (this machine alone by default)")
    bench.add_argument("--port", type=int, default=8610)
    bench.add_argument("--dir", type=Path, default=Path("var/bench"), help="where the devices' ports appear")
    bench.add_argument("--baud", type=int, default=115200, choices=(0, *BAUDS), help="speed of the lines; 0: no pacing")
    simulating.add_arguments(commands.add_parser("simulate", help="one device alone, to be probed or driven"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
