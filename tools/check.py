"""ruff, basedpyright and import-linter, one after another; the first that complains ends it."""

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = (
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["basedpyright"],
    ["lint-imports", "--no-cache"],
)


def main() -> int:
    for command in CHECKS:
        done = subprocess.run(  # noqa: S603 fixed commands of ours
            [str(BIN / command[0]), *command[1:]], capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
            print(f"{command[0]} is not content.", file=sys.stderr)
            return done.returncode
        print(f"{' '.join(word for word in command if word[0] not in '-.')}: fine")
    return 0


if __name__ == "__main__":
    sys.exit(main())
