"""The calls of the control API: how one is declared, let in, read and answered."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from flask import Blueprint, Response, request
from pydantic import BaseModel, TypeAdapter, ValidationError

from mock_site.callers import FromElsewhere, NoToken, check_caller
from mock_site.control import problems
from mock_site.control.answers import FieldProblem
from mock_site.control.problems import NoSuchCall, OtherMediaType, Unfit

LARGEST_BODY = 4 * 1024 * 1024
"""Bytes; ten thousand past orders fit."""
_PATHS = re.compile(r"/(worlds|defects|personas|openapi\.json)(/.*)?")

View = TypeVar("View", bound=Callable[..., Any])

blueprint = Blueprint("control", __name__)


@dataclass(frozen=True)
class Call:
    """A method of a path: what it takes and what it answers."""

    method: str
    path: str
    view: Callable[..., Any]
    status: int
    answer: Any
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    refuses: tuple[int, ...]
    kinds: Mapping[str, tuple[str, type[BaseModel]]] = field(default_factory=dict)
    """Where the last part of the path says which body is taken: by that part, a sentence and the body."""


CALLS: list[Call] = []


def call(
    method: str,
    path: str,
    *,
    status: int = 200,
    answer: Any = None,
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    refuses: tuple[int, ...] = (),
    kinds: Mapping[str, tuple[str, type[BaseModel]]] | None = None,
) -> Callable[[View], View]:
    """Declare a call: the view is given the path's parts, `body` and `query`, and returns what `answer` describes."""

    def register(view: View) -> View:
        adapter = TypeAdapter(answer)

        def respond(**given: Any) -> Response:
            if body is not None:
                given["body"] = _read_body(body)
            if query is not None:
                given["query"] = _read_query(query)
            told = view(**given)
            if answer is not None:
                return Response(adapter.dump_json(told), status, content_type="application/json")
            response = Response(status=status)
            del response.headers["Content-Type"]
            return response

        rule = re.sub(r"{(\w+)}", r"<\1>", path)
        blueprint.add_url_rule(rule, endpoint=view.__name__, view_func=respond, methods=[method])
        CALLS.append(Call(method, path, view, status, answer, body, query, refuses, kinds or {}))
        return view

    return register


@blueprint.before_app_request
def admit() -> Response | None:
    """Refuse callers from elsewhere, and answer programs in their language where no call is."""
    if request.environ["tadoru.address"].site or not _PATHS.fullmatch(request.path):
        return None
    request.max_content_length = LARGEST_BODY
    lost = request.routing_exception
    try:
        check_caller()
        if lost is not None and lost.code == 404:  # noqa: PLR2004 (not found)
            raise NoSuchCall(f"There is nothing at {request.path}; /openapi.json describes what there is.")
    except (FromElsewhere, NoToken, NoSuchCall) as problem:
        return problems.answer(problem)
    return problems.answer(lost) if lost is not None and lost.code == 405 else None  # noqa: PLR2004 (wrong method)


@blueprint.after_request
def keep_nothing(response: Response) -> Response:
    """Have no cache keep what a world was like."""
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.errorhandler(Exception)
def refuse(error: Exception) -> Response:
    """Answer whatever went wrong in a call."""
    return problems.answer(error)


def _read_body(model: type[BaseModel]) -> BaseModel:
    """Read the body; one that may be empty may be left out."""
    content = request.get_data(cache=False)
    if not content and request.mimetype in ("", "application/json") and not needs_content(model):
        content = b"{}"
    elif request.mimetype != "application/json":
        raise OtherMediaType("Send the body as application/json.")
    return _validated(lambda: model.model_validate_json(content, by_alias=True))


def _read_query(model: type[BaseModel]) -> BaseModel:
    twice = [name for name, values in request.args.lists() if len(values) > 1]
    if twice:
        raise Unfit([FieldProblem(field=name, detail="is given more than once") for name in twice])
    return _validated(lambda: model.model_validate(request.args.to_dict()))


def _validated(read: Callable[[], BaseModel]) -> BaseModel:
    try:
        return read()
    except ValidationError as refused:
        raise problems.unfit(refused) from None


@cache
def needs_content(model: type[BaseModel]) -> bool:
    """Whether a body cannot be left out."""
    schema = model.model_json_schema()
    return bool(schema.get("required") or schema.get("minProperties"))
