"""The rows of browsers' sessions: made, proved, lapsed and ended in the world."""

from sqlalchemy import ColumnElement, or_, select

from mock_site.identity import accounts, rules
from mock_site.identity.models import WebSession
from mock_site.seam import rule
from mock_site.worlds import World

COOKIE = "session"
"""What the cookie is called that holds a session's token."""
OUTLASTS = {"csrf_token", "interrupted", "interrupted_count", "left"}
"""What stays in a session that timed out: the token that its open pages carry, forms that were kept, and who left."""


def draft_session(world: World, site: str) -> WebSession:
    """Draw the tokens of a browser's new session; it is kept once it is added to the world."""
    token, csrf = (f"{world.random(stream).getrandbits(160):040x}" for stream in ("session", "csrf"))
    return WebSession(
        token=token, site=site, account_id=None, data={"csrf_token": csrf}, created_at=world.now, seen_at=world.now
    )


def open_session(world: World, account_id: int, site: str) -> WebSession:
    """Sign an account in at a site without walking the sign-in."""
    session = draft_session(world, site)
    session.account_id = accounts.account(world, account_id).id
    session.data = {**session.data, "account": session.account_id}
    world.db.add(session)
    return session


@rule
def lapse(session: WebSession) -> None:
    """Sign a session out that nobody used for too long; whose it was is remembered for its half-filled forms (S-16)."""
    kept = {key: value for key, value in session.data.items() if key in OUTLASTS}
    session.data = {**kept, "timed_out": session.account_id}
    session.account_id = session.proved_at = None


def is_stale(world: World, session: WebSession) -> bool:
    """Whether something is to be written about a session's age: that it lapsed, or that it was used again."""
    if session.account_id is None:
        return False
    return rules.lapsed(session.site, session.seen_at, world.now) or world.now - session.seen_at >= rules.SEEN_EVERY


def age(world: World, session: WebSession) -> None:
    """Write down that a session was used now, or let it lapse."""
    if session.account_id is not None and rules.lapsed(session.site, session.seen_at, world.now):
        lapse(session)
    session.seen_at = world.now


def prove(session: WebSession, world: World) -> None:
    """Note that the session's person has just typed the password once more."""
    session.proved_at = world.now


def session_tokens(world: World, account_id: int) -> list[str]:
    """The tokens of the browser sessions that an account has open, at whatever site."""
    return sorted(world.db.scalars(select(WebSession.token).where(WebSession.account_id == account_id)))


@rule
def end_others(world: World, account_id: int, keep_token: str) -> None:
    """End an account's sessions at every site, but the one that acts (A-08)."""
    _end(world, account_id, WebSession.token != keep_token)


@rule
def end_all(world: World, account_id: int) -> None:
    """End all of an account's sessions, at every site, at once (C-05)."""
    _end(world, account_id)


def _end(world: World, account_id: int, *conditions: ColumnElement[bool]) -> None:
    """End the sessions of an account, and those that wait for its code."""
    waits = WebSession.data["pending"]["account"].as_integer() == account_id
    mine = or_(WebSession.account_id == account_id, waits)
    for session in world.db.scalars(select(WebSession).where(mine, *conditions)):
        world.db.delete(session)
    world.db.flush()
