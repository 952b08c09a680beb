"""Refusals in sentences: a code for programs, two languages for people."""

from hall.contract.snapshot import ProblemDetail


class Problem(Exception):
    """The hall says no. ``zh`` and ``en`` can be read aloud to the person who asked; nothing was changed."""

    def __init__(self, status: int, code: str, zh: str, en: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status} {code}: {en}")
        self.status, self.code, self.zh, self.en, self.headers = status, code, zh, en, headers or {}

    @property
    def detail(self) -> ProblemDetail:
        return ProblemDetail(code=self.code, zh=self.zh, en=self.en)


def storage_full() -> Problem:
    return Problem(
        507,
        "storage_full",
        "大厅服务器磁盘已满，这次没有记录，请稍后再试并通知管理员。",
        "The hall's disk is full. Nothing was recorded; try again later and tell an administrator.",
    )


def storage_failed() -> Problem:
    return Problem(
        503,
        "storage_failed",
        "大厅服务器暂时无法记录，请稍后再试。",
        "The hall cannot record right now. Nothing was changed; try again shortly.",
        {"Retry-After": "1"},
    )


def storage_unsure() -> Problem:
    return Problem(
        503,
        "storage_unsure",
        "大厅服务器没有及时答复，不知道是否已经记录；请先看清现在的情况，再决定是否重做。",
        "The hall did not answer in time, and whether this was recorded is not known. Look first, then do it again.",
        {"Retry-After": "2"},
    )


def unstorable() -> Problem:
    return Problem(
        422,
        "unstorable",
        "内容里有大厅服务器存不下的字符或数字。",
        "There is a character or a number the hall cannot store.",
    )


def busy() -> Problem:
    return Problem(
        503,
        "busy",
        "现在请求太多，请几秒后再试。",
        "Too many requests at once; try again in a few seconds.",
        {"Retry-After": "2"},
    )
