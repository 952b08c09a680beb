"""One slip by python-escpos over its own transport, asking before and after as its documentation recommends.

``python -m tests.bench.peers.python_escpos serial:PATH:BAUD|tcp:HOST:PORT LINE…``; says ``printed`` or ``not printed``.
"""

import sys

from escpos.printer import Network, Serial


def main(where: str, *lines: str) -> str:
    kind, place, number = where.split(":")
    printer = Network(place, int(number)) if kind == "tcp" else Serial(place, int(number), dsrdtr=False)
    try:
        printer.open()
        if not printer.is_online() or printer.paper_status() == 0:
            return "not printed"
        for line in lines:
            printer.textln(line)
        printer.cut("PART")
        return "printed" if printer.is_online() and printer.paper_status() != 0 else "not printed"
    except Exception as error:
        print(type(error).__name__, error, file=sys.stderr)
        return "not printed"


if __name__ == "__main__":
    print(main(*sys.argv[1:]), flush=True)
