"""``python -m hall simulate-city``: a city to rehearse with, with whatever vices are asked for."""

import argparse

from hall.city.simulator import VICES, SimulatedCity
from hall.settings import Settings


def simulate(_settings: Settings, arguments: argparse.Namespace) -> int:
    vices = {name: float(often or 0.2) for name, _, often in (one.partition("=") for one in arguments.vice)}
    if unknown := sorted(set(vices) - set(VICES)):
        raise SystemExit(f"no such vice: {unknown[0]}; there are {', '.join(VICES)}")
    city = SimulatedCity(arguments.port, vices, arguments.slow)
    print(f"ONEDOOR_HALL_CITY_URL={city.address}", flush=True)
    try:
        city.serve()
    except KeyboardInterrupt:
        print(f"{len(city.stored)} rows, {len(city.twice)} came again")
    return 0


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    add = commands.add_parser("simulate-city", help="the city's system, made up: slow, wrong, twice, absent at will")
    add.add_argument("--port", type=int, default=8630)
    add.add_argument("--slow", type=float, default=0.0, help="seconds before each answer")
    add.add_argument("--vice", action="append", default=[], metavar="NAME=0.2", help=", ".join(VICES))
    add.set_defaults(run=simulate)
