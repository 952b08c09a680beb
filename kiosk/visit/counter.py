"""A made-up receipt at a rehearsed kiosk, signed with the published test key whose private half everybody knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hall.contract.passes import PassKey
from hall.contract.receipts import KnownPart, Receipt, ReceiptLine, ReceiptsPart, known_part, signed
from kiosk.visit.gatehouse import PUBLIC

ISS, KID, SEED = "sjspzx", "0123456789abcdef", bytes(range(32))


@dataclass(frozen=True)
class Counter:
    """``text``: of the code that is shown; None of the parts: the hall has not told them."""

    text: str
    receipts: ReceiptsPart | None
    known: KnownPart | None


def counter(verdict: str, now: datetime) -> Counter:
    """What a kiosk has and is shown, so that it comes to that verdict by itself."""
    issued = now - timedelta(hours=1 if verdict == "unsynced" else 30)
    receipt = Receipt(
        number="SJ20261123000007", matter="sgxk", matter_zh="建筑工程施工许可证核发", project="九亭镇样例产业园一期",
        applicant="上海样例建设有限公司", department="区建设管理委", issued=issued.replace(microsecond=0),
        lines=(ReceiptLine(name="施工许可申请表"), ReceiptLine(name="中标通知书")),
    )  # fmt: skip
    iss, key = ("elsewhere" if verdict == "foreign" else ISS), (bytes(32) if verdict in ("forged", "foreign") else SEED)
    text = signed(receipt, 2 if verdict == "copy" else 0, iss, KID, key)
    if verdict == "unproved":
        return Counter(text, None, None)
    void = (receipt.number,) if verdict == "void" else ()
    part = ReceiptsPart(iss=ISS, keys=(PassKey(kid=KID, key=PUBLIC),), void=void)
    return Counter(text, part, known_part(now - timedelta(hours=10), [(receipt.number, receipt.digest)]))
