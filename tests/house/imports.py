"""Who imports what: read from the source, every import statement of a package, wherever in a file it stands."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

OURS = ("assets", "devices", "hall", "kiosk", "papers")


class Import(NamedTuple):
    """``from source import name``, or ``import source`` with an empty name. ``importer``: dotted, a package by its own
    name."""

    importer: str
    source: str
    name: str
    line: int

    def __str__(self) -> str:
        said = f"from {self.source} import {self.name}" if self.name else f"import {self.source}"
        return f"{self.importer} (line {self.line}): {said}"


def modules(root: Path, packages: tuple[str, ...] = OURS) -> Iterator[tuple[str, ast.Module]]:
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            dotted = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
            yield dotted, ast.parse(path.read_text(encoding="utf-8"))


def imports(root: Path, packages: tuple[str, ...] = OURS) -> Iterator[Import]:
    for importer, tree in modules(root, packages):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(importer, alias.name, "", node.lineno)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{importer} (line {node.lineno}): imports are written in full"
                for alias in node.names:
                    yield Import(importer, node.module or "", alias.name, node.lineno)
