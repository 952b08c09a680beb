"""Which values a paper needs. A missing one is a refusal that names it: never an empty gap on paper."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


class Refused(ValueError):
    """``missing``: where in the values, as ``lines.3.name``; "" where something else is wrong."""

    def __init__(self, sentence: str, missing: str = "") -> None:
        super().__init__(sentence)
        self.missing = missing


@dataclass(frozen=True)
class Text:
    """``needed``: it may not be empty. ``among``: if given, the only values it may have."""

    zh: str
    needed: bool = True
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rows:
    """A list of rows of these fields, or of texts; ``needed``: at least one."""

    zh: str
    of: "Mapping[str, Text | Rows] | Text"
    needed: bool = True


@dataclass(frozen=True)
class Yes:
    """True or false."""

    zh: str


Field = Text | Rows | Yes


def _may(zh: str) -> Text:
    return Text(zh, needed=False)


HEAD: Mapping[str, Field] = {
    "hall": Text("单位名称"),
    "place": _may("地址"),
    "number": Text("编号"),
    "at": Text("出具时间"),
    "code": _may("二维码"),
    "code_says": _may("二维码说明"),
    "foot": _may("页脚"),
}
"""On every paper. ``at``: ISO, with its offset; it dates the PDF too, so that the same values make the same bytes.
``code``: the text of the QR code. Besides, any paper takes ``copy`` (a number, 0 the original)."""

_ROW: Mapping[str, Text | Rows] = {"name": Text("名称"), "note": _may("说明")}

CHECKLIST: Mapping[str, Field] = {
    "matter": Text("事项"),
    "matter_en": _may("英文"),
    "lead": _may("主办部门"),
    "limit": Text("办结时限"),
    "result": _may("办理结果"),
    "window": Text("窗口"),
    "answers": Rows("您的情况", {"question": Text("问题"), "answer": Text("回答")}, needed=False),
    "lines": Rows(
        "材料",
        {
            "name": Text("材料名称"),
            "en": _may("英文"),
            "state": Text("要求", among=("needed", "waived", "maybe", "open")),
            "origin": Text("来源"),
            "copies": _may("份数"),
            "note": _may("说明"),
            "law": _may("依据"),
            "doubt": Text("确定程度", needed=False, among=("", "illustrative", "lapsed")),
        },
    ),
    "notes": Rows("注意", Text("注意"), needed=False),
    "disclaimer": Text("声明"),
    "version": Text("事项库版本"),
    "phone": Text("咨询电话"),
}

FORM: Mapping[str, Field] = {
    "matter": Text("事项"),
    "promise": Text("承诺"),
    "groups": Rows(
        "栏目",
        {
            "name": Text("栏目名称"),
            "fields": Rows(
                "栏",
                {
                    "name": Text("栏名"),
                    "value": _may("内容"),
                    "choices": Rows("选项", Text("选项"), needed=False),
                },
            ),
        },
    ),
}

RECEIPT: Mapping[str, Field] = {
    "matter": Text("申请事项"),
    "project": _may("项目名称"),
    "project_code": _may("项目代码"),
    "applicant": Text("申请人"),
    "agent": _may("经办人"),
    "phone": _may("联系电话"),
    "intake": _may("收件类别"),
    "lead": _may("承办部门"),
    "text": Text("正文"),
    "notes": Rows("告知", Text("告知"), needed=False),
    "seal": Text("落款单位"),
    "lines": Rows(
        "材料",
        {
            "name": Text("材料名称"),
            "form": Text("形式"),
            "copies": Text("份数"),
            "origin": _may("来源"),
            "note": _may("备注"),
        },
    ),
    "window": Text("收件窗口"),
    "clerk": Text("收件人"),
    "at_said": Text("收件时间"),
    "disclaimer": _may("声明"),
}

NOTICE: Mapping[str, Field] = {
    "applicant": Text("申请人"),
    "paragraphs": Rows("正文", Text("正文")),
    "columns": Rows("表头", Text("表头"), needed=False),
    "lines": Rows("明细", _ROW, needed=False),
    "after": Rows("告知", Text("告知"), needed=False),
    "contact": _may("联系人"),
    "phone": Text("联系电话"),
    "receipt": _may("收件编号"),
    "seal": Text("落款单位"),
    "signed": Yes("签收"),
}
"""Letters. ``columns``: of ``lines``, two; ``signed``: with a line for the signatures of both."""

SHAPES: Mapping[str, tuple[str, Mapping[str, Field]]] = {
    "checklist": ("一次性告知书", CHECKLIST),
    "form": ("申请表", FORM),
    "receipt": ("申请材料收件凭证", RECEIPT),
    "accepted": ("受理通知书", NOTICE),
    "refused": ("不予受理决定书", NOTICE),
    "supplement": ("补正材料通知书", NOTICE),
}
NAMES: Mapping[str, str] = {name: title for name, (title, _) in SHAPES.items()}
"""Name of a template → what stands at its head."""


def checked(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of this paper and no others, whole: what may be left out is there, empty. Raises ``Refused``."""
    if name not in SHAPES:
        raise Refused(f"没有名为「{name}」的文书模板")
    title, own = SHAPES[name]
    known = {**HEAD, **own}
    if extra := sorted(set(values) - set(known) - {"copy"}):
        raise Refused(f"《{title}》里没有「{extra[0]}」这一项")
    copy = values.get("copy", 0)
    if not isinstance(copy, int) or isinstance(copy, bool) or copy < 0:
        raise Refused(f"《{title}》的补打次数不对", "copy")
    whole = dict(_fields(known, values, title, ""))
    if whole.get("lines") and "columns" in own and len(whole["columns"]) != 2:
        raise _missing(title, "表头", "columns")
    return {**whole, "copy": copy}


def _fields(shape: Mapping[str, Field], values: Any, title: str, where: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(values, Mapping):
        raise Refused(f"《{title}》的「{where.rstrip('.')}」应是一组值", where.rstrip("."))
    for key, field in shape.items():
        yield key, _value(field, values.get(key), title, f"{where}{key}")


def _value(field: Field, value: Any, title: str, where: str) -> Any:
    match field:
        case Yes():
            if not isinstance(value, bool | None):
                raise Refused(f"《{title}》的「{field.zh}」应是是或否", where)
            return bool(value)
        case Text():
            return _text(field, value, title, where)
        case Rows():
            rows = list(value) if isinstance(value, list | tuple) else [] if value is None else None
            if rows is None:
                raise Refused(f"《{title}》的「{field.zh}」应是一列", where)
            if field.needed and not rows:
                raise _missing(title, field.zh, where)
            return [_row(field.of, one, title, f"{where}.{n}") for n, one in enumerate(rows, 1)]


def _row(of: "Mapping[str, Text | Rows] | Text", value: Any, title: str, where: str) -> Any:
    return _text(of, value, title, where) if isinstance(of, Text) else dict(_fields(of, value, title, f"{where}."))


def _text(field: Text, value: Any, title: str, where: str) -> str:
    if value is not None and not isinstance(value, str):
        raise Refused(f"《{title}》的「{field.zh}」应是文字（{where}）", where)
    value = value or ""
    if field.needed and not value.strip():
        raise _missing(title, field.zh, where)
    if field.among and value not in field.among:
        raise Refused(f"《{title}》的「{field.zh}」不能是「{value}」（{where}）", where)
    return value


def _missing(title: str, zh: str, where: str) -> Refused:
    return Refused(f"《{title}》缺「{zh}」（{where}），没有打印", where)
