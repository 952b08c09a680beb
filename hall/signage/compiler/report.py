"""What the compiler says: refusals and warnings, each with a place on the plan and what to do."""

from collections.abc import Iterable, Sequence
from typing import Literal

from hall.contract.plan import Node, Place
from hall.contract.queue import Wire
from hall.contract.wayfinding.graph import Graph
from hall.signage.compiler.wordings import WORDINGS

Code = Literal[
    "no_floor",
    "no_entrance",
    "duplicate_id",
    "dangling",
    "not_a_number",
    "wrong_floor",
    "duplicate_level",
    "walk_between_floors",
    "way_zero",
    "climb_without_length",
    "place_nowhere",
    "screen_nowhere",
    "island",
    "behind_staff_door",
    "one_way",
    "closed",
    "unreachable",
    "no_step_free",
    "against_fire_sign",
    "staff_door_arrow",
    "loop",
    "dead_end",
    "no_sign",
    "unclear_arrow",
    "not_named",
    "same_spot",
    "duplicate_number",
    "unreadable",
    "name_too_long",
    "contrast",
    "right_to_left",
    "unprintable",
    "no_glyph",
    "missing_name",
    "missing_translation",
    "missing_pictogram",
    "shut_off",
    "too_many_pages",
    "outside",
    "covered",
    "short_way",
    "no_service",
    "no_zone",
    "loose_way",
    "empty_zone",
]
"""Most useful first: what causes other faults comes before them; what leads people astray before what looks wrong."""
Severity = Literal["error", "warning"]
Said = str | tuple[str, str]
"""What a wording is filled with: Chinese and English, or one for both."""


class Refusal(Wire):
    """One fault, however many things it touches. ``zh``/``en`` what is wrong, ``todo_*`` what to do about it.
    ``floor``, ``x``, ``y`` (metres): where to show it; no floor where it is nowhere. ``things``: ids it is about."""

    code: Code
    severity: Severity = "error"
    zh: str
    en: str
    todo_zh: str
    todo_en: str
    floor: str = ""
    x: float = 0.0
    y: float = 0.0
    things: tuple[str, ...] = ()


class Report(Wire):
    """``refusals`` forbid publishing, ``warnings`` do not. ``walks``: journeys walked, entrances × goals × (on foot, on
    wheels). ``farthest`` metres and ``contrast``: the hardest to read of all screens."""

    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    entrances: int = 0
    goals: int = 0
    walks: int = 0
    screens: int = 0
    farthest: float = 0.0
    contrast: float = 0.0

    @property
    def ok(self) -> bool:
        return not self.refusals


def refuse(
    graph: Graph,
    code: Code,
    spot: Node | Place | None,
    things: Sequence[str],
    severity: Severity = "error",
    wording: str = "",
    **said: Said,
) -> Refusal:
    """The refusal ``code`` at ``spot``, in the words of ``wording`` (usually the code's own)."""
    words = WORDINGS[wording or code]
    if (way := graph.ways.get(str(said.get("way")))) is not None:
        said["way"] = f"{way.a} – {way.b}"  # as the page calls it
    zh = {key: value if isinstance(value, str) else value[0] for key, value in said.items()}
    en = {key: value if isinstance(value, str) else value[1] for key, value in said.items()}
    floor = ""
    if spot is not None:
        node = graph.nodes.get(spot.node) if isinstance(spot, Place) else None
        floor = node.floor if node is not None else spot.floor
    english = words.en.format(**en)
    return Refusal(
        code=code,
        severity=severity,
        zh=words.zh.format(**zh),
        en=english[:1].upper() + english[1:],
        todo_zh=words.todo_zh.format(**zh),
        todo_en=words.todo_en.format(**en),
        floor=floor,
        x=spot.x if spot else 0.0,
        y=spot.y if spot else 0.0,
        things=tuple(things),
    )


def ordered(found: Iterable[Refusal], severity: Severity) -> tuple[Refusal, ...]:
    rank = {code: i for i, code in enumerate(Code.__args__)}
    return tuple(sorted((one for one in found if one.severity == severity), key=lambda one: rank[one.code]))
