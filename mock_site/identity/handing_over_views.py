"""Where a browser arrives that was handed over signed in."""

from flask import g, session
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from mock_site.identity import handing_over, sessions
from mock_site.identity.doors import AFTER, each_get
from mock_site.web import world


@each_get(f"{handing_over.PATH}<token>")
def receive(token: str) -> ResponseReturnValue:
    """Sign this browser in under a new session, once for each token, and go on to where a sign-in leads."""
    world().promote()
    account = handing_over.receive(world(), token, g.site)
    sessions.begin(session, world(), account)
    return redirect(AFTER[g.site], code=303)
