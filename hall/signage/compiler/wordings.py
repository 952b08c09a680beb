"""Every fault in words: what is wrong and what to do, in both languages. ``{names}`` and the like are filled in."""

from typing import NamedTuple


class Wording(NamedTuple):
    zh: str
    en: str
    todo_zh: str
    todo_en: str


WORDINGS: dict[str, Wording] = {
    "no_floor": Wording("图上还没有楼层。", "The plan has no floor.", "先添加一个楼层。", "Add a floor first."),
    "no_entrance": Wording(
        "图上没有入口，不知道人从哪里进来。",
        "The plan has no entrance.",
        "在大门处放一个入口（键 E）。",
        "Put an entrance at the door (key E).",
    ),
    "duplicate_id": Wording(
        "{kind}编号重复：{names}。后画的那个不起作用。",
        "Several {kind} share an id: {names}.",
        "删去或改名其中一个。",
        "Remove or rename one of them.",
    ),
    "duplicate_number": Wording(
        "有 {times} 个{kind}都是 {number} 号。",
        "{times} {kind} have number {number}.",
        "改成不同的号。",
        "Number them differently.",
    ),
    "duplicate_level": Wording(
        "{names}是同一层号。", "{names} have one level.", "给每层不同的层号。", "Give each its own level."
    ),
    "dangling": Wording("{what}。", "{what}.", "重新连上，或删去。", "Connect it again, or remove it."),
    "not_a_number": Wording(
        "{names}的坐标不是数。", "{names} has no proper coordinates.", "重新放置。", "Place it again."
    ),
    "place_nowhere": Wording(
        "{names}没有连到路口，谁也走不到。",
        "{names} is on no node: nobody can get there.",
        "把它拖到旁边的路口上。",
        "Drag it to the node beside it.",
    ),
    "screen_nowhere": Wording(
        "{screen}没有连到路口。",
        "{screen} is on no node.",
        "把它拖到读它的人站的地方。",
        "Drag it to where its readers stand.",
    ),
    "wrong_floor": Wording(
        "{names}画在一层，却连到另一层的路口。",
        "{names} is drawn on another floor than its node.",
        "连到本层的路口。",
        "Connect it to a node of its own floor.",
    ),
    "way_zero": Wording(
        "通道 {way} 长度为零。",
        "Way {way} has length zero.",
        "填写长度，或合并两端的路口。",
        "Give its length, or merge its ends.",
    ),
    "climb_without_length": Wording(
        "通道 {way} 没有填写长度。",
        "Way {way} does not say its length.",
        "填写要走多远；电梯按等候时间折成米（约 20 米）。",
        "Give the metres it counts for; about 20 for a lift.",
    ),
    "walk_between_floors": Wording(
        "通道 {way} 连着两个楼层，却不是电梯、楼梯或扶梯。",
        "Way {way} joins two floors but is no lift or stairs.",
        "改成电梯、楼梯或扶梯。",
        "Make it a lift, stairs or an escalator.",
    ),
    "short_way": Wording(
        "通道 {way} 填写的长度 {metres} 米比直线 {crow} 米还短。",
        "Way {way} is said to be {metres} m long, shorter than the straight line of {crow} m.",
        "改正长度，或留空。",
        "Correct it, or leave it empty.",
    ),
    "same_spot": Wording(
        "{screen}和{other}挂在同一处，朝同一个方向。",
        "{screen} and {other} hang on one spot, facing the same way.",
        "挪开一块，或转个方向。",
        "Move or turn one of them.",
    ),
    "outside": Wording(
        "有 {times} 处画在楼层外面。",
        "{times} things are drawn outside their floor.",
        "拖回来，或改楼层的尺寸。",
        "Drag them back, or correct the floor's size.",
    ),
    "covered": Wording(
        "{names}叠在一起，图上看不清是哪一个。",
        "{names} are drawn over one another: they cannot be told apart.",
        "挪开其中一个。",
        "Move one of them.",
    ),
    "no_service": Wording(
        "{names}没有业务，不会叫号。", "{names}: nothing is served there.", "选择办理的业务。", "Choose what is served."
    ),
    "no_zone": Wording(
        "{names}不属于任何区，导向屏上单独成行。",
        "{names}: in no zone, so each takes a line of its own.",
        "归到一个区。",
        "Put them in a zone.",
    ),
    "empty_zone": Wording(
        "{names}里没有窗口，却仍在导向屏上。",
        "{names}: no window is in it, yet it stays on the signs.",
        "把窗口圈进去，或删去它；若人们要找的就是它（例如等候区），不用改。",
        "Put its windows in, or remove it; if people look for it itself (to wait there), leave it.",
    ),
    "island": Wording(
        "{at}的 {times} 个路口与入口不相连，走不到{names}。",
        "{times} nodes at {at} are joined to no entrance; one cannot reach {names}.",
        "画一条通道连上，或删去这些路口。",
        "Draw a way to them, or remove them.",
    ),
    "loose_way": Wording(
        "{at}的通道没有接到入口，访客走不到。",
        "The way at {at} is joined to no entrance; visitors cannot get there.",
        "接到别的通道上，或删去。",
        "Join it to another way, or remove it.",
    ),
    "closed": Wording(
        "从入口（{at}）走不到{names}：通道 {way} 此时关闭。",
        "From the entrance ({at}) one cannot reach {names}: way {way} is shut at this hour.",
        "调整通道的开放时间，或另画一条路。",
        "Change its hours, or draw another way.",
    ),
    "one_way": Wording(
        "从入口（{at}）走不到{names}：通道 {way} 是反方向的单行。",
        "From the entrance ({at}) one cannot reach {names}: way {way} is one-way against it.",
        "改单行的方向，或取消单行。",
        "Turn the one-way round, or lift it.",
    ),
    "behind_staff_door": Wording(
        "从入口（{at}）只能穿过仅限工作人员的{door}才走得到{names}。",
        "From the entrance ({at}) one reaches {names} only through the staff-only {door}.",
        "另画一条公众可走的路，取消“仅限工作人员”，或把这些地点设为不公开。",
        "Draw a public way, open the door to the public, or hide these places.",
    ),
    "unreachable": Wording(
        "从入口（{at}）走不到{names}：没有通道。",
        "From the entrance ({at}) one cannot reach {names}: no way leads there.",
        "画一条通道。",
        "Draw a way.",
    ),
    "no_step_free": Wording(
        "轮椅到不了{names}：通道 {way} 有台阶，没有别的路。",
        "By wheelchair one cannot reach {names}: way {way} has steps and there is no other.",
        "画出电梯或坡道；如果这里其实没有台阶，改正通道。",
        "Draw the lift or ramp; if there are no steps, correct the way.",
    ),
    "missing_name": Wording(
        "{names}：没有中文名称。", "{names}: no Chinese name.", "填写中文名称。", "Give the Chinese name."
    ),
    "missing_translation": Wording(
        "{names}：没有英文名称。", "{names}: no English name.", "填写英文名称。", "Give the English name."
    ),
    "missing_pictogram": Wording(
        "{names}：所选图形符号不存在。",
        "{names}: nobody has drawn the chosen pictogram.",
        "换一个图形符号，或留空用默认的。",
        "Choose another pictogram, or none for the usual one.",
    ),
    "right_to_left": Wording(
        "{names}：含从右到左书写的文字或控制符，会打乱旁边数字和文字的次序。",
        "{names}: holds text that runs from right to left and would scramble what stands beside it.",
        "改用从左到右书写的文字，并删去看不见的控制符。",
        "Use text that runs left to right, without hidden signs.",
    ),
    "unprintable": Wording(
        "{names}：含无法显示的字符。",
        "{names}: holds characters that cannot be drawn.",
        "删去换行、控制符和自造字。",
        "Remove line breaks, control signs and private characters.",
    ),
    "no_glyph": Wording(
        "{names}：打印机和屏幕没有“{chars}”的字形，小票上会印成〓。",
        "{names}: neither printers nor screens have a glyph for “{chars}”; slips would show 〓.",
        "换成汉字、字母或数字；要用图形，请选图形符号。",
        "Use Chinese characters, letters or digits; for a picture choose a pictogram.",
    ),
    "name_too_long": Wording(
        "名称“{names}”太长，{screens}写不下；字不会缩小。",
        "The name “{names}” does not fit {screens}; letters are never made smaller.",
        "换一个短的名称。",
        "Give it a shorter name.",
    ),
    "unreadable": Wording(
        "{screen}放不下一行 {metres} 米外看得清的字：字要 {letter} 毫米高。",
        "{screen} has no room for a line that is readable from {metres} m: letters must be {letter} mm high.",
        "换大屏，或挂近些，最远 {near} 米。",
        "Hang a larger screen, or nearer: {near} m at most.",
    ),
    "coarse": Wording(
        "{screen}像素太粗（{pitch} 毫米），放不下一行看得清的字。",
        "{screen} has no room for a readable line: its pixels are too coarse ({pitch} mm).",
        "换更大或更细的屏。",
        "Hang a larger or finer screen.",
    ),
    "narrow": Wording(
        "{screen}太窄：{metres} 米外看得清的字写不下“{text}”。",
        "{screen} is too narrow for “{text}” in letters readable from {metres} m.",
        "换宽一点的屏，或挂近些。",
        "Hang a wider screen, or hang it nearer.",
    ),
    "narrow_half": Wording(
        "{screen}的一半留给了叫号，剩下的太窄：{metres} 米外看得清的字写不下“{text}”。",
        "Half of {screen} is for calls; what is left is too narrow for “{text}” in letters readable from {metres} m.",
        "改成只作导向，换宽一点的屏，或挂近些。",
        "Let it be a sign alone, hang a wider screen, or hang it nearer.",
    ),
    "contrast": Wording(
        "{screens}的文字与底色对比度只有 {ratio}:1，至少要 7:1。",
        "{screens}: contrast is {ratio}:1, at least 7:1 is needed.",
        "换深一点的字或浅一点的底。",
        "Choose darker ink or lighter ground.",
    ),
    "contrast_on_dark": Wording(
        "{screens}的文字与底色对比度只有 {ratio}:1，至少要 7:1。",
        "{screens}: contrast is {ratio}:1, at least 7:1 is needed.",
        "换浅一点的字或深一点的底。",
        "Choose lighter ink or darker ground.",
    ),
    "shut_off": Wording(
        "从{when}起（按开放时间），{who}从入口走不到{names}，屏上也不再指向那里。",
        "{who} from {when} (by opening hours) {names} cannot be reached from any entrance, and no sign points there.",
        "那时大厅若开着，改开放时间，或补一条路。",
        "If the hall is open then, correct the hours or add a way.",
    ),
    "too_many_pages": Wording(
        "{screen}要翻 {times} 页。",
        "{screen} has {times} pages.",
        "换大一点的屏，或让少数地点排后。",
        "Hang a larger screen, or show fewer places.",
    ),
    "against_fire_sign": Wording(
        "{screens}的出口箭头与固定的消防疏散标志 {sign} 方向相反。",
        "The exit arrow of {screens} points against fire exit sign {sign}.",
        "核对消防标志的方向；若标志无误，检查出口和通道是否画对。消防标志不可改动。",
        "Check the sign's heading on the plan; if it is right, correct the exits and ways.",
    ),
    "no_sign": Wording(
        "{who}在{at}的岔口看不到导向屏，不知道去{names}该往哪走。",
        "{who}At the fork at {at} no sign is in view for {names}.",
        "在这里挂一块屏，{face}；已有的屏就转过去。",
        "Hang a screen here, {face}; or turn the one there is.",
    ),
    "not_named": Wording(
        "{who}在{at}的岔口看得到屏，但屏上没有{names}。",
        "{who}At the fork at {at} the sign in view does not name {names}.",
        "检查这里屏的朝向：要去的地方在它的正后方，或这条路不对。",
        "Check the heading of the screen here: what is sought lies straight behind it.",
    ),
    "dead_end": Wording(
        "{who}跟着{screen}走到{at}就没有路了，找不到{names}。",
        "{who}Following {screen} one ends at {at} without {names}.",
        "检查这里的通道，或在前一个岔口补一块屏。",
        "Check the ways here, or hang a screen at the fork before.",
    ),
    "loop": Wording(
        "{who}跟着导向屏去{names}，会在{at}绕圈。",
        "{who}The signs to {names} lead in a circle at {at}.",
        "在绕圈处补一块屏，或调整附近屏的朝向。",
        "Hang a screen on the circle, or turn those near it.",
    ),
    "unclear_arrow": Wording(
        "{who}{screen}指向{names}的箭头分不清是哪一条路：两条路方向太近。",
        "{who}The arrow of {screen} to {names} may mean either of two ways.",
        "把其中一条路的路口挪开一些，或把屏挂到岔口前面。",
        "Move a node of one of them, or hang the screen before the fork.",
    ),
    "staff_door_arrow": Wording(
        "{who}{screen}指向{names}的箭头正对着仅限工作人员的门。",
        "{who}The arrow of {screen} to {names} points at a staff-only door.",
        "转动或挪动这块屏，让箭头不对着门。",
        "Turn or move this screen.",
    ),
}
