"""Where identity's pages stand: some at the store alone, some on KDP alone, the ways in at both.

A view that both sites have is registered under the same path at each, by `@both_get(path)` or `@both_post(path)`:
at the store as `identity.<view>`, on KDP as `kdp_identity.<view>`. Inside such a view and its template
`url_for(".<view>")` stays at its own site; from elsewhere, `web.gate("<view>")` does. Templates extend `frame()`.
Modules that add views are imported by `identity.views` before the blueprints are registered.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

store = Blueprint("identity", __name__, template_folder="templates", subdomain="store")
kdp = Blueprint("kdp_identity", __name__, template_folder="templates", subdomain="kdp")
BLUEPRINTS = {"store": store, "kdp": kdp}
AFTER = {"store": "/", "kdp": "/bookshelf"}
"""By site, where a sign-in leads that nothing else asked for."""


def both_get(path: str) -> Callable[[View], View]:
    """Register a view that shows a page at both sites."""
    return _both(path, "GET")


def both_post(path: str) -> Callable[[View], View]:
    """Register a view that takes a form at both sites."""
    return _both(path, "POST")


def _both(path: str, method: str) -> Callable[[View], View]:
    def register(view: View) -> View:
        for blueprint in BLUEPRINTS.values():
            blueprint.add_url_rule(path, view_func=view, methods=[method])
        return view

    return register


@store.app_template_global("frame")
def frame() -> str:
    """The template that a page of both sites extends."""
    return "kdp.html" if g.site == "kdp" else "store.html"
