"""收件凭证 on A4: the values of the template ``receipt``. The same receipt and copy make the same bytes."""

from typing import Any

from hall.contract import workdays
from hall.contract.receipts import FORMS, ORIGINS, ReceiptLine
from hall.kit import Clock
from hall.reception.store import CaseRow

SAYS = "在厅内任何一台自助机上扫这个码：核对真伪，查进度"
TEXT = (
    "下列材料已收到。承办部门将在{until}前作出受理或者不予受理的决定；材料不齐全或者不符合法定形式的，在此期间一次告知"
    "需要补正的全部内容。逾期不告知的，自收到申请材料之日起即为受理，本凭证即为受理凭证（行政许可法第三十二条）。"
)
UNKNOWN = "收到之日起五个工作日内（{why}）"


def values(row: CaseRow, code: str, copy: int, clock: Clock, hall: str, line: str) -> dict[str, Any]:
    """``line``: to complain by telephone."""
    receipt = row.paper
    local = clock.local(receipt.issued)
    until = f"{receipt.until:%Y年%m月%d日}" if receipt.until else UNKNOWN.format(why=workdays.beyond(local.date()))
    return {
        "hall": hall,
        "number": row.number,
        "at": local.isoformat(),
        "code": code,
        "code_says": SAYS,
        "copy": copy,
        "matter": receipt.matter_zh,
        "project": receipt.project,
        "project_code": receipt.project_code,
        "applicant": receipt.applicant + (f"（证照尾号 {row.subject_last4}）" if row.subject_last4 else ""),
        "intake": ORIGINS[receipt.origin] + (f"：{receipt.reason}" if receipt.reason else ""),
        "lead": receipt.department,
        "text": TEXT.format(until=until),
        "seal": hall,
        "lines": [_line(one) for one in receipt.lines],
        "window": receipt.window or "综合窗口",
        "clerk": receipt.clerk,
        "at_said": f"{local:%Y年%m月%d日 %H:%M}",
        "disclaimer": f"投诉 {line}。校验 {receipt.digest.hex()}",
    }


def _line(one: ReceiptLine) -> dict[str, str]:
    if one.given:
        return {"name": one.name, "form": FORMS[one.form], "copies": str(one.copies)}
    by = f"{one.by:%m-%d}前补交" if one.by else "补交"
    return {"name": one.name, "form": "未收", "copies": "—", "note": f"容缺，{by}" if one.waived else f"缺，{by}"}
