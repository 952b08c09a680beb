"""Forty faults of eight kinds, five each, put into the sample one at a time: what an editor does on a bad day."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from hall.contract.matters import Catalogue
from tests.hall.matters.made import material, question, sample

Raw = dict[str, Any]


class Seed(NamedTuple):
    """``where`` is in the finding that has to come: its matter, or what it is about."""

    kind: str
    where: str
    name: str
    plant: Callable[[Raw], None]

    def planted(self) -> Catalogue:
        raw = sample().model_dump(mode="json")
        self.plant(raw)
        return Catalogue.model_validate(raw)


def _matter(raw: Raw, id: str) -> Raw:
    return next(one for one in raw["matters"] if one["id"] == id)


def _line(raw: Raw, id: str, start: str, of: str = "materials") -> Raw:
    lines = _matter(raw, id)[of]
    return next(one for one in lines if one.get("name", one.get("say", "")).startswith(start))


def _set(id: str, start: str, of: str = "materials", **values: Any) -> Callable[[Raw], None]:
    return lambda raw: _line(raw, id, start, of).update(values)


def _on(id: str, **values: Any) -> Callable[[Raw], None]:
    return lambda raw: _matter(raw, id).update(values)


def _limit(id: str, **values: Any) -> Callable[[Raw], None]:
    return lambda raw: _matter(raw, id)["limit"].update(values)


def _more(id: str, of: str, *things: Raw) -> Callable[[Raw], None]:
    return lambda raw: _matter(raw, id)[of].extend(things)


def _asked(*questions: Raw) -> Callable[[Raw], None]:
    return lambda raw: raw["questions"].extend(questions)


def _only_if_rectified(raw: Raw) -> None:
    for one in _matter(raw, "lh_jc")["materials"]:
        one["when"] = {"rectify": "yes"}


def _again(of: str) -> Callable[[Raw], None]:
    return lambda raw: raw[of].append(raw[of][0])


PLANTED: dict[str, list[tuple[str, str, Callable[[Raw], None]]]] = {
    "idle": [
        ("colour", "asked for nothing", _asked(question("colour"))),
        ("sun", "its only rule lost", _set("sj_fa", "日照", when=None)),
        ("levy", "every option ticked", _set("ky_pf", "社会稳定", when={"levy": ["yes", "no"]})),
        ("extra", "left to the window instead", _set("fq_ys", "可选", when={"window": "是否涉及"})),
        ("telecom", "its line withdrawn", lambda raw: _matter(raw, "sdqw")["materials"].pop()),
    ],
    "unknown": [
        ("sj_fa", "a question that is not there", _set("sj_fa", "日照", when={"sunshine": "yes"})),
        ("lh_jc", "an option that is not there", _set("lh_jc", "上次", when={"rectify": ["yes", "perhaps"]})),
        ("sgxk", "turned to a matter withdrawn", _set("sgxk", "仅装饰", "turns", to="zx_old")),
        ("yzs_ys", "a part withdrawn", _on("yzs_ys", parts=["zh_ys", "xf_old", "xf_ys"])),
        ("zx_xk", "an amount of a question without", _set("zx_xk", "租赁", when={"land": {"over": 3}})),
    ],
    "nowhere": [
        ("zx_xk", "a limit inside an option", _set("zx_xk", "不到100万", "turns", when={"amount": {"below": 80}})),
        ("yj_sg", "a limit inside another", _set("yj_sg", "当月超过", "notes", when={"nights": {"over": 10}})),
        ("xm_beian", "sent round by two", _set("xm_beian", "政府", "turns", when={"invest": ["gov", "soe"]})),
        ("ky_pf", "sent to where one is", _set("ky_pf", "企业", "turns", to="ky_pf")),
        ("lh_jc", "no list at all", _only_if_rectified),
    ],
    "contradiction": [
        ("sj_fa", "two answers at once", _set("sj_fa", "日照", when={"all": [{"sun": "yes"}, {"sun": "no"}]})),
        ("xm_beian", "a line after its turn", _more("xm_beian", "materials", material("批文", {"invest": "gov"}))),
        (
            "zl_jl",
            "one situation sent to two places",
            _more("zl_jl", "turns", {"when": {"road": "none"}, "to": "kg_yjs", "say": "办开工"}),
        ),
        ("zt_cz", "valid backwards", _set("zt_cz", "运输合同", since="2026-02-01", until="2026-01-01")),
        (
            "fq_ys",
            "a word never said",
            _set("fq_ys", "非重大", "notes", when={"all": [{"use": "home"}, {"use": "muni"}]}),
        ),
    ],
    "source": [
        ("zx_xk", "of a material", _set("zx_xk", "租赁", source="")),
        ("sgxk", "of a turn", _set("sgxk", "桩基", "turns", source="")),
        ("zh_ys", "of a note", _set("zh_ys", "规模大", "notes", source="")),
        ("zt_cz", "of a limit", _limit("zt_cz", source="")),
        ("xf_sc", "of a matter", _on("xf_sc", source="")),
    ],
    "expired": [
        ("lh_jc", "of a limit", _limit("lh_jc", until="2026-11-29")),
        ("zx_ba", "of a material", _set("zx_ba", "完工", until="2026-06-30")),
        ("sgxk", "of a turn", _set("sgxk", "工程投资", "turns", until="2025-12-31")),
        ("yj_sg", "the word about it lost", _on("yj_sg", lapsed="")),
        ("fq_ys", "not yet in force", _set("fq_ys", "分期", since="2027-01-01")),
    ],
    "unasked": [
        ("zx_ba", "a second condition", _set("zx_ba", "竣工验收备案表", when={"fitout": "some", "firework": "yes"})),
        ("rf_sc", "one way out lost", _set("rf_sc", "防空", when={"shelter": "pay"})),
        ("xk_bg", "the wrong one ticked", _set("xk_bg", "延期", when={"change": "stop"})),
        ("sgxk", "only new buildings", _set("sgxk", "施工图", when={"fire": "yes"})),
        ("yd_xk", "the wrong land", _set("yd_xk", "国有建设用地使用权", when={"land": "allot"})),
    ],
    "double": [
        ("bdc_dj", "a line twice", _more("bdc_dj", "materials", material("房屋面积测绘报告"))),
        ("zx_xk", "one document, two names", _more("zx_xk", "materials", material("租约", doc="租赁合同"))),
        ("sj_fa", "two rules that overlap", _more("sj_fa", "materials", material("日照分析报告", {"basement": "yes"}))),
        ("xm_beian", "a matter twice", _again("matters")),
        ("invest", "a question twice", _again("questions")),
    ],
}


def seeds() -> Iterator[Seed]:
    for kind, planted in PLANTED.items():
        yield from (Seed(kind, where, name, plant) for where, name, plant in planted)
