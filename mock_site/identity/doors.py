"""Where identity's pages stand: some at the store alone, some at one portal alone, the ways in at several sites.

A view that the store and the portals, KDP and Seller Central, have is registered under the same path at each, by
`@both_get(path)` or `@both_post(path)`; one that com has, too, by `@each_get(path)` or `@each_post(path)`: at the
store as `identity.<view>`, on KDP as `kdp_identity.<view>`, likewise at the other sites. Inside such a view and its
template `url_for(".<view>")` stays at its own site; from elsewhere, `web.gate("<view>")` does. Templates extend
`frame()`; what com shows has templates of its own, in English, which `template(name)` finds.
Modules that add views are imported by `identity.views` before the blueprints are registered.
"""

from collections.abc import Callable

from flask import Blueprint, g

from mock_site.doors import View, at
from mock_site.identity import rules

store = Blueprint("identity", __name__, template_folder="templates", subdomain="store")
kdp = Blueprint("kdp_identity", __name__, template_folder="templates", subdomain="kdp")
seller = Blueprint("seller_identity", __name__, template_folder="templates", subdomain="seller")
com = Blueprint("com_identity", __name__, template_folder="templates", subdomain="com")
BLUEPRINTS = {"store": store, "kdp": kdp, "seller": seller, "com": com}
AFTER = {"store": "/", "kdp": "/bookshelf", "seller": "/", "com": "/"}
"""By site, where a sign-in leads that nothing else asked for."""
MARKETPLACES = rules.MARKETPLACES
FRAMES = {"kdp": "kdp.html", "seller": "seller.html", "com": "com.html"}


def both_get(path: str) -> Callable[[View], View]:
    """Register a view that shows a page at the store and at the portals."""
    return at((store, kdp, seller), path, "GET")


def both_post(path: str) -> Callable[[View], View]:
    """Register a view that takes a form at the store and at the portals."""
    return at((store, kdp, seller), path, "POST")


def each_get(path: str) -> Callable[[View], View]:
    """Register a view that shows a page at the store, at the portals and at com."""
    return at(BLUEPRINTS.values(), path, "GET")


def each_post(path: str) -> Callable[[View], View]:
    """Register a view that takes a form at the store, at the portals and at com."""
    return at(BLUEPRINTS.values(), path, "POST")


def template(name: str) -> str:
    """One of identity's templates in this site's language."""
    return f"identity/{'com_' if g.site == 'com' else ''}{name}.html"


@store.app_template_global("frame")
def frame() -> str:
    """The template that a page of several sites extends."""
    return FRAMES.get(g.site, "store.html")
