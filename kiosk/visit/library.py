"""A made-up catalogue of matters for a rehearsed kiosk: a few of those that a hall has."""

import json
from functools import cache
from importlib.resources import files

from hall.contract.matters import Catalogue
from hall.contract.parts import MattersPart, WordsPart
from hall.contract.search import Words
from kiosk.ledger.parts import PartSaid, written


def sample_catalogue(without: str = "") -> Catalogue:
    """``without``: a matter that it does not have."""
    raw = json.loads(files("assets").joinpath("matters/pictures.json").read_text(encoding="utf-8"))
    raw["matters"] = [one for one in raw["matters"] if one["id"] != without]
    return Catalogue.model_validate_json(json.dumps(raw))


@cache
def sample_matters(revision: int, without: str = "", phones: str = "") -> tuple[PartSaid, ...]:
    """With the words by which it is searched."""
    stands = MattersPart(revision=revision, catalogue=sample_catalogue(without), phones=phones)
    words = files("assets").joinpath("search/pictures.json").read_text(encoding="utf-8")
    return written({"matters": stands, "words": WordsPart(words=Words.model_validate_json(words))})
