"""The words of search from files, whole or not at all; every fault is named with its file."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from hall.contract.search import Words
from hall.matters import Fault, Unreadable, read_yaml

LISTS = ("asked", "elsewhere", "policies", "answers")


def word_files() -> dict[str, str]:
    """What lies in ``assets/search``."""
    folder = files("assets").joinpath("search")
    return {one.name: one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith(".yaml")}


def read_words(texts: Mapping[str, str]) -> Words:
    """Name of a file → its text. Raises Unreadable."""
    whole: dict[str, Any] = {"lexicon": [], "stages": {}, "sounds": {}, **{key: [] for key in LISTS}}
    for name in sorted(texts):
        try:
            data = read_yaml(texts[name]).data
            for key, value in data.items():
                if key in LISTS:
                    whole[key] += value
                elif key in ("stages", "sounds"):
                    whole[key] |= value
                elif key == "lexicon":
                    whole[key] += ({"says": says.split("、"), "means": means} for says, means in value.items())
                else:
                    raise ValueError(f"不认识的栏目“{key[:60]}”")
        except (ValueError, TypeError, AttributeError) as error:
            raise Unreadable([Fault(name, getattr(error, "line", 1), str(error)[:200])]) from None
    try:
        whole["policies"], whole["answers"] = _standing(whole["policies"], whole["answers"])
        return Words.model_validate(whole)
    except ValidationError as error:
        said = [Fault("", 1, f"{'.'.join(map(str, one['loc']))}：{one['msg']}") for one in error.errors()]
        raise Unreadable(said) from None
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable([Fault("", 1, f"没有这样的依据：{error}")]) from None


def _standing(documents: list[Any], answers: list[Any]) -> tuple[list[Any], list[Any]]:
    """A document is one policy a clause; an answer stands ``by`` a document and a clause of it."""
    heads = {one["id"]: {key: value for key, value in one.items() if key != "says"} for one in documents}
    return list(_clauses(documents, heads)), [_answer(one, heads) for one in answers]


def _clauses(documents: list[Any], heads: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for document in documents:
        for n, says in enumerate(document["says"], 1):
            yield heads[document["id"]] | says | {"id": f"{document['id']}_{n}"}


def _answer(answer: dict[str, Any], heads: Mapping[str, Any]) -> dict[str, Any]:
    full = dict(answer)
    id, _, clause = str(full.pop("by", "")).partition(" ")
    if not id:
        return full
    stands = {key: heads[id][key] for key in ("conf", "source", "since", "until", "lapsed") if key in heads[id]}
    return {**stands, "clause": clause, **full}
