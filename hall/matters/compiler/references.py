"""What names something that is not there, or is named twice."""

from collections import Counter
from collections.abc import Iterator

from hall.contract.matters import Catalogue, Kind, Matter, atoms, named_in
from hall.contract.matters.conditions import Is
from hall.matters.compiler.finding import Finding


def references(catalogue: Catalogue) -> Iterator[Finding]:
    for name, things in (
        ("问题", catalogue.questions),
        ("事项", (*catalogue.matters, *catalogue.services)),
    ):
        for id, times in Counter(one.id for one in things).items():
            if times > 1:
                yield Finding("double", "", id, f"{name}编号用了{times}次")
    for matter in catalogue.matters:
        yield from _of(catalogue, matter)
    yield from _two_rules_of_one_name(catalogue)


def rules(matter: Matter) -> Iterator[tuple[str, Kind]]:
    """Every condition of a matter itself, with what it is about."""
    for one in matter.materials:
        if one.when is not None:
            yield one.name, one.when
    for one in (*matter.turns, *matter.notes):
        if one.when is not None:
            yield one.say, one.when


def _two_rules_of_one_name(catalogue: Catalogue) -> Iterator[Finding]:
    """People know a shared rule by its name: it cannot mean one thing here and another there."""
    known: dict[str, Kind] = {}
    for matter in catalogue.matters:
        for at, condition in rules(matter):
            for one in named_in(condition):
                if known.setdefault(one.named, one.of) != one.of:
                    yield Finding(
                        "contradiction", matter.id, at, f"《{one.named}》在别处是另一条规则，要改就几处一起改"
                    )


def _of(catalogue: Catalogue, matter: Matter) -> Iterator[Finding]:
    def unknown(at: str, zh: str) -> Finding:
        return Finding("unknown", matter.id, at, zh)

    if catalogue.stages and matter.stage not in catalogue.stages:
        yield unknown("", f"没有“{matter.stage}”这个阶段")
    for part in matter.parts:
        if part not in catalogue.matter:
            yield unknown("", f"没有事项 {part}")
        elif catalogue.matter[part].parts:
            yield unknown("", f"{part} 自己就是几个事项合成的，不能再合")
    if matter.core is not None and matter.core not in matter.parts:
        yield unknown("", f"{matter.core} 不在合并的事项里")
    for turn in matter.turns:
        if turn.to is not None and turn.to not in catalogue.matter:
            yield unknown(turn.say, f"没有事项 {turn.to}")
    documents = {one.document for one in matter.materials}
    for doc in dict.fromkeys(doc for group in matter.always for doc in group):
        if doc not in documents:
            yield unknown(doc, "必须有一样的材料不在清单里")
    for at, condition in rules(matter):
        yield from (unknown(at, zh) for zh in dict.fromkeys(_atoms(catalogue, condition)))


def _atoms(catalogue: Catalogue, condition: Kind) -> Iterator[str]:
    for one in atoms(condition):
        question = catalogue.question.get(one.question)
        if question is None:
            yield f"没有问题 {one.question}"
        elif isinstance(one, Is):
            known = {option.id for option in question.options}
            yield from (f"问题 {question.id} 没有选项 {option}" for option in one.options if option not in known)
        elif all(option.band is None for option in question.options):
            yield f"问题 {question.id} 问的不是数额"
