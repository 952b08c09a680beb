"""The form that goes with a checklist: same matter, same number, what was answered filled in. Pure."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from kiosk.kit.paper_wish import PaperWish

_HEAD = ("hall", "place", "number", "at", "code", "code_says", "foot", "matter")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("assets").joinpath("papers/form.toml").read_text(encoding="utf-8"))


def form_of(wish: PaperWish) -> PaperWish | None:
    """None: no form goes with this paper."""
    if wish.name != "checklist":
        return None
    w, values = _words(), wish.values
    delivery = {"name": w["delivery"], "choices": w["deliveries"]}
    answered = [{"name": one["question"], "value": one["answer"]} for one in values.get("answers", ())]
    groups = [
        {"name": w["applicant"], "fields": [*_blank(w["firm"]), delivery]},
        {"name": w["project"], "fields": _blank(w["of_project"])},
        {"name": w["situation"], "fields": [*answered, {"name": w["remark"]}]},
    ]
    head = {key: values[key] for key in _HEAD if key in values}
    return PaperWish("form", {**head, "promise": w["promise"], "groups": groups})


def _blank(names: list[str]) -> list[dict[str, str]]:
    return [{"name": one} for one in names]
