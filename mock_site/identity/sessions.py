"""Browser sessions, kept in the world: the cookie holds a token and no date, the row holds the rest."""

from typing import Any, cast

from flask import Flask, Request, Response, g
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import bindparam, inspect, select
from werkzeug.datastructures import CallbackDict

from mock_site.identity import left, rules, visits, waiting
from mock_site.identity.models import Account, WebSession
from mock_site.identity.visits import COOKIE
from mock_site.worlds import World

RECOVERY_CODES = "/signin/recovery-codes"
"""The page that new recovery codes are shown on, and that keeps them as long as it is open."""
PASSING = ("pending", "timed_out", "typed_address", "enrol", "resent")
"""What a session holds of the way to the sign-in, and no longer after it."""
_BY_TOKEN = (
    select(WebSession, Account)
    .outerjoin(Account, Account.id == WebSession.account_id)
    .where(WebSession.token == bindparam("token"))
)


class BrowserSession(CallbackDict[str, Any], SessionMixin):
    """What Flask calls the session: a dictionary that knows whether it changed, and the row that it came from."""

    def __init__(self, row: WebSession) -> None:
        def changed(_: CallbackDict[str, Any]) -> None:
            self.modified = True

        super().__init__(row.data, changed)
        self.row = row
        self.account: Account | None = None
        """Whose the row is, where it was found with it: held here, the world's session need not look for it again."""
        self.modified = False
        self.is_taken_over = False
        """Whether the row is another one than the browser's cookie names, and is in the world already."""


class WorldSessions(SessionInterface):
    """Opens and saves sessions in the world that the request's host names."""

    def open_session(self, app: Flask, request: Request) -> BrowserSession | None:  # noqa: ARG002 (Flask's signature)
        """Find the cookie's session; a visitor without one gets a new one, saved when a page is answered."""
        world: World | None = request.environ.get("tadoru.world")
        site: str = request.environ["tadoru.address"].site
        if world is None or not site:
            return BrowserSession(WebSession(token="", site="", data={}))
        row, account = _found(world, request.cookies.get(COOKIE, ""))
        if row is None or row.site != site:
            world.store.promote(world)
            row = visits.draft_session(world, site)
            world.db.commit()  # a refusal rolls back, and must not have the next visitor draw the same token
        browser = BrowserSession(_aged(world, row))
        browser.account = account
        if browser.get("noted", {}).get("codes") and _leaves(request):
            browser["noted"] = {**browser["noted"], "codes": []}
        return browser

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:  # noqa: ARG002 (Flask's signature)
        """Write what changed, and give the browser the token of a session that is new."""
        browser = cast(BrowserSession, session)
        if "world" in g and inspect(browser.row).was_deleted:
            _start_over(browser, g.world)
        row = browser.row
        is_new = row not in g.world.db if "world" in g else False
        if not row.token or not (browser.modified or (is_new and response.mimetype == "text/html")):
            return
        g.world.store.promote(g.world)
        row.data, row.account_id = dict(browser), browser.get("account")
        g.world.db.add(row)
        if is_new or browser.is_taken_over:
            response.set_cookie(COOKIE, row.token, httponly=True, samesite="Lax")


def begin(session: SessionMixin, world: World, account: Account) -> None:
    """Sign this browser in under a new token, so that a token known from before is worth nothing.

    What was nobody's session stays one: a form that is sent twice is understood both times. One that waited for a
    code remembers what it became, and waits no longer.
    """
    browser = cast(BrowserSession, session)
    before = browser.row
    _leave(browser, world, account)
    waited = before.data.get("pending")
    _renew(browser, world)
    for passing in PASSING:
        session.pop(passing, None)
    if waited is not None and before in world.db and before.account_id is None:
        before.data = {**before.data, "pending": {**waited, "became": browser.row.token}}
    session["account"] = account.id


def wait(session: SessionMixin, world: World, account: Account, onward: str) -> None:
    """Have this browser, under a new token, wait for the code that `account` still has to type (S-12).

    `session["pending"]` holds what `waiting.wait_for_code` gives, and `onward`, the page to go to after `begin`.
    """
    browser = cast(BrowserSession, session)
    before = browser.row
    _leave(browser, world, account)
    for passing in ("enrol", "pending"):
        session.pop(passing, None)
    if before.account_id is None:
        before.data = {key: value for key, value in before.data.items() if key not in ("enrol", "pending")}
    _renew(browser, world)
    session["pending"] = {**waiting.wait_for_code(world, account), "onward": onward}


def became(session: SessionMixin, world: World) -> WebSession | None:
    """The session that this waiting one became, while that lives."""
    token = session.get("pending", {}).get("became")
    row = None if token is None else world.db.get(WebSession, token)
    if row is None or row.account_id is None or rules.lapsed(row.site, row.seen_at, world.now):
        return None
    return row


def take_over(session: SessionMixin, row: WebSession) -> None:
    """Go on in this browser with a session that is in the world already."""
    browser = cast(BrowserSession, session)
    browser.clear()
    browser.update(row.data)
    browser.row, browser.is_taken_over = row, True


def renew(session: SessionMixin, world: World) -> None:
    """Go on as nobody under a new token; what is put into the session now is unknown to who knew the old one."""
    _renew(cast(BrowserSession, session), world)


def forget(session: SessionMixin, name: str) -> None:
    """Take something out of the session, and out of what stays of it under a token from before the sign-in."""
    browser = cast(BrowserSession, session)
    session.pop(name, None)
    browser.row.data = {key: value for key, value in browser.row.data.items() if key != name}


def end(session: SessionMixin, world: World) -> None:
    """Sign this browser out; the old token is gone from the world."""
    browser = cast(BrowserSession, session)
    if browser.row in world.db:
        world.db.delete(browser.row)
    remembered = left.after(browser)
    session.clear()
    session.update(remembered)
    _renew(browser, world)


def _found(world: World, token: str) -> tuple[WebSession | None, Account | None]:
    """The session of a token and whose it is, by one question."""
    found = world.db.execute(_BY_TOKEN, {"token": token}).one_or_none() if token else None
    return (None, None) if found is None else (found[0], found[1])


def _leaves(request: Request) -> bool:
    """Whether a browser goes on from the page of the recovery codes, which are shown there and nowhere again."""
    return request.path != RECOVERY_CODES and not request.headers.get("Accept", "").startswith("image/")


def _leave(browser: BrowserSession, world: World, account: Account) -> None:
    """End the session that somebody was signed in with in this browser; another person's things stay behind."""
    if browser.row.account_id is None:
        return
    if browser.row in world.db:
        world.db.delete(browser.row)
    if browser.row.account_id != account.id:
        _empty(browser)
    browser.pop("account", None)


def _renew(browser: BrowserSession, world: World) -> None:
    """Go on under new tokens; whose open pages have the old one is remembered, of who timed out, too."""
    browser.update(left.after(browser))
    browser.row = visits.draft_session(world, browser.row.site)
    browser["csrf_token"] = browser.row.data["csrf_token"]


def _aged(world: World, row: WebSession) -> WebSession:
    """The session as it is after the time that has passed, kept whatever comes of the request (S-16)."""
    if not visits.is_stale(world, row):
        return row
    world.store.promote(world)
    current = world.db.get(WebSession, row.token)
    if current is None:  # it was ended in between
        current = visits.draft_session(world, row.site)
    visits.age(world, current)
    world.db.commit()
    return current


def _start_over(browser: BrowserSession, world: World) -> None:
    """Give a browser whose session was ended from the inside a new one, with nothing but what it is to be told."""
    _empty(browser)
    _renew(browser, world)


def _empty(browser: BrowserSession) -> None:
    """Take everything out of a session but what the browser is still to be told, and who left it."""
    told, remembered = browser.get("_flashes"), left.after(browser)
    browser.clear()
    browser.update(remembered)
    if told:
        browser["_flashes"] = told
