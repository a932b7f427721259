"""How one view stands at several sites."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from flask import Blueprint
from flask.typing import ResponseReturnValue

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def at(blueprints: Iterable[Blueprint], path: str, method: str = "GET", **defaults: str) -> Callable[[View], View]:
    """Register a view under the same path at each of these blueprints, by its own name."""

    def register(view: View) -> View:
        for blueprint in blueprints:
            blueprint.add_url_rule(path, view_func=view, methods=[method], defaults=defaults)
        return view

    return register
