"""What all views share: the world of this request, who is signed in, and how pages are answered."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, cast

from flask import current_app, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from mock_site.hosts import url
from mock_site.identity import service as identity
from mock_site.identity.models import Account
from mock_site.problems import Problem
from mock_site.worlds import World

P = ParamSpec("P")


def world() -> World:
    """The world that this request's host names, open for this request."""
    return cast(World, g.world)


def site_url(site: str, path: str = "/") -> str:
    """The address of a page of another site of this world, as this request's client reaches it."""
    return url(site, world().id, authority(), path)


def authority() -> str:
    """The base domain with the port that this request came by: `localhost:8000`."""
    port = request.host.rpartition(":")[2]
    domain: str = current_app.config["DOMAIN"]
    return f"{domain}:{port}" if port.isdigit() else domain


def visitor() -> Account | None:
    """Who is signed in at this site in this browser, if anybody."""
    if "visitor" not in g:
        account_id = session.get("account")
        g.visitor = None if account_id is None else identity.account(world(), account_id)
    return cast(Account | None, g.visitor)


def customer() -> Account:
    """Who is signed in, in a view that only such people reach."""
    account = visitor()
    if account is None:
        raise RuntimeError("This view lacks @signed_in.")
    return account


def signed_in(view: Callable[P, Any]) -> Callable[P, Any]:
    """Send a visitor to the sign-in first, and back here afterwards."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        if visitor() is not None:
            return view(*args, **kwargs)
        here = request.full_path.rstrip("?") if request.method == "GET" else url_for("shop.home")
        return redirect(url_for("identity.sign_in", next=here), code=303)

    return guarded


def to(endpoint: str, **values: Any) -> Response:
    """Answer a sent form: go on to that page."""
    return redirect(url_for(endpoint, **values), code=303)


def page(template: str, *, problem: Problem | None = None, **shown: Any) -> tuple[str, int]:
    """Render a page; with a problem, its message stands at the top and its status is the answer's."""
    status = 200 if problem is None else problem.status
    return render_template(template, problem=problem, **shown), status
