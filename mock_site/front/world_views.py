"""Making worlds by hand, keeping the one that is shown under another name, and forgetting one."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from mock_site.front import worlds
from mock_site.front.frame import form, front, show
from mock_site.web import store


@front.post("/front/worlds")
def make_world() -> ResponseReturnValue:
    """Make a world, and show it."""
    form = request.form
    return show(worlds.make(store(), form["name"], now=form.get("now", ""), seed=form.get("seed", "")))


@form("/front/worlds/fork")
def fork_world() -> ResponseReturnValue:
    """Copy the world that is shown as it is now, and show the copy."""
    return show(worlds.fork(store(), request.form["world"], request.form["name"]))


@front.get("/front/worlds/<name>/forget")
def ask_forget(name: str) -> ResponseReturnValue:
    """Ask whether a world is really to be forgotten."""
    worlds.check_forgettable(store(), name)
    return render_template("front/forget.html", name=name)


@front.post("/front/worlds/<name>/forget")
def forget_world(name: str) -> ResponseReturnValue:
    """Forget a world, once its page has asked; what shows no answer is asked again."""
    if request.form.get("sure") != "yes":
        return redirect(url_for("front.ask_forget", name=name), code=303)
    worlds.forget(store(), name)
    return redirect(url_for("front.list_worlds", forgotten=name), code=303)


@front.get("/front/worlds")
def list_worlds() -> ResponseReturnValue:
    """All worlds that are left."""
    return render_template("front/worlds.html", names=store().names(), forgotten=request.args.get("forgotten", ""))
