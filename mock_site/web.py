"""What all views share: the world of this request, who is signed in, and how pages are answered."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec, cast

from flask import current_app, g, redirect, render_template, request, session, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from mock_site.hosts import url
from mock_site.identity import doors, interrupted, left, rules, sessions
from mock_site.identity import service as identity
from mock_site.identity.models import Account, WebSession
from mock_site.identity.sessions import BrowserSession
from mock_site.problems import NotFound, Problem
from mock_site.worlds import World, WorldStore

P = ParamSpec("P")


def store() -> WorldStore:
    """The folder of worlds that this site is served from."""
    return cast(WorldStore, cast(Any, current_app).store)


def defects() -> Mapping[str, Any]:
    """The catalogue of defects, by name; the factory puts it there."""
    known: Mapping[str, Any] = current_app.extensions["tadoru.defects"]
    return known


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


def lang() -> str:
    """The language of this request's site: `en` at com, else `ja`; a view may set `g.lang` to another one."""
    return cast(str, g.get("lang")) or ("en" if g.get("site") == "com" else "ja")


def say(ja: str, en: str) -> str:
    """The words in this request's language."""
    return en if lang() == "en" else ja


def visitor() -> Account | None:
    """Who is signed in at this site in this browser, if anybody."""
    if "visitor" not in g:
        account_id = session.get("account")
        account = None if account_id is None else identity.account(world(), account_id)
        g.visitor = account if account is not None and account.closed_at is None else None
    return cast(Account | None, g.visitor)


def leave() -> None:
    """Let go of this browser's session, and of whoever was signed in."""
    sessions.end(session, world())
    g.pop("visitor", None)


def renew() -> None:
    """Go on in this browser as nobody under a new token, which nobody knows from before."""
    sessions.renew(session, world())


def customer() -> Account:
    """Who is signed in, in a view that only such people reach."""
    account = visitor()
    if account is None:
        raise RuntimeError("This view lacks @signed_in.")
    return account


def signed_in(view: Callable[P, Any]) -> Callable[P, Any]:
    """Send a visitor to the sign-in first, and back here afterwards; a form that was sent is kept meanwhile (S-16)."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        if visitor() is not None:
            return view(*args, **kwargs)
        way_in = "timed_out" if "timed_out" in session else "sign_in"
        return redirect(gate(way_in, next=_here(left.sender(session, request.full_path.rstrip("?")))), code=303)

    return guarded


def proved(view: Callable[P, Any]) -> Callable[P, Any]:
    """Have a person type the password once more, unless that was lately; stands below `@signed_in` (A-01)."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        if g.site == "com":  # which has nothing that asks for the password once more, nor a page to ask on
            raise NotFound("このページはありません。", en="There is no such page.")
        if is_proved():
            return view(*args, **kwargs)
        return redirect(gate("prove", next=_here(customer().id)), code=303)

    return guarded


def is_proved() -> bool:
    """Whether the password was typed lately in this browser."""
    return rules.proved(session_row().proved_at, world().now)


def session_row() -> WebSession:
    """The row of this browser's session."""
    return cast(BrowserSession, session).row


def origin() -> str:
    """Where this request comes from, for counting wrong tries."""
    return request.remote_addr or "unknown"


def same_origin() -> bool:
    """Whether a form came from a page of this very site, as far as the browser says."""
    said = request.headers.get("Origin")
    return said is None or said == request.host_url.rstrip("/")


def gate(view: str, **values: Any) -> str:
    """The address of one of identity's pages that several sites have, at this request's site."""
    blueprint = {"kdp": "kdp_identity", "seller": "seller_identity", "com": "com_identity"}.get(g.site, "identity")
    return url_for(f"{blueprint}.{view}", **values)


def _here(account_id: int | None) -> str:
    """Where to come back to: this page, or what was sent to it, kept for that account."""
    if request.method in ("GET", "HEAD"):
        return request.full_path.rstrip("?")
    path, typed = request.full_path.rstrip("?"), request.form.items(multi=True)
    late = interrupted.form(g.site, path, typed, request.files, account_id)
    number = interrupted.keep(session, late)
    return "/" if number is None else gate("interrupted_form", number=number)


def token() -> str | None:
    """What the token that a form carries was made of, in whatever session."""
    makes = URLSafeTimedSerializer(cast(str, current_app.secret_key), salt="wtf-csrf-token")
    try:
        return cast(str, makes.loads(request.form.get("csrf_token", "")))
    except BadData:
        return None


def wanted(otherwise: str = "") -> str:
    """Where the person wanted to go, if that is a page of this site."""
    asked = request.values.get("next", "")
    return asked if rules.inside(asked) else otherwise or doors.AFTER[g.site]


def to(endpoint: str, **values: Any) -> Response:
    """Answer a sent form: go on to that page."""
    return redirect(url_for(endpoint, **values), code=303)


def page(template: str, *, problem: Problem | None = None, **shown: Any) -> tuple[str, int]:
    """Render a page; with a problem, its message stands at the top and its status is the answer's."""
    status = 200 if problem is None else problem.status
    return render_template(template, problem=problem, **shown), status
