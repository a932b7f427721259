"""How the control API says what went wrong: problem details by RFC 9457, in English where the words are its own."""

import logging
import re
from http import HTTPStatus

from flask import Response, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from mock_site.callers import NoToken
from mock_site.control.answers import FieldProblem, ProblemFacts
from mock_site.problems import NotFound, Problem, Unprocessable
from mock_site.web import store

log = logging.getLogger("mock_site.control")
MEDIA_TYPE = "application/problem+json"


class Malformed(Problem):
    """The body is not JSON."""

    title = "The body is not JSON"


class Unfit(Unprocessable):
    """The body or the query is not as described; an error without a field is about the whole."""

    title = "Not as described"

    def __init__(self, errors: list[FieldProblem]) -> None:
        first = errors[0]
        super().__init__(f"{first.field}: {first.detail}" if first.field else first.detail, field=first.field or None)
        self.errors = [error for error in errors if error.field] or None


class OtherMediaType(Problem):
    """A body is JSON here."""

    status = 415
    title = "Not application/json"


class NoSuchCall(NotFound):
    """There is nothing at this path."""

    title = "No such call"


class UnknownDefect(NotFound):
    """The catalogue of defects has none of this name."""

    title = "No such defect"


def unfit(refused: ValidationError) -> Problem:
    """Say what pydantic refused: which fields, and why."""
    errors = refused.errors(include_url=False, include_context=False, include_input=False)
    if errors[0]["type"] == "json_invalid":
        return Malformed(errors[0]["msg"])
    return Unfit(
        [
            FieldProblem(
                field=".".join(str(part) for part in error["loc"]), detail=error["msg"].removeprefix("Value error, ")
            )
            for error in errors
        ]
    )


def answer(error: Exception) -> Response:
    """Tell a program of an error."""
    if isinstance(error, Problem):
        return _respond(_of_problem(error), {"WWW-Authenticate": "Bearer"} if isinstance(error, NoToken) else {})
    if isinstance(error, HTTPException):
        return _of_http(error)
    return _respond(
        ProblemFacts(
            type="about:blank",
            title=HTTPStatus.INTERNAL_SERVER_ERROR.phrase,
            status=HTTPStatus.INTERNAL_SERVER_ERROR,
            detail="Something broke that nobody foresaw; the server's log has the traceback.",
            reference=_note(error),
        )
    )


def _of_problem(problem: Problem) -> ProblemFacts:
    """A problem of an area keeps its Japanese words as the detail; the title is the status's then."""
    kind = re.sub(r"(?<!^)(?=[A-Z])", "-", type(problem).__name__).lower()
    return ProblemFacts(
        type=f"urn:tadoru:problem:{kind}",
        title=problem.title if problem.title.isascii() else HTTPStatus(problem.status).phrase,
        status=problem.status,
        detail=problem.message,
        field=problem.field,
        errors=getattr(problem, "errors", None),
    )


def _of_http(error: HTTPException) -> Response:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    headers = {name: value for name, value in error.get_headers() if name not in ("Content-Type", "Content-Length")}
    facts = ProblemFacts(
        type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=error.description or error.name
    )
    return _respond(facts, headers)


def _respond(facts: ProblemFacts, headers: dict[str, str] | None = None) -> Response:
    return Response(
        facts.model_dump_json(exclude_none=True), status=facts.status, headers=headers, content_type=MEDIA_TYPE
    )


def _note(error: Exception) -> str | None:
    """Keep an error that nobody foresaw in the world that it happened in, if it did in one."""
    world_id = (request.view_args or {}).get("world")
    if world_id is not None:
        try:
            with store().open(world_id, write=True) as world:
                return world.note_incident(error, request.method, request.url)
        except Exception:
            log.exception("the incident could not be kept")
    log.error("%s %s", request.method, request.url, exc_info=error)
    return None
