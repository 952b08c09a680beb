"""What was decided at a door, and the sentence that says why: the same on the glass, at the guard's and in the log."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from hall.contract.access.words import AccessEvent as Event


class Cause(StrEnum):
    """Why, finer than BACnet's words: one cause, one sentence."""

    GRANTED = "granted"
    LEAVING = "leaving"
    SECOND_CAME = "second_came"
    PASSBACK_SEEN = "passback_seen"
    SECOND_WANTED = "second_wanted"
    PIN_WANTED = "pin_wanted"
    UNKNOWN_DOOR = "unknown_door"
    UNKNOWN = "unknown"
    LOST = "lost"
    STOLEN = "stolen"
    CREDENTIAL_SUSPENDED = "credential_suspended"
    CREDENTIAL_WITHDRAWN = "credential_withdrawn"
    CREDENTIAL_NOT_YET = "credential_not_yet"
    CREDENTIAL_ENDED = "credential_ended"
    UNASSIGNED = "unassigned"
    PERSON_SUSPENDED = "person_suspended"
    NO_RIGHT = "no_right"
    NO_DOCUMENT = "no_document"
    DOCUMENT_SUSPENDED = "document_suspended"
    DOCUMENT_WITHDRAWN = "document_withdrawn"
    DOCUMENT_CLOSED = "document_closed"
    DOCUMENT_ENDED = "document_ended"
    DOCUMENT_NOT_YET = "document_not_yet"
    GRANT_ENDED = "grant_ended"
    GRANT_NOT_YET = "grant_not_yet"
    NO_HOST = "no_host"
    OFFLINE_BOUND = "offline_bound"
    HEIGHTENED = "heightened"
    LOCKDOWN = "lockdown"
    FIRE = "fire"
    HOURS = "hours"
    PIN_WRONG = "pin_wrong"
    PIN_TRIES = "pin_tries"
    USED = "used"
    PASSBACK = "passback"
    INTERLOCK = "interlock"
    INTERLOCK_UNSEEN = "interlock_unseen"
    FIRST_WANTED = "first_wanted"
    ESCORT_WANTED = "escort_wanted"
    SAME_DEPARTMENT = "same_department"
    STALE = "stale"
    CODE_FORGED = "code_forged"
    CODE_OTHER_HALL = "code_other_hall"
    CODE_ENDED = "code_ended"
    CODE_NOT_YET = "code_not_yet"
    CODE_OTHER_KIND = "code_other_kind"


_LETTER = ("请联系派驻部门，或由值班长临时放行", "please ask your department, or have the shift leader let you in")
_HOST = ("请联系邀请您的部门，或按“求助”", "please call the department that invited you, or press Help")
_HELP = ("请按“求助”找值班人员", "please press Help for the staff on duty")
_AGAIN = ("请再出示一次", "please present it again")
_LEAVE = ("请从最近的出口离开", "please leave by the nearest exit")

_SAID: dict[Cause, tuple[Event, str, str, tuple[str, str] | None]] = {
    Cause.GRANTED: (Event.GRANTED, "请进", "Please come in", None),
    Cause.LEAVING: (Event.GRANTED, "请慢走", "Goodbye", None),
    Cause.SECOND_CAME: (Event.ACCOMPANIMENT_BY, "两人已到齐，请进", "Both are here, please come in", None),
    Cause.PASSBACK_SEEN: (Event.PASSBACK_DETECTED, "请进；系统记录您已在里面，出来时请也刷卡",
                          "Please come in; you were noted as inside: present your card when leaving too", None),
    Cause.SECOND_WANTED: (Event.AUTHORIZATION_DELAYED, "此门须两人同进，请另一部门的同事在 15 秒内刷卡",
                          "Two people open this door: a colleague of another department, within 15 seconds", None),
    Cause.PIN_WANTED: (Event.VERIFICATION_REQUIRED, "请输入密码", "Please enter your PIN", None),
    Cause.UNKNOWN_DOOR: (Event.OUT_OF_SERVICE, "这里还没有设置成一道门", "This is not set up as a door yet", _HELP),
    Cause.UNKNOWN: (Event.DENIED_UNKNOWN_CREDENTIAL, "{it}没有登记，不能开这道门",
                    "This {it} is not registered for this door", _HELP),
    Cause.LOST: (Event.DENIED_AUTHENTICATION_FACTOR_LOST, "{it}已挂失", "This {it} was reported lost", _HELP),
    Cause.STOLEN: (Event.DENIED_AUTHENTICATION_FACTOR_STOLEN, "{it}已挂失", "This {it} was reported lost", _HELP),
    Cause.CREDENTIAL_SUSPENDED: (Event.DENIED_CREDENTIAL_DISABLED, "{it}已暂停使用", "This {it} is suspended", _HELP),
    Cause.CREDENTIAL_WITHDRAWN: (Event.DENIED_CREDENTIAL_MANUAL_DISABLE, "{it}已作废", "This {it} was withdrawn",
                                 _HELP),
    Cause.CREDENTIAL_NOT_YET: (Event.DENIED_CREDENTIAL_NOT_YET_ACTIVE, "{it}{begins}起才有效",
                               "This {it} is valid from {begins} on", None),
    Cause.CREDENTIAL_ENDED: (Event.DENIED_CREDENTIAL_EXPIRED, "{it}{ended}已到期", "This {it} expired {ended}", _HELP),
    Cause.UNASSIGNED: (Event.DENIED_CREDENTIAL_UNASSIGNED, "{it}没有持有人", "This {it} belongs to nobody", _HELP),
    Cause.PERSON_SUSPENDED: (Event.DENIED_CREDENTIAL_DISABLED, "您的门禁权限已暂停", "Your access is suspended",
                             _LETTER),
    Cause.NO_RIGHT: (Event.DENIED_POINT_NO_ACCESS_RIGHTS, "{it}有效，但不能开这道门",
                     "The {it} is valid, but not for this door", _HELP),
    Cause.NO_DOCUMENT: (Event.DENIED_NO_ACCESS_RIGHTS, "{it}有效，但没有对应的借调函或预约",
                        "The {it} is valid, but no letter or appointment stands behind it", _HELP),
    Cause.DOCUMENT_SUSPENDED: (Event.DENIED_NO_ACCESS_RIGHTS, "{it}有效，但{paper}已暂停",
                               "The {it} is valid, but the {paper} is suspended", _LETTER),
    Cause.DOCUMENT_WITHDRAWN: (Event.DENIED_NO_ACCESS_RIGHTS, "{it}有效，但{paper}已撤回",
                               "The {it} is valid, but the {paper} was withdrawn", _LETTER),
    Cause.DOCUMENT_CLOSED: (Event.DENIED_NO_ACCESS_RIGHTS, "会议已经结束", "The meeting is over", _HOST),
    Cause.DOCUMENT_ENDED: (Event.DENIED_NO_ACCESS_RIGHTS, "{it}有效，但{paper}{ended}到期",
                           "The {it} is valid, but the {paper} ended {ended}", _LETTER),
    Cause.DOCUMENT_NOT_YET: (Event.DENIED_CREDENTIAL_NOT_YET_ACTIVE, "{it}有效，{paper}{begins}起才能进",
                             "The {it} is valid; by the {paper} you may enter from {begins} on", None),
    Cause.GRANT_ENDED: (Event.DENIED_NO_ACCESS_RIGHTS, "{it}有效，但这道门的权限{ended}到期",
                        "The {it} is valid, but your right to this door ended {ended}", _LETTER),
    Cause.GRANT_NOT_YET: (Event.DENIED_CREDENTIAL_NOT_YET_ACTIVE, "{it}有效，这道门{begins}起才能开",
                          "The {it} is valid; this door opens to you from {begins} on", None),
    Cause.NO_HOST: (Event.DENIED_NO_ACCOMPANIMENT, "这次来访没有接待人", "Nobody receives this visit", _HOST),
    Cause.OFFLINE_BOUND: (Event.DENIED_NO_ACCESS_RIGHTS, "大厅网络中断，暂时核对不了这次预约",
                          "The hall is offline, so this appointment cannot be checked now", _HELP),
    Cause.HEIGHTENED: (Event.DENIED_THREAT_LEVEL, "大厅正在加强管理，暂不放行", "Entry is restricted for the moment",
                       _HELP),
    Cause.LOCKDOWN: (Event.DENIED_THREAT_LEVEL, "大厅已封闭，暂不放行", "The hall is locked down", _HELP),
    Cause.FIRE: (Event.DENIED_THREAT_LEVEL, "火警，不能进入", "Fire alarm: no entry", _LEAVE),
    Cause.HOURS: (Event.DENIED_OUT_OF_TIME_RANGE, "{it}有效，但现在不在可进入的时段",
                  "The {it} is valid, but not at this hour", _LETTER),
    Cause.PIN_WRONG: (Event.DENIED_INCORRECT_AUTHENTICATION_FACTOR, "密码不对", "The PIN is wrong", _AGAIN),
    Cause.PIN_TRIES: (Event.DENIED_MAX_ATTEMPTS, "密码错误次数过多，请 5 分钟后再试",
                      "Too many wrong PINs: try again in 5 minutes", _HELP),
    Cause.USED: (Event.DENIED_CREDENTIAL_MAX_USES, "{it}已经用过一次", "This {it} has been used already", _HELP),
    Cause.PASSBACK: (Event.DENIED_PASSBACK, "系统记录您已在里面", "You were noted as inside already", _HELP),
    Cause.INTERLOCK: (Event.LOCKED_BY_HIGHER_PRIORITY, "请先关好另一道门", "Please shut the other door first", _AGAIN),
    Cause.INTERLOCK_UNSEEN: (Event.LOCKED_BY_HIGHER_PRIORITY, "这道门与另一道门互锁，现在看不到那道门是否关好",
                             "This door may only open while another is shut, and that one cannot be seen now", _HELP),
    Cause.FIRST_WANTED: (Event.DENIED_OTHER, "今天的负责人还没有到，请稍候",
                         "Whoever opens up today has not come yet, please wait", _HELP),
    Cause.ESCORT_WANTED: (Event.DENIED_NO_ACCOMPANIMENT, "请由接待人先刷卡陪同进入",
                          "Your host has to present a card first and come along", _HOST),
    Cause.SAME_DEPARTMENT: (Event.DENIED_INCORRECT_ACCOMPANIMENT, "此门须两个部门的人同进，两位属于同一部门",
                            "Two departments open this door, and both of you are of one", _HELP),
    Cause.STALE: (Event.DENIED_VERIFICATION_TIMEOUT, "刚才的刷卡已过时", "That was too long ago", _AGAIN),
    Cause.CODE_FORGED: (Event.DENIED_AUTHENTICATION_FACTOR_ERROR, "这个码核对不了，可能没有扫全",
                        "This code cannot be verified; perhaps it was not scanned whole", _HELP),
    Cause.CODE_OTHER_HALL: (Event.DENIED_UNKNOWN_CREDENTIAL, "这是其他大厅的通行码", "This pass is of another hall",
                            _HELP),
    Cause.CODE_ENDED: (Event.DENIED_CREDENTIAL_EXPIRED, "通行码{ended}已到期", "This pass expired {ended}", _HOST),
    Cause.CODE_NOT_YET: (Event.DENIED_CREDENTIAL_NOT_YET_ACTIVE, "通行码{begins}起才有效",
                         "This pass is valid from {begins} on", None),
    Cause.CODE_OTHER_KIND: (Event.DENIED_UNKNOWN_CREDENTIAL, "这个码不是通行码", "This code is not a pass", _HELP),
}  # fmt: skip

ADMITTED = frozenset({Cause.GRANTED, Cause.LEAVING, Cause.SECOND_CAME, Cause.PASSBACK_SEEN})

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """``document`` and ``grant``: the paper and the right it rests on (of a refusal: the nearest that failed), by id.
    ``silent_alarm``: whoever is there is forced; nothing at the door may show it. ``waits``: he has a right and stood
    here; a second or a visitor may follow. ``first``: he may be the first of the day."""

    admitted: bool
    event: Event
    cause: Cause
    zh: str
    en: str
    person: str = field(default="", repr=False)
    label: str = field(default="", repr=False)
    document: str = ""
    grant: str = ""
    silent_alarm: bool = False
    waits: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What a sentence is filled with: what was laid or shown, which paper, and the moment it is about (hall time)."""

    it: tuple[str, str] = ("卡", "card")
    paper: tuple[str, str] = ("", "")
    moment: datetime | None = None


CARD, PASS = ("卡", "card"), ("通行码", "pass")
LETTER, APPOINTMENT = ("借调函", "secondment letter"), ("预约", "appointment")


def event_of(cause: Cause) -> Event:
    return _SAID[cause][0]


def sentences(cause: Cause, words: Words, today: datetime) -> tuple[str, str]:
    """Chinese and English, each with what to do next. ``today``: now, in hall time."""
    _, zh, en, do = _SAID[cause]
    if do is _LETTER and words.paper == APPOINTMENT:
        do = _HOST
    zh_when, en_when = _when(words.moment, today, ended="{ended}" in zh) if words.moment else ("", "")
    zh = zh.format(it=words.it[0], paper=words.paper[0], ended=zh_when, begins=zh_when)
    en = en.format(it=words.it[1], paper=words.paper[1], ended=en_when, begins=en_when)
    return (f"{zh}；{do[0]}", f"{en}; {do[1]}") if do else (zh, en)


def _when(moment: datetime, today: datetime, *, ended: bool) -> tuple[str, str]:
    """昨日, 今日 16:00, 11月28日: as one says it. What ended at midnight ended on the day before."""
    last = moment - timedelta(microseconds=1) if ended else moment
    days = (last.date() - today.date()).days
    at = f"{moment:%H:%M}"
    if days == 0:
        return f"今日 {at}", f"today at {at}"
    if days in (-1, 1):
        zh, en = ("昨日", "yesterday") if days == -1 else (f"明日 {at}", f"tomorrow at {at}")
        return zh, en
    year_zh, year_en = (f"{last.year}年", f" {last.year}") if last.year != today.year else ("", "")
    on = "on " if ended else ""
    return f"{year_zh}{last.month}月{last.day}日", f"{on}{last.day} {_MONTHS[last.month - 1]}{year_en}"
