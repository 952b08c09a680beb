"""What devices say of themselves, in words: one table for every reason there is, each with what to do about it."""

from collections.abc import Iterable

DEVICES = {
    "printer": "票据打印机",
    "documents": "A4 打印机",
    "idcard": "读卡器",
    "scanner": "扫码器",
    "camera": "摄像头",
    "gate": "门禁与消防触点",
}

PLUG = "看电源和数据线，插好；不行就重启本机"
RESTART = "关机再开；不行就报修"

REASONS: dict[str, tuple[str, str]] = {
    # any line
    "unplugged": ("没有连上", PLUG),
    "silent": ("没有应答", PLUG),
    "garbled": ("应答读不懂", PLUG),
    "refused": ("拒绝了指令", RESTART),
    "offline": ("脱机", "按一下它的联机键"),
    "busy": ("正忙", "等一会儿"),
    "unknown": ("有故障，没说是什么", "去看它的面板"),
    # paper
    "paper_end": ("没有纸了", "换一卷纸"),
    "paper_or_cover": ("没有纸，或盖子没合上", "装好纸，合上盖子"),
    "paper_low": ("纸快用完", "备好纸，有空就换"),
    "tray_empty": ("纸盒空了", "加 A4 纸"),
    "tray_missing": ("纸盒没推好", "把纸盒推到底"),
    "cover_open": ("盖子开着", "合上盖子"),
    "jam": ("卡纸", "打开盖子取出卡住的纸"),
    "cutter": ("切刀卡住", "关机，打开盖子取出纸屑"),
    "overheated": ("打印头过热", "等几分钟，它自己会好"),
    "unrecoverable": ("出了故障", RESTART),
    "power_cycled": ("刚断过电", "看最后一张有没有出来"),
    "slip_not_taken": ("有一张票没被取走", "取下来"),
    "slip_retracted": ("上一张票被收回了", "问问旁边的人有没有拿到票"),
    "other_model": ("型号和设置不一样", "请管理员核对设置"),
    "missing_glyph": ("有的字打不出来，票上印成了〓", "请管理员换掉名称里的生僻字或图形"),
    "unprintable": ("有一张打不出来", "请到窗口给号"),
    # A4 printer
    "toner_low": ("墨粉快用完", "备好墨粉"),
    "toner_out": ("没有墨粉了", "换墨粉"),
    "waste_low": ("废粉盒快满", "备好废粉盒"),
    "waste_full": ("废粉盒满了", "换废粉盒"),
    "part_worn": ("有零件该换", "报修"),
    "output_low": ("出纸口快满", "取走打好的纸"),
    "output_full": ("出纸口满了", "取走打好的纸"),
    "paused": ("被人暂停", "按它的继续键"),
    "connecting": ("正在连接", "等一会儿"),
    "spool_full": ("存不下更多任务", RESTART),
    "leftover": ("里面还有上一份", "取消上一份任务"),
    "stuck": ("停住了，没说为什么", "去看它的面板"),
    "aborted": ("中途停止", "去看它的面板"),
    "short": ("少打了页", "数一数页数，补打"),
    "forgotten": ("忘了任务", "看打出来没有"),
    "unable": ("做不到要求的打法", "请管理员核对设置"),
    # card reader, scanner
    "lay_again": ("一张证没读好", "请重放一次"),
    "unknown_card": ("放了不认识的证", "不用处理"),
    "reader_fault": ("出了故障", RESTART),
    "not_authorised": ("没有授权", "请管理员更换授权模块"),
    "nonsense": ("扫到读不懂的内容", "不用处理"),
    "back": ("恢复", "不用处理"),
    # doors and their boards
    "unwritten": ("写不下要下发的名单", RESTART),
    "drawn_unasked": ("没有人下令，锁却开了", "马上到门前看；查门禁网段里有没有别的机器"),
    "said_and_not_done": ("说开了锁，其实没有", "到门前看锁和接线"),
    "never_opens": ("连开几次都没有人通过", "到门前看门磁和锁"),
    "code_used": ("有人用了控制板的超级密码", "马上到门前看；超级密码已清零，查是谁"),
    "foreign_cards": ("控制板里有来历不明的卡，已清除", "查清谁动过控制板"),
    "clock_moved": ("控制板的钟被人改过，已改回", "查清谁动过控制板"),
    "open_long_after": ("锁过了时间还开着", "到门前看锁"),
}

PAPER = frozenset({"paper_end", "paper_or_cover", "paper_low", "tray_empty"})
"""What somebody with a roll of paper can mend."""


OF_DOORS = {"door": "门", "reader": "读卡器", "board": "门禁控制板"}
"""``door gate1``: what comes behind is its id."""


def device_name(device: str) -> str:
    kind, _, which = device.partition(" ")
    return f"{OF_DOORS[kind]} {which} " if which and kind in OF_DOORS else DEVICES.get(device, device)


def state_words(device: str, able: bool | None, reasons: Iterable[str]) -> str:
    """票据打印机没有纸了；票据打印机正常；… 没有应答过."""
    told = _without_lesser(reasons)
    said = "、".join(REASONS[one][0] if one in REASONS else one for one in told)
    if said:
        return f"{device_name(device)}{said}"
    return f"{device_name(device)}{'正常' if able else '不能用' if able is False else '情况不明'}"


def to_do(reasons: Iterable[str]) -> str:
    """What mends it, in one sentence."""
    todo = dict.fromkeys(REASONS[one][1] for one in _without_lesser(reasons) if one in REASONS)
    return "；".join(todo) + "。" if todo else "去看一下。"


def _without_lesser(reasons: Iterable[str]) -> list[str]:
    """Where no paper is seen, nobody needs to hear that it is low."""
    told = list(reasons)
    return [one for one in told if one != "paper_low" or not {"paper_end", "paper_or_cover", "tray_empty"} & set(told)]
