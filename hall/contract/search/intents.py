"""What of a matter is asked for, by the turn of the question; and the words that say nothing of the matter."""

import re
from collections.abc import Sequence

from hall.contract.search.found import Intent

_MATERIALS = (
    r"(需要|要|得|应|该|都要|先)?(准备|提交|提供|带|交|递交|递|拿)?(点|些|一些)?"
    r"(什么|哪些|啥|几样|几份|那些)(样)?的?(材料|资料|东西|文件|证件|证明|手续材料|申请材料)",
    r"(材料|资料|文件)(有哪些|有啥|要啥|要哪些|是什么|清单|目录)",
    r"(要|该|得)?(带|准备|提交|交)(什么|啥|哪些)(东西)?",
    r"材料清单|申请材料|所需材料",
)
_TIME = (
    r"(?<!最多)(?<!提前)(?<!连续)(?<!累计)(大概|大约|一般|最快|最长)?(要|需要|得|用)?"
    r"(多久|多长时间|多少天|几天|几个工作日|多少个?工作日|多少时间|什么时候|何时|啥时候)"
    r"(能|可以)?(拿到|办好|办完|办下来|下来|出来|批下来|审完|办结|领)?",
    r"办理?时限|审批时限|法定时限|承诺时限|时间要求|最晚",
)
_WHERE = (
    r"(在|去|到|找)?(哪里|哪儿|哪个窗口|几号窗口|哪个部门|什么部门|哪个单位|哪家单位|谁)"
    r"(办理?|申请|登记|受理|管|审批|批|交|领|审)?",
    r"归谁管|谁负责|办理地点",
)
_FEE = (r"(要|需要|得)?(多少钱|收费吗?|费用|花钱|交钱|收多少)",)
_LAW = (
    r"(有)?(什么|哪个|哪些|啥)(政策|文件|规定|依据|法规)",
    r"(政策|法律|文件)依据",
    r"的?新?(政策|规定|法规|文号)(是什么|有哪些)?$",
)
_RESULT = (r"(拿到|会给|出|发|给)(什么|啥)(证|结果|文件|文书)", r"办理结果|审批结果")
_HOW = (
    r"(怎么|怎样|如何|咋|要怎么|该怎么)(办理?|弄|搞|申请|申报|走|做|处理|操作|报|来|去)?(的|呢)?",
    r"(办理?|申请|审批|走)?(流程|步骤|手续|程序)(是什么|怎么走|有哪些)?",
)
_SAID: tuple[tuple[Intent, Sequence[str]], ...] = (
    ("materials", _MATERIALS),
    ("time", _TIME),
    ("where", _WHERE),
    ("fee", _FEE),
    ("law", _LAW),
    ("result", _RESULT),
    ("how", _HOW),
)
_PATTERNS: tuple[tuple[Intent, re.Pattern[str]], ...] = tuple(
    (intent, re.compile("|".join(said))) for intent, said in _SAID
)
_IDLE = re.compile(
    "请问|你好|您好|我们|我想问|我想|想问|问一下|咨询|了解|麻烦|想要|打算|准备|一下|现在|今天|公司|单位|的话|是不是|"
    "需不需要|要不要|能不能|可不可以|可以|是否|有没有|应该|还是|还要|还得|需要|已经|如果|这个|那个|什么|怎么|哪个|哪些|"
    "办理|申请|想办|要办|办个|办一个|帮我|[我你您他的了吗呢啊吧呀嘛要想在是和与或把被给得就也都才又很再后前里]"
)
_STOP = frozenset(
    re.findall(
        r"\w+",
        "a an the i we you my our your do does did is are am be to for of in on at by with and or what which where "
        "when how long much many need needs needed want wants wanted get have has can could should would must please "
        "it this that there if me us any some from about before after into "
        "zenme zenmeban ruhe zenyang",
    )
)


def stripped(text: str) -> tuple[Intent, str]:
    """What is asked for, and the rest of the question."""
    intent: Intent = ""
    for one, pattern in _PATTERNS:
        text, times = pattern.subn(" ", text)
        if times and not intent:
            intent = one
    return intent, text


def telling(text: str) -> str:
    """Without what people say in every question."""
    return _IDLE.sub(" ", text)


def idle(word: str) -> bool:
    """Of an English question."""
    return word in _STOP
