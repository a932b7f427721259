"""What the ways in have in common: signing the browser in, the code before that, and going on."""

from flask import g, session
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from mock_site.identity import service, sessions
from mock_site.identity.models import Account
from mock_site.web import wanted, world


def let_in(account: Account) -> Response:
    """Sign the browser in and go on, or to the code first where one is asked for (S-11)."""
    if service.needs_code(world(), account, g.site):
        sessions.wait(session, world(), account, wanted())
        return redirect("/signin/code", code=303)
    sessions.begin(session, world(), account)
    return onward()


def onward() -> Response:
    """Go on to where the person wanted to go."""
    return redirect(wanted(), code=303)
