"""What files say briefly, said in full: ``by`` a source with its validity, ``rule`` a condition that several share."""

from collections.abc import Mapping
from typing import Any

from hall.matters.yaml import Path

DEEPEST = 12
BELOW = ("limit", "materials", "turns", "notes")
Wrong = tuple[Path, str]


class Expanding:
    """``sources``: id → text, since, until, lapsed. ``rules``: id → named, of: a condition."""

    def __init__(self, sources: Mapping[str, Any], rules: Mapping[str, Any]) -> None:
        self._sources, self._rules = sources, rules

    def item(self, raw: Any) -> tuple[Any, list[Wrong]]:
        """A question, matter or service in full, and what is wrong with its short forms. What stands under a matter
        stands on the matter's source, unless it has its own."""
        wrong: list[Wrong] = []
        if not isinstance(raw, dict):
            return raw, wrong
        full = self._sourced(raw, {}, (), wrong)
        own = {key: full[key] for key in ("source", "since", "until", "lapsed") if key in full}
        for key in BELOW:
            inner = full.get(key)
            if isinstance(inner, list):
                full[key] = [self._line(one, own, (key, n), wrong) for n, one in enumerate(inner)]
            elif isinstance(inner, dict):
                full[key] = self._line(inner, own, (key,), wrong)
        return full, wrong

    def _line(self, raw: Any, above: Mapping[str, Any], at: Path, wrong: list[Wrong]) -> Any:
        if not isinstance(raw, dict):
            return raw
        full = self._sourced(raw, above, at, wrong)
        if "when" in full:
            full["when"] = self._condition(full["when"], (*at, "when"), wrong, 0)
        return full

    def _sourced(self, raw: dict[str, Any], above: Mapping[str, Any], at: Path, wrong: list[Wrong]) -> dict[str, Any]:
        full = dict(raw)
        by = full.pop("by", None)
        if by is None:
            return {**above, **full} if "source" not in full else full
        id, _, clause = str(by).partition(" ")
        source = self._sources.get(id)
        if not isinstance(source, dict):
            wrong.append(((*at, "by"), f"没有叫 {id[:60]} 的依据"))
            return full
        text = f"{source.get('text', '')}{' ' if clause else ''}{clause}"
        valid = {key: source[key] for key in ("since", "until", "lapsed") if source.get(key)}
        return {"source": text, **valid, **full}

    def _condition(self, raw: Any, at: Path, wrong: list[Wrong], depth: int) -> Any:
        if depth > DEEPEST:
            return raw  # the algebra says so itself; a rule that names itself ends here too
        if isinstance(raw, list):
            return [self._condition(one, (*at, n), wrong, depth + 1) for n, one in enumerate(raw)]
        if not isinstance(raw, dict):
            return raw
        if set(raw) == {"rule"}:
            rule = self._rules.get(raw["rule"]) if isinstance(raw["rule"], str) else None
            if not isinstance(rule, dict) or set(rule) != {"named", "of"}:
                wrong.append(((*at, "rule"), f"没有叫 {str(raw['rule'])[:60]} 的规则"))
                return {"window": "规则待写"}
            return self._condition(rule, at, wrong, depth + 1)
        return {key: self._condition(one, (*at, key), wrong, depth + 1) for key, one in raw.items()}
