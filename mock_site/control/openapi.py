"""The description of the control API, made from its calls and their models."""

import re
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from mock_site.control.answers import ProblemFacts
from mock_site.control.calls import CALLS, Call, needs_content
from mock_site.control.problems import MEDIA_TYPE
from mock_site.worlds.names import NAME

TITLE = "Tadoru control API"
ABOUT = """Makes worlds, moves their clocks, and tells what happened in them.

A world is one isolated copy of the mock shop. Times are the world's own, in Japan time (JST); money is in yen.
Errors are problem details by RFC 9457."""
PARTS: dict[str, dict[str, Any]] = {
    "world": {"description": "The world's name.", "schema": {"type": "string", "pattern": f"^{NAME}$"}},
    "number": {
        "description": "The order's number.",
        "schema": {"type": "string", "pattern": "^250-[0-9]{7}-[0-9]{7}$"},
        "example": "250-1234567-1234567",
    },
    "defect": {
        "description": "The defect's name in the catalogue.",
        "schema": {"type": "string", "pattern": r"^[A-Z]-[0-9]{2}\.[a-z]$"},
        "example": "P-25.a",
    },
}
"""The parts of the paths."""
REFUSALS = {
    401: "The token is missing, or is another one.",
    403: "The call comes from another machine, or from another site's page.",
    404: "There is no such world, or nothing of that name in it.",
    409: "What is there does not allow this.",
    500: "Something broke that nobody foresaw; with the incident's reference.",
}
BODY_REFUSALS = {
    400: "The body is not JSON.",
    413: "The body is too large.",
    415: "The body is not application/json.",
    422: "The body is not as described; the fields are named.",
}
_REFERENCE = "#/components/schemas/{model}"


class _Schema(GenerateJsonSchema):
    """JSON schemas in which what may be left out is not said to be null then."""

    def default_schema(self, schema: Any) -> Any:
        told = super().default_schema(schema)
        return {key: value for key, value in told.items() if key != "default" or value is not None}


@cache
def document(*, secured: bool) -> dict[str, Any]:
    """The whole document; `secured` says whether calls need the token."""
    schemas: dict[str, Any] = {}
    paths: dict[str, dict[str, Any]] = {}
    for call in CALLS:
        for path, operation in _operations(call, schemas):
            paths.setdefault(path, {})[call.method.lower()] = operation
    token = {"type": "http", "scheme": "bearer", "description": "The site's token, as it was started with."}
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": "1", "description": ABOUT, "x-tadoru-version": version("tadoru")},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.items()))}
        | ({"securitySchemes": {"token": token}} if secured else {}),
        **({"security": [{"token": []}]} if secured else {}),
    }


def _operations(call: Call, schemas: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A call's operation; one for each kind of body where the path says which is taken."""
    name = call.view.__name__
    if not call.kinds:
        yield call.path, _operation(call, call.path, name, call.body, schemas)
    for kind, (sentence, body) in call.kinds.items():
        path, taken = re.sub(r"{\w+}$", kind, call.path), body if call.body else None
        operation = _operation(call, path, f"{name}_{kind.replace('-', '_')}", taken, schemas)
        yield path, {**operation, "description": f"{kind}: {sentence}"}


def _operation(
    call: Call, path: str, name: str, body: type[BaseModel] | None, schemas: dict[str, Any]
) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": " ".join((call.view.__doc__ or "").split()),
        "tags": [_tag(path)],
        "parameters": _parameters(call, path, schemas),
        **({"requestBody": _request_body(body, schemas)} if body else {}),
        "responses": _responses(call, path, body, schemas),
    }


def _tag(path: str) -> str:
    """What a call is about: what stands behind the world, else the path's first part."""
    return re.sub(r"^/worlds/{world}/", "/", path).split("/")[1]


def _parameters(call: Call, path: str, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    parts = [{"name": name, "in": "path", "required": True, **PARTS[name]} for name in re.findall(r"{(\w+)}", path)]
    if call.query is None:
        return parts
    properties = _schema(call.query, "validation", schemas, inline=True)["properties"]
    return parts + [
        {"name": name, "in": "query", "required": False, "schema": _not_null(schema)}
        for name, schema in properties.items()
    ]


def _not_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A query can leave a thing out, but not say that it is null."""
    (one,) = (kind for kind in schema.pop("anyOf") if kind.get("type") != "null")
    return {**schema, **one}


def _request_body(body: type[BaseModel], schemas: dict[str, Any]) -> dict[str, Any]:
    return {
        "required": needs_content(body),
        "content": {"application/json": {"schema": _schema(body, "validation", schemas)}},
    }


def _responses(call: Call, path: str, body: type[BaseModel] | None, schemas: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": HTTPStatus(call.status).phrase}
    if call.answer is not None:
        answer["content"] = {"application/json": {"schema": _schema(call.answer, "serialization", schemas)}}
    codes = {401, 403, 500, *call.refuses, *({404} if "{" in path else ())}
    refusals = {code: REFUSALS[code] for code in codes}
    if body is not None:
        refusals |= BODY_REFUSALS
    if call.query is not None:
        refusals[422] = "The query is not as described; the fields are named."
    problem = {"content": {MEDIA_TYPE: {"schema": _schema(ProblemFacts, "serialization", schemas)}}}
    told = {str(code): {"description": refusals[code], **problem} for code in sorted(refusals)}
    return {str(call.status): answer, **told}


def _schema(of: Any, mode: JsonSchemaMode, schemas: dict[str, Any], *, inline: bool = False) -> dict[str, Any]:
    """A schema; the models in it go to the components."""
    made = TypeAdapter(of).json_schema(mode=mode, ref_template=_REFERENCE, schema_generator=_Schema)
    schemas.update(made.pop("$defs", {}))
    if inline or "title" not in made or "properties" not in made:
        return made
    schemas[made["title"]] = made
    return {"$ref": _REFERENCE.format(model=made["title"])}
