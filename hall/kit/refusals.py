"""Whatever goes wrong is answered with a sentence: a page to a person, JSON to a program."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from hall.kit.errors import Problem
from hall.kit.pages import Pages

HTTP = {
    404: ("没有这个地址。", "There is nothing at this address."),
    405: ("这个地址不接受这种请求。", "This address does not take that kind of request."),
    400: ("请求的内容读不懂。", "The request could not be read."),
}
FIRST = {"change_first": "/account", "second_first": "/account/second", "code_first": "/code"}
"""Refusals that say what comes first, and where that is."""
INVALID = {
    "missing": "缺少",
    "json_invalid": "不是有效的 JSON",
    "timezone_aware": "时间没有带时区",
    "extra_forbidden": "有不认识的字段",
}


def refuse_in_sentences(app: FastAPI, pages: Pages) -> None:
    @app.exception_handler(Problem)
    async def problem(request: Request, error: Problem) -> Response:
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            if error.code == "sign_in":
                return RedirectResponse(f"/sign-in?next={request.url.path}", 303)
            if error.code in FIRST:
                return RedirectResponse(FIRST[error.code], 303)
            page = pages.show("refused.html", error.status, problem=error)
            page.headers.update(error.headers)
            return page
        return JSONResponse(error.detail.model_dump(), error.status, error.headers)

    @app.exception_handler(RequestValidationError)
    @app.exception_handler(ValidationError)
    async def invalid(request: Request, error: RequestValidationError | ValidationError) -> Response:
        return await problem(request, _invalid(error))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        zh, en = HTTP.get(error.status_code, ("请求没有成功。", "The request failed."))
        headers = dict(error.headers or {})
        return await problem(request, Problem(error.status_code, f"http_{error.status_code}", zh, en, headers))

    @app.exception_handler(ClientDisconnect)
    async def gone(request: Request, error: ClientDisconnect) -> Response:
        """In the middle of what he sent: nobody is there to be told, and it is no error of ours to be logged."""
        return Response(status_code=400)

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        return await problem(
            request,
            Problem(
                500,
                "internal",
                "大厅服务器出错，已记录，请稍后再试。",
                "The hall met an error and has logged it; try again shortly.",
            ),
        )


def _invalid(error: RequestValidationError | ValidationError) -> Problem:
    """The first thing wrong, by its place. What was sent is not repeated: it may be personal."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if part not in ("body",)) or "body"
    zh = INVALID.get(first["type"], "不合规定")
    return Problem(
        422, "invalid", f"发来的内容有误：{place} {zh}。", f"The request is not valid: {place}: {first['msg']}."
    )
