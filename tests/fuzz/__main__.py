"""``python -m tests.fuzz [TARGET …] [--seconds N]``: fuzz each target for so long, one after the other, in a process of
its own; then keep the smallest inputs that reach what was reached. Needs atheris (dependency group ``fuzz``)."""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.table import markdown
from tests.fuzz import corpus
from tests.fuzz.corpus import ROOT

FOUND = ROOT / "out" / "fuzz"
LONGEST = 1500  # bytes of one input
INSIDE = "--inside"  # the fuzzer's own process, which never returns


def main() -> int:
    known = argparse.ArgumentParser(prog="python -m tests.fuzz")
    known.add_argument("targets", nargs="*")
    known.add_argument("--seconds", type=int, default=60)
    chosen = known.parse_args()
    import tests.fuzz.targets as all_

    rows = [_fuzz(name, chosen.seconds) for name in chosen.targets or all_.TARGETS]
    print(markdown(rows))
    return 1 if any(row["findings"] for row in rows) else 0


def _fuzz(name: str, seconds: int) -> dict[str, object]:
    import tests.fuzz.targets as all_

    work = FOUND / name
    work.mkdir(parents=True, exist_ok=True)
    for number, known in enumerate((*all_.seeds(name), *corpus.read(name))):
        (work / f"known-{number}").write_bytes(known)
    run = _libfuzzer(name, work, f"-max_total_time={seconds}", f"-artifact_prefix={FOUND}/{name}-")
    kept = _least(name, work)
    corpus.write(name, kept)
    done = re.findall(r"stat::number_of_executed_units:\s+(\d+)", run.stderr)
    cover = re.findall(r"cov: (\d+) ft: (\d+)", run.stderr)
    if run.returncode:
        print(run.stdout[-3000:], run.stderr[-3000:], file=sys.stderr)
    return {
        "target": name, "seconds": seconds, "inputs tried": f"{int(done[-1]):,}" if done else "?",
        "edges": cover[-1][0] if cover else "?", "kept": len(kept),
        "findings": len([*FOUND.glob(f"{name}-*")]),
    }  # fmt: skip


def _libfuzzer(name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    shared = (f"-max_len={LONGEST}", "-timeout=20", "-rss_limit_mb=1500", "-print_final_stats=1")
    command = [_starter(name), *shared, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)


def _starter(name: str) -> str:
    """A program of one word: libFuzzer starts itself anew to merge, and has to know how."""
    starter = FOUND / f"{name}.sh"
    starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tests.fuzz {INSIDE} {name} "$0" "$@"\n')
    starter.chmod(0o755)
    return str(starter)


def _least(name: str, work: Path) -> list[bytes]:
    """The fewest and smallest of the inputs in ``work`` that together reach as much."""
    with tempfile.TemporaryDirectory() as folder:
        _libfuzzer(name, "-merge=1", folder, work)
        return [file.read_bytes() for file in Path(folder).iterdir()]


def _inside(name: str, *arguments: str) -> None:
    import atheris

    with atheris.instrument_imports(include=["devices"], enable_loader_override=False):  # pyright: ignore[reportAttributeAccessIssue]
        import tests.fuzz.targets as all_
    atheris.Setup(list(arguments), all_.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(_inside(*sys.argv[2:]) if sys.argv[1:2] == [INSIDE] else main())
