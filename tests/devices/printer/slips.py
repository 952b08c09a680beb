"""Slips to print in tests and benchmarks, with made-up content."""

from devices.printer.slip import Feed, Pair, QrCode, Rule, Slip, Text

QUEUE_SLIP = Slip((
    Text("松江区工程建设项目审批审查中心", align="centre"),
    Rule(),
    Text("综合收件"),
    Text("A012", scale=6, bold=True),
    Text("一层 3 号窗口", scale=2, bold=True),
    Text("从本机出发：直行 12 米，右转，左手第三个"),
    Rule(dashed=True),
    Pair("前面等候", "3 组"),
    Pair("预计等候", "8–12 分钟"),
    Pair("取号时间", "2026-11-24 09:42"),
    Pair("取号方式", "身份证 ****0013"),
    Rule(dashed=True),
    QrCode("OD1.A012.7FQ2K9"),
    Text("在任一自助机上扫一扫，看去窗口的路", align="centre"),
    Rule(),
    Text("叫号三次未到为过号，三号之内可补叫一次。"),
    Feed(8),
    Pair("自助机 ZZ-02 · 图 v812", "12345 投诉建议"),
))  # fmt: skip

FORTY_LINES = Slip((
    Text("收件凭证", scale=2, bold=True, align="centre"),
    Rule(),
    *(Pair(f"{number:02d} 建设工程规划许可证申请表", f"原件 {number % 3 + 1} 份") for number in range(1, 38)),
    Rule(),
    Text("以上材料已收，请凭本凭证领取结果。"),
))  # fmt: skip
