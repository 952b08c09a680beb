"""What a change does: every screen that will say something else, every window that moves, every slip that now leads
another way."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from hall.contract.frame import Line, Sign
from hall.contract.plan import Place, Plan, Screen
from hall.contract.queue import Wire
from hall.contract.wayfinding import arrows, brief, direction_from, graph_of, way
from hall.contract.wayfinding.graph import Graph
from hall.signage.compiler.sentences import SHOWN, after, place_name, short


class ScreenChange(Wire):
    """One screen; ``before`` is None where it is new, ``after`` where it is taken down."""

    screen: str
    number: str
    name_zh: str
    before: Sign | None
    after: Sign | None


class WindowChange(Wire):
    """A window of which something people read has changed, said in a sentence."""

    window: str
    zh: str
    en: str


class PlaceChange(Wire):
    """The same of a place that is no window."""

    place: str
    zh: str
    en: str


class SlipChange(Wire):
    """The directions to ``window`` printed at ``kiosk``, before and after; empty where there are none."""

    kiosk: str
    window: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class Difference(Wire):
    """``screens`` in the order of the plan. All empty: nobody reads anything else."""

    screens: tuple[ScreenChange, ...] = ()
    windows: tuple[WindowChange, ...] = ()
    places: tuple[PlaceChange, ...] = ()
    slips: tuple[SlipChange, ...] = ()


def screens_changed(before: Plan, after: Plan, now: datetime | None = None) -> Difference:
    """From ``before`` to ``after`` at ``now`` (hall's local time; None: as if everything were open). Pure."""
    old, new = graph_of(before), graph_of(after)
    return Difference(
        screens=tuple(_screens(before, after, now)),
        windows=tuple(_windows(old, new)),
        places=tuple(_places(old, new)),
        slips=tuple(_slips(before, after, old, new, now)),
    )


def said_of(before: Plan, after: Plan, ids: Iterable[str]) -> tuple[str, str]:
    """What becomes of these places, in words; empty where it is nothing that people read."""
    old, new = graph_of(before), graph_of(after)
    said = [one for id in ids for one in _said(old, new, old.places.get(id), new.places.get(id))][:SHOWN]
    return "，".join(zh for zh, _ in said), ", ".join(en for _, en in said)


def _screens(before: Plan, after: Plan, now: datetime | None) -> Iterator[ScreenChange]:
    old, new = graph_of(before).screens, graph_of(after).screens
    for id in dict.fromkeys((*new, *old)):
        was = _shown(before, old[id], now) if id in old else None
        will = _shown(after, new[id], now) if id in new else None
        screen = new.get(id) or old[id]
        looks = id in old and id in new and _look(old[id].model_dump()) == _look(new[id].model_dump())
        if not looks or _read(was) != _read(will):
            yield ScreenChange(screen=id, number=screen.number, name_zh=screen.name_zh, before=was, after=will)


def _shown(plan: Plan, screen: Screen, now: datetime | None) -> Sign:
    """The sign; of a call board, which way it sends people to each window."""
    sign = arrows(plan, screen, now)
    if screen.layout != "board":
        return sign
    lines = tuple(
        Line(
            direction=direction_from(plan, screen, place, now),
            zh=place.name_zh,
            en=place.name_en,
            tag=place.number,
            places=(place.id,),
        )
        for place in graph_of(plan).public_places
        if place.kind == "window"
    )
    return sign.model_copy(update={"pages": (lines,)})


def _read(sign: Sign | None) -> object:
    """What people read of it: not how far it is, nor which places a line stands for."""
    return sign and [
        [line.model_dump(exclude={"metres", "places", "step_free"}) for line in page] for page in sign.pages
    ]


def _look(screen: dict[str, object]) -> tuple[object, ...]:
    """What changes the glass beside the sign itself."""
    return tuple(screen[key] for key in ("layout", "ink", "ground", "languages", "width", "height"))


def _windows(old: Graph, new: Graph) -> Iterator[WindowChange]:
    for id in dict.fromkeys((*new.places, *old.places)):
        was, will = old.places.get(id), new.places.get(id)
        if all(one is None or one.kind != "window" for one in (was, will)):
            continue
        for zh, en in _said(old, new, was, will):
            yield WindowChange(window=id, zh=zh, en=en)


def _places(old: Graph, new: Graph) -> Iterator[PlaceChange]:
    """Those that visitors are led to, before or after."""
    for id in dict.fromkeys((*new.places, *old.places)):
        was, will = old.places.get(id), new.places.get(id)
        if any(one is not None and one.kind == "window" for one in (was, will)):
            continue
        if any(one is not None and one.public for one in (was, will)):
            for zh, en in _said(old, new, was, will):
                yield PlaceChange(place=id, zh=zh, en=en)


def _said(old: Graph, new: Graph, was: Place | None, will: Place | None) -> Iterator[tuple[str, str]]:
    """One sentence for each thing that changed."""
    if was is None or will is None:
        for place, word_zh, word_en in ((will, "新增", "New"), (was, "撤去", "Gone")):
            if place is not None:
                zh, en = place_name(place)
                yield after(word_zh, zh), f"{word_en}: {en}"
        return
    zh, en = place_name(was)
    zones = [_zone(old, was), _zone(new, will)]
    if was.zone != will.zone and "window" in (was.kind, will.kind):
        yield (
            after(after(f"{zh}从", zones[0][0]) + "移到", zones[1][0]),
            f"{en} moves from {zones[0][1]} to {zones[1][1]}",
        )
    elif (was.node, _at(old, was)) != (will.node, _at(new, will)):
        yield f"{zh}换了位置", f"{en} stands elsewhere"
    if was.number != will.number:
        yield f"{zh}改为 {short(will.number)} 号", f"{en} becomes {short(will.number)}"
    if (was.name_zh, was.name_en) != (will.name_zh, will.name_en):
        yield f"{zh}改名“{short(will.name_zh)}”", f"{en} is renamed “{short(will.name_en)}”"
    if set(was.services) != set(will.services):
        yield f"{zh}办理的业务有变", f"{en} serves other things"
    if was.open != will.open:
        yield f"{zh}的开放时间有变", f"{en} has other hours"
    if was.public != will.public:
        yield (f"{zh}不再公开" if was.public else f"{zh}公开", f"{en} is {'hidden' if was.public else 'shown'}")


def _zone(graph: Graph, place: Place) -> tuple[str, str]:
    zone = graph.places.get(place.zone)
    return place_name(zone) if zone else ("区外", "no zone")


def _at(graph: Graph, place: Place) -> tuple[object, ...]:
    """Where it is drawn, and where one stands."""
    node = graph.nodes.get(place.node)
    return (place.x, place.y, *((node.floor, node.x, node.y) if node else ()))


def _slips(before: Plan, after: Plan, old: Graph, new: Graph, now: datetime | None) -> Iterator[SlipChange]:
    kiosks = [place.id for place in new.public_places if place.kind == "kiosk" and place.id in old.places]
    windows = [place.id for place in new.public_places if place.kind == "window"]
    for kiosk in kiosks:
        for window in windows:
            was = way(before, kiosk, window, now=now) if window in old.places else None
            will = way(after, kiosk, window, now=now)
            said, says = brief(was) if was else (), brief(will) if will else ()
            if said != says:
                yield SlipChange(kiosk=kiosk, window=window, before=said, after=says)
