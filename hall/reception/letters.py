"""What a department writes to an applicant: 受理通知书, 不予受理决定书, 补正材料通知书, as values of the templates of
that name. Which step a letter belongs to is its number."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hall.contract import workdays
from hall.contract.cases import COMPLETE, Act, Count, Standing
from hall.kit import Clock
from hall.reception.store import CaseRow, EventRow


class Letter(NamedTuple):
    """``name``: of the template."""

    name: str
    zh: str


LETTERS: Mapping[Act, Letter] = {
    "accept": Letter("accepted", "受理通知书"),
    "refuse": Letter("refused", "不予受理决定书"),
    "ask": Letter("supplement", "补正材料通知书"),
}
REMEDY = "对本决定不服的，可以自收到本决定书之日起六十日内申请行政复议，或者自收到之日起六个月内依法提起行政诉讼。"
"""行政复议法第二十条、行政诉讼法第四十六条."""


def values(
    row: CaseRow, one: EventRow, then: Standing, code: str, clock: Clock, hall: str, line: str
) -> dict[str, Any]:
    """``then``: where the case stood on the day of the letter. KeyError: no letter belongs to that step."""
    receipt, letter = row.paper, LETTERS[one.event.act]
    local = clock.local(one.at).replace(microsecond=0)
    what = (
        f"关于“{receipt.matter_zh}”（项目：{receipt.project}）的申请，{clock.local(receipt.issued):%Y年%m月%d日}收件。"
    )
    return {
        "hall": hall,
        "number": f"{row.number}-{one.n}",
        "at": local.isoformat(),
        "code": code,
        "code_says": "收件凭证的码：核对真伪，查进度",
        "applicant": receipt.applicant,
        "paragraphs": [what, *_says(letter.name, one, then)],
        "after": [REMEDY] if letter.name == "refused" else [],
        "contact": one.name,
        "phone": line,
        "receipt": row.number,
        "seal": one.department,
        "signed": True,
    }


def _says(name: str, one: EventRow, then: Standing) -> Sequence[str]:
    if name == "refused":
        return [f"经审查：{one.text}", "依照《中华人民共和国行政许可法》第三十二条，决定不予受理。"]
    if name == "supplement":
        last = Count(one.event.on).due(COMPLETE, workdays.works)
        until = f"（最迟{last:%Y年%m月%d日}）" if last else ""
        return [
            "申请材料不齐全或者不符合法定形式，现一次告知需要补正的全部内容：",
            one.text,
            f"请在{COMPLETE.days}个工作日内{until}补正，送到综合窗口；补正的日子不计入办理期限。",
        ]
    by = f"最迟{then.due:%Y年%m月%d日}" if then.due else workdays.beyond(one.event.on)
    return ["申请材料齐全，符合法定形式，现予受理。", f"本机关将依法作出决定，{by}（{then.law.split('：')[0]}）。"]
