"""``python -m hall keys list | rotate | revoke``: which keys there are, a new one in the place of an old one, and the
end of one. While the hall runs, but for those that everything is sealed or known under."""

import argparse
from datetime import UTC, datetime

from hall import audit
from hall.access import CardKeys, rekey, rules_of
from hall.accounts.second import drop_every
from hall.backup import is_serving
from hall.commands.every_key import Shown, every_key
from hall.commands.opened import COMMAND_LINE, opened
from hall.keys import KINDS, Ring, all_keys
from hall.kit import Clock
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.kit.keys import keep_key, keep_proof, read_key
from hall.plan import Plans
from hall.queue import Queue
from hall.reception import rekey_cases
from hall.settings import Settings
from hall.stations.stolen import press

AUDIT = "audit"
STOPPED = {
    "subject": "今天取过号的人认不出来了（号码照旧有效）；各台自助机要用同名重新登记；"
    "门禁卡照用，已打印的通行证要重出。",
    "signs": "每块屏幕都要重新配对。",
    "accounts": "手机验证码都已取消，要用的人重新设置。",
}
"""What is changed with the hall stopped, and what that costs."""
ELSEWHERE = {
    "station": "自助机的钥匙在登记时给：在“自助机”页用同一个名字重新登记，旧的当即作废。",
    "tls": "运行 python -m hall certificates，再重启大厅：机构不变，自助机和浏览器不受影响。",
    "backup": "备份时用另一个 --key-file 就换了；旧备份仍要旧钥匙，留到它们过期。",
}


def listed(settings: Settings, _arguments: argparse.Namespace) -> int:
    with opened(settings) as db:
        rows = db.look(lambda conn: every_key(conn, settings))
    for row in rows:
        print(_line(row, Clock(settings.timezone)))
    print("backup    在大厅之外：备份用的口令或 --key-file，由保管人记录。")
    return 0


def _line(row: Shown, clock: Clock) -> str:
    since = f"{clock.local(row.since):%Y-%m-%d %H:%M}" if row.since else "?"
    return f"{row.kind:<9} {row.name:<24} {row.fingerprint or '-':<16}  {since}  {row.state}"


def rotate(settings: Settings, arguments: argparse.Namespace) -> int:
    kind = arguments.kind
    if kind in ELSEWHERE:
        raise Problem(409, "elsewhere", ELSEWHERE[kind], f"The {kind} key is changed elsewhere.")
    if kind in STOPPED:
        return _replaced(settings, kind)
    with opened(settings) as db:
        if kind == AUDIT:
            kid = db.write_now(lambda tx: audit.Chain(settings.data_dir).rekey(tx, COMMAND_LINE))
            print(f"审计从下一行起用钥匙 {kid}；旧的留着，以前的各行照样核对。请备份新的 audit-{kid}.key。")
        else:
            ring = Ring(settings.data_dir)
            row = db.write_now(lambda tx: ring.rotate(tx, kind, COMMAND_LINE))
            print(f"{KINDS[kind].zh}从现在起用钥匙 {row.kid} 签；以前签的到期为止照样有效。")
            print(f"请备份新的 ring-{row.kid}.key。")
    print("有第二台服务器的，现在就把新钥匙文件复制过去。")
    return 0


def _replaced(settings: Settings, kind: str) -> int:
    """The old file is set aside under its date: nothing of what it opened is lost as long as it is kept."""
    if is_serving(settings):
        raise Problem(
            409,
            "serving",
            f"大厅正在运行：请先停下，再换 {kind} 钥匙。换了之后：{STOPPED[kind]}什么也没有改。",
            "Stop the hall first. Nothing was changed.",
        )
    name = f"{kind}.key"
    aside = f"{name}.old-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"

    def work(tx: Tx) -> None:
        old = read_key(settings.data_dir, name)
        (settings.data_dir / name).rename(settings.data_dir / aside)
        new = keep_key(settings.data_dir, name)
        keep_proof(tx.conn, name, new)
        if kind == "subject" and old is not None:
            rekey(tx, rules_of(settings).seal, CardKeys(old), CardKeys(new))
            rekey_cases(tx, old, new)
        if kind == "accounts":
            drop_every(tx, COMMAND_LINE)
        tx.note(COMMAND_LINE, "key_rotated", f"key:{name}", aside=aside)

    with opened(settings) as db:
        db.write_now(work)
    print(f"{name} 换好了，旧的是 {aside}。{STOPPED[kind]}")
    return 0


def revoke(settings: Settings, arguments: argparse.Namespace) -> int:
    """A station (``K001``), or a key of the ring by its kid."""
    clock = Clock(settings.timezone)
    since = _moment(arguments.since, clock)
    with opened(settings) as db:
        if any(row.kid == arguments.what for row in db.look(all_keys)):
            ring = Ring(settings.data_dir)
            db.write_now(lambda tx: ring.revoke(tx, arguments.what, arguments.reason, COMMAND_LINE))
            print(f"钥匙 {arguments.what} 已吊销：它签过的都不再有效。")
            return 0
        queue = Queue(settings, clock, Plans())
        db.write_now(lambda tx: press(tx, arguments.what, since, arguments.reason, COMMAND_LINE, queue))
    print(f"{arguments.what} 的身份和密钥已吊销。哪些号码、哪些纸不能信，见“自助机”页。")
    return 0


def _moment(text: str, clock: Clock) -> datetime:
    """``2026-11-30T08:00`` as the hall's clocks show it; empty: now."""
    if not text:
        return clock.now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Problem(
            422, "bad_moment", "时间写成 2026-11-30T08:00。", "Write the moment as 2026-11-30T08:00."
        ) from error
    return (at if at.tzinfo else at.replace(tzinfo=clock.zone)).astimezone(UTC)


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keys = commands.add_parser("keys", help="the hall's keys, and those of stations").add_subparsers(required=True)
    keys.add_parser("list", help="which there are, since when, their fingerprints").set_defaults(run=listed)
    add = keys.add_parser("rotate", help="a new key in the place of an old one")
    add.add_argument("kind", choices=[AUDIT, *KINDS, *STOPPED, *ELSEWHERE])
    add.set_defaults(run=rotate)
    add = keys.add_parser("revoke", help="a stolen station (K001), or a key by its kid: it counts no more")
    add.add_argument("what")
    add.add_argument("--since", default="", help="when it was last surely ours: 2026-11-30T08:00; now")
    add.add_argument("--reason", required=True)
    add.set_defaults(run=revoke)
