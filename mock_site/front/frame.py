"""What all of the front page's views share: who is let in, and where a form leads back to.

The bare host keeps no session, so its forms are guarded by what the browser says of where they come from.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from mock_site.callers import check_caller, check_reader
from mock_site.front.looking import Looking
from mock_site.worlds import DEMO

View = TypeVar("View", bound=Callable[..., Any])

front = Blueprint("front", __name__, template_folder="templates")


@front.before_request
def guard() -> None:
    """Show the page to whom the control API answers, and take forms from this page alone."""
    if request.method == "POST":
        check_caller()
    else:
        check_reader()


@front.after_request
def keep_in_hand(response: Response) -> Response:
    """Have no cache keep people's passwords, and no other page put this one into a frame to be clicked on."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
    return response


def looking() -> Looking:
    """What is looked at: as the address says, or as the form brings it back."""
    if request.method == "POST":
        return Looking.brought_back(request.form.get("view", ""))
    return Looking.of(request.args)


def address(world: str, seen: Looking, anchor: str | None = None, **changed: str) -> str:
    """Where a world is shown, as it is looked at but for what is changed."""
    kept: dict[str, Any] = {name: value for name, value in {**seen.kept, **changed}.items() if value}
    return url_for("front.home", world=_named(world), _anchor=anchor, **kept)


def sent_to(world: str, view: str, **more: Any) -> str:
    """Where a form of a world is sent; the world stands in the address, to which a refusal leaves the browser."""
    return url_for(f"front.{view}", world=_named(world), **more)


def _named(world: str) -> str | None:
    """What an address says of a world: nothing of the demo, which it stands for without a name."""
    return None if world == DEMO else world


def back(anchor: str, **changed: str) -> Redirect:
    """Answer a sent form: go back to where it stood, looking as before but for what is changed."""
    return redirect(address(request.form["world"], looking(), anchor, **changed), code=303)


def form(rule: str) -> Callable[[View], View]:
    """Take a form of the page at an address; opened without one, as after a refusal, it leads back to the page."""
    front.add_url_rule(rule, f"back-from{rule}", come_back, methods=["GET"])
    return front.post(rule)


def come_back(**_: Any) -> Redirect:
    """Lead to the world that the address of a form names."""
    return redirect(address(request.args.get("world", DEMO), Looking()))


def show(world: str) -> Redirect:
    """Answer a sent form: go to another world."""
    return redirect(address(world, Looking()), code=303)
