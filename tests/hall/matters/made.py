"""Catalogues for tests: the sample's, and small ones."""

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

from hall.contract.matters import DONT_KNOW, Catalogue, Guide
from hall.matters import read_catalogue, sample_files


@cache
def sample() -> Catalogue:
    return read_catalogue(sample_files())


@cache
def guide(id: str) -> Guide:
    """Of the sample."""
    return Guide(sample(), sample().matter[id])


def answered(ids: list[str], times: int, share: float) -> Iterator[tuple[str, dict[str, str]]]:
    """Matters of the sample with answers, each given with the probability ``share``, some of them "don't know". The
    same ones every time: a tracing generator costs more here than what it would find."""
    random = Random(16)
    for n in range(times):
        id = ids[n % len(ids)]
        asked = [one for one in guide(id).asked() if random.random() < share]
        options = {one: [*(option.id for option in sample().question[one].options), DONT_KNOW] for one in asked}
        yield id, {one: random.choice(options[one]) for one in asked}


def question(id: str, *options: str, **more: Any) -> dict[str, Any]:
    options = options or ("yes", "no")
    return {"id": id, "zh": f"{id}？", "options": [{"id": one, "zh": one} for one in options], **more}


def material(name: str, when: Any = None, **more: Any) -> dict[str, Any]:
    return {"name": name, "origin": "自备", **({"when": when} if when is not None else {}), **more}


def matter(id: str, *materials: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": id, "name": id, "stage": "施工许可", "lead": "窗口", "materials": list(materials), **more}


def catalogue(questions: list[dict[str, Any]], *matters: dict[str, Any]) -> Catalogue:
    return Catalogue.model_validate({"questions": questions, "matters": list(matters)})
