"""Adding ready-made people, and signing in as somebody with one click."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from mock_site import hosts
from mock_site.front import people
from mock_site.front.frame import back, form
from mock_site.paging import typed_number
from mock_site.web import authority, store


@form("/front/people")
def add_person() -> ResponseReturnValue:
    """Add a ready-made persona; sent twice, once."""
    persona, _, turn = request.form["persona"].partition("/")
    with store().open(request.form["world"], write=True) as world:
        added = people.add(world, persona, typed_number(turn))
    return back(f"person-{added}")


@form("/front/people/<int(max=999999999999):account>/sign-in")
def sign_in(account: int) -> ResponseReturnValue:
    """Lead the browser to a site, where it is signed in as somebody."""
    site = request.form["site"]
    with store().open(request.form["world"], write=True) as world:
        path = people.way_in(world, account, site)
        there = hosts.url(site, world.id, authority(), path)
    return redirect(there, code=303)
