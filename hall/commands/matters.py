"""``python -m hall matters``: the catalogue read, compiled, and every combination of answers compared."""

import argparse
import sys
from datetime import date
from pathlib import Path

from hall.commands.opened import COMMAND_LINE, opened
from hall.contract.matters import Catalogue
from hall.kit import Clock
from hall.matters import (
    Matters,
    Unreadable,
    catalogue_text,
    changed_words,
    changes,
    compile_catalogue,
    golden_text,
    publish_matters,
    read_catalogue,
    sample_files,
)
from hall.settings import Settings

REVIEWED = Path("assets/matters/golden.txt")


def check(_settings: Settings, arguments: argparse.Namespace) -> int:
    """0: it may be published."""
    try:
        catalogue = read_catalogue(_texts(arguments.folder))
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 1
    found = compile_catalogue(catalogue, date.today())  # noqa: DTZ011  # of whoever stands before this machine
    for one in found:
        print(one.sentence(catalogue.question), file=sys.stderr)
    print(f"{len(catalogue.matters)} 个事项，{len(catalogue.services)} 项服务，发现 {len(found)} 处问题")
    return 1 if found else 0


def compare(_settings: Settings, arguments: argparse.Namespace) -> int:
    """0: as it was reviewed, or now written."""
    try:
        now = golden_text(read_catalogue(_texts(arguments.folder)))
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 1
    file = arguments.folder / REVIEWED.name if arguments.folder else REVIEWED
    changed = changes(file.read_text("utf-8") if file.exists() else "", now)
    print(changed or "与复核过的一样")
    if arguments.write:
        file.write_text(now, "utf-8")
        return 0
    return 1 if changed else 0


def bring(settings: Settings, arguments: argparse.Namespace) -> int:
    """What a folder holds stands from now on, beside a hall that may run; whole or not at all."""
    try:
        catalogue = read_catalogue(_texts(arguments.folder))
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 1
    today = Clock(settings.timezone).day()
    with opened(settings) as db:
        revision = db.write_now(lambda tx: publish_matters(tx, catalogue, COMMAND_LINE, today))
    print(f"事项库第 {revision} 版：{len(catalogue.matters)} 个事项")
    return 0


def take_out(settings: Settings, arguments: argparse.Namespace) -> int:
    """What stands, as one file that reads as the same catalogue."""
    if (catalogue := _standing(settings)) is None:
        return 1
    arguments.folder.mkdir(parents=True, exist_ok=True)
    (arguments.folder / "catalogue.yaml").write_text(catalogue_text(catalogue), "utf-8")
    return 0


def same(settings: Settings, arguments: argparse.Namespace) -> int:
    """0: what the folder holds is what stands."""
    try:
        here = read_catalogue(_texts(arguments.folder))
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 1
    if (stands := _standing(settings)) is None:
        return 1
    told = changed_words(stands, here)
    for one in told:
        print(f"{one.name}：{'；'.join(one.sentences)}")
    if not told:
        print("文件和现行的事项库一样" if here == stands else "只有次序不同")
    return 0 if here == stands else 1


def _standing(settings: Settings) -> Catalogue | None:
    with opened(settings) as db:
        stands = db.look(Matters().current)
    if stands is None:
        print("还没有发布过事项库", file=sys.stderr)
    return stands.catalogue if stands else None


def _texts(folder: Path | None) -> dict[str, str]:
    if folder is None:
        return sample_files()
    return {one.name: one.read_text("utf-8", errors="replace") for one in sorted(folder.glob("*.yaml"))}


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    matters = commands.add_parser("matters", help="the catalogue of matters").add_subparsers(required=True)
    add = matters.add_parser("check", help="compile it: every fault, with the answers that lead there")
    add.add_argument("folder", nargs="?", type=Path, help="of YAML files; without it the sample's")
    add.set_defaults(run=check)
    add = matters.add_parser("import", help="compile a folder of YAML files and let it stand")
    add.add_argument("folder", type=Path)
    add.set_defaults(run=bring)
    add = matters.add_parser("export", help="write what stands as one YAML file")
    add.add_argument("folder", type=Path)
    add.set_defaults(run=take_out)
    add = matters.add_parser("same", help="whether a folder of YAML files is what stands, and what is not")
    add.add_argument("folder", nargs="?", type=Path)
    add.set_defaults(run=same)
    add = matters.add_parser("golden", help="what changed in any combination of answers since it was reviewed")
    add.add_argument("folder", nargs="?", type=Path)
    add.add_argument("--write", action="store_true", help="keep it as it is now")
    add.set_defaults(run=compare)
