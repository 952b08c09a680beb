"""YAML as strangers may send it: plain data with the line of everything, and nothing that grows.

No anchors and no aliases (a bomb is made of them), no tags, no second key of one name, no depth; ``yes`` and ``no``
stay words. Built from the parser's events, so that a refusal comes before anything large does.
"""

import re
from typing import Any, NamedTuple

import yaml

LARGEST = 4 * 2**20
"""Bytes of one file: ten times the catalogue of a whole city."""
DEEPEST = 24
MOST = 400_000
"""Nodes of one file."""
Path = tuple[str | int, ...]
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")


class Broken(ValueError):
    """Not to be read at all. ``line`` counts from 1."""

    def __init__(self, line: int, zh: str) -> None:
        super().__init__(f"第{line}行：{zh}")
        self.line, self.zh = line, zh


class Read(NamedTuple):
    """``lines``: where everything stands. ``twice``: keys that were written a second time, with line and name."""

    data: Any
    lines: dict[Path, int]
    twice: list[tuple[int, str]]


def read_yaml(text: str) -> Read:
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise Broken(1, f"文件超过{LARGEST // 2**20} MB")
    builder = _Builder()
    try:
        for event in yaml.parse(text, yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Broken(line, f"不是能读的 YAML（{error.problem}）") from None
    except (yaml.YAMLError, UnicodeError) as error:
        raise Broken(1, f"不是能读的 YAML（{str(error).splitlines()[0][:120]}）") from None
    return Read(builder.data, builder.lines, builder.twice)


class _Builder:
    """One container open above the other; ``key`` is what the next value of a mapping belongs to."""

    def __init__(self) -> None:
        self.data: Any = None
        self.lines: dict[Path, int] = {}
        self.twice: list[tuple[int, str]] = []
        self._open: list[tuple[Any, Path]] = []
        self._keys: list[str | None] = []
        self._nodes = self._documents = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise Broken(line, "不能用 * 引用别处")
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise Broken(line, "一个文件只能有一份内容")
        if isinstance(event, yaml.NodeEvent):
            self._node(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._keys.pop()

    def _node(self, event: yaml.NodeEvent, line: int) -> None:
        self._nodes += 1
        if self._nodes > MOST:
            raise Broken(line, f"内容超过{MOST}项")
        if event.anchor is not None or getattr(event, "tag", None) is not None:
            raise Broken(line, "不能用 & 和 ! 标记")
        if isinstance(event, yaml.ScalarEvent):
            if self._open and isinstance(self._open[-1][0], dict) and self._keys[-1] is None:
                self._key(event.value, line)
            else:
                self._value(_scalar(event), line)
            return
        if self._open and isinstance(self._open[-1][0], dict) and self._keys[-1] is None:
            raise Broken(line, "这里要写一个名称")
        made: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._value(made, line)
        if len(self._open) >= DEEPEST:
            raise Broken(line, f"套得太深（超过{DEEPEST}层）")
        self._open.append((made, path))
        self._keys.append(None)

    def _key(self, name: str, line: int) -> None:
        container, path = self._open[-1]
        if name in container:
            self.twice.append((line, name))
        self._keys[-1] = name
        self.lines[*path, name] = line

    def _value(self, value: Any, line: int) -> Path:
        if not self._open:
            self.data, path = value, ()
        else:
            container, above = self._open[-1]
            if isinstance(container, dict):
                path = (*above, str(self._keys[-1]))
                container[self._keys[-1]] = value
                self._keys[-1] = None
            else:
                path = (*above, len(container))
                container.append(value)
        self.lines[path] = line
        return path


def _scalar(event: yaml.ScalarEvent) -> Any:
    text = event.value
    if event.style is not None:
        return text
    if text in ("true", "false"):
        return text == "true"
    if text in ("", "~", "null"):
        return None
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text
