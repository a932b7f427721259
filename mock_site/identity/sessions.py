"""Browser sessions, kept in the world: the cookie holds a token and no date, the row holds the rest."""

from typing import Any, cast

from flask import Flask, Request, Response, g
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from mock_site.identity import service
from mock_site.identity.models import Account, WebSession
from mock_site.worlds import World

COOKIE = "session"


class BrowserSession(CallbackDict[str, Any], SessionMixin):
    """What Flask calls the session: a dictionary that knows whether it changed, and the row that it came from."""

    def __init__(self, row: WebSession) -> None:
        def changed(_: CallbackDict[str, Any]) -> None:
            self.modified = True

        super().__init__(row.data, changed)
        self.row = row
        self.modified = False


class WorldSessions(SessionInterface):
    """Opens and saves sessions in the world that the request's host names."""

    def open_session(self, app: Flask, request: Request) -> BrowserSession | None:  # noqa: ARG002 (Flask's signature)
        """Find the cookie's session; a visitor without one gets a new one, saved when a page is answered."""
        world: World | None = request.environ.get("tadoru.world")
        site: str = request.environ["tadoru.address"].site
        if world is None or not site:
            return BrowserSession(WebSession(token="", site="", data={}))
        row = world.db.get(WebSession, request.cookies.get(COOKIE, ""))
        if row is None or row.site != site:
            world.store.promote(world)
            row = service.draft_session(world, site)
            world.db.commit()  # a refusal rolls back, and must not have the next visitor draw the same token
        return BrowserSession(row)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:  # noqa: ARG002 (Flask's signature)
        """Write what changed, and give the browser the token of a session that is new."""
        browser = cast(BrowserSession, session)
        row = browser.row
        is_new = row not in g.world.db if "world" in g else False
        if not row.token or not (browser.modified or (is_new and response.mimetype == "text/html")):
            return
        g.world.store.promote(g.world)
        row.data, row.account_id = dict(browser), browser.get("account")
        g.world.db.add(row)
        if is_new:
            response.set_cookie(COOKIE, row.token, httponly=True, samesite="Lax")


def begin(session: SessionMixin, world: World, account: Account) -> None:
    """Sign this browser in under a new token, so that a token known from before is worth nothing.

    What was nobody's session stays one: a form that is sent twice is understood both times.
    """
    browser = cast(BrowserSession, session)
    if browser.row.account_id is not None:
        world.db.delete(browser.row)
    _renew(browser, world)
    session["account"] = account.id


def end(session: SessionMixin, world: World) -> None:
    """Sign this browser out; the old token is gone from the world."""
    browser = cast(BrowserSession, session)
    if browser.row in world.db:
        world.db.delete(browser.row)
    session.clear()
    _renew(browser, world)


def _renew(browser: BrowserSession, world: World) -> None:
    browser.row = service.draft_session(world, browser.row.site)
    browser["csrf_token"] = browser.row.data["csrf_token"]
