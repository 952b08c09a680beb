"""Made-up people whose cards lie beside the rack. Every number has a valid check digit; nobody bears them: the
sequence 000 is given to no one, and the others are examples of the standards themselves."""

from dataclasses import dataclass

from devices.idcard.card import CardKind
from devices.idcard.sdt.text import write_card


@dataclass(frozen=True)
class Person:
    """``title`` and ``note`` are what the page shows beside the name."""

    name: str
    kind: CardKind
    title: str
    number: str
    note: str
    text: bytes


def _resident(name: str, number: str, note: str, until: str, sex: str = "1") -> Person:
    text = write_card(
        "resident", name=name, sex=sex, nation="01", born=number[6:14], address="上海市松江区样例路1号", number=number,
        issuer="上海市公安局松江分局", **{"from": "20200101"}, until=until,
    )  # fmt: skip
    return Person(name, "resident", "居民身份证", number, note, text)


def _permit(name: str, number: str, place: str, entry: str, until: str) -> Person:
    text = write_card(
        "hk_mo_tw", name=name, sex="1", born=number[6:14], address="上海市松江区样例路2号", number=number,
        issuer="上海市公安局松江分局", **{"from": "20220601", "pass": entry}, until=until, issues="01",
    )  # fmt: skip
    return Person(name, "hk_mo_tw", "港澳台居民居住证", number, place, text)


def _foreigner_2017() -> Person:
    number = "GBR310088010100"
    text = write_card(
        "foreigner_2017", english="SAMPLE, JOHN EDWARD", sex="1", number=number, country="GBR", name="约翰·样例",
        **{"from": "20190301"}, until="20290228", born="19880101", version="01", authority="3100",
    )  # fmt: skip
    return Person("约翰·样例", "foreigner_2017", "永久居留证 2017", number, "英国，15 位号码", text)


def _foreigner_2023() -> Person:
    number = "932682198501010017"  # the authority's own example
    english = "SAMPLE, MARIA DEL CARMEN GUADALUPE FERNANDEZ"
    text = write_card(
        "foreigner_2023", sex="2", issues="01", born="19850101", english=english[:35], english_rest=english[35:],
        number=number, **{"from": "20240101"}, until="20331231", country="SAU",
    )  # fmt: skip
    return Person("MARIA S.", "foreigner_2023", "永久居留证 2023", number, "英文名很长", text)


PEOPLE = {
    "zhang": _resident("张样例", "310117199001010013", "长期有效", "长期", sex="2"),
    "li": _resident("李老样", "11010519491231002X", "七十多岁，尾号 X", "长期"),
    "wang": _resident("王䶮", "310117200002290016", "生僻字；闰日出生", "20300228"),
    "ouyang": _resident("欧阳样例", "310117198507120004", "复姓", "20351231", sex="2"),
    "chen": _resident("陈过期", "310117197502280004", "证件已过期", "20250630"),
    "huang": _permit("黄港样", "810000199001010019", "香港", "H12345678", "20270531"),
    "lin": _permit("林台样", "830000197811300039", "台湾", "12345678", "20270531"),
    "john": _foreigner_2017(),
    "maria": _foreigner_2023(),
}
