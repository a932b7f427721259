"""The community at the portal: 「コミュニティ」, its threads, and 「自分の投稿」 (B-03, B-08)."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from mock_site.problems import Problem
from mock_site.publishing import community as service
from mock_site.publishing import rules_community as rules
from mock_site.web import customer, page, signed_in, to, visitor, world

community = Blueprint("community", __name__, template_folder="templates", subdomain="kdp", url_prefix="/community")
NUMBER = "<int(max=999999999999):number>"


@community.get("")
def index() -> ResponseReturnValue:
    """List the threads, or those that have what is searched for; finding none, offer to ask support (B-03)."""
    typed = request.args.get("q", "")[:100].strip()
    return page("publishing/community.html", typed=typed, threads=service.search(world(), typed))


@community.get(f"/{NUMBER}")
def thread(number: int) -> ResponseReturnValue:
    """Show a thread, and for whoever is signed in the form of a reply."""
    return _thread(number)


@community.post(f"/{NUMBER}")
@signed_in
def reply(number: int) -> ResponseReturnValue:
    """Take a reply, or show the form again with what was typed."""
    text = request.form["text"]
    try:
        made = service.reply(world(), customer().id, number, text)
    except (rules.BadPost, rules.QuotaFull) as problem:
        return _thread(number, problem)
    flash("返信を投稿しました。")
    return to("community.thread", number=number, _anchor=f"post-{made.id}")


@community.get("/new")
@signed_in
def new_post() -> ResponseReturnValue:
    """The form of a new post."""
    return page("publishing/new_post.html", most=rules)


@community.post("/new")
@signed_in
def post() -> ResponseReturnValue:
    """Take a post; over quota, say so and name the remedy, with what was typed kept (B-08)."""
    typed = {name: request.form[name] for name in ("title", "text")}
    try:
        made = service.post(world(), customer().id, **typed)
    except (rules.BadPost, rules.QuotaFull) as problem:
        return page("publishing/new_post.html", problem=problem, most=rules)
    flash("投稿しました。")
    return to("community.thread", number=made.id)


@community.get("/mine")
@signed_in
def mine() -> ResponseReturnValue:
    """「自分の投稿」: how much of the quota is used, the oldest post first, each with its 「削除」."""
    return page("publishing/my_posts.html", posts=service.mine(world(), customer().id), most=rules)


@community.get(f"/mine/{NUMBER}/delete")
@signed_in
def confirm_removal(number: int) -> ResponseReturnValue:
    """Ask before a post is deleted."""
    return page("publishing/drop_post.html", post=service.post_of(world(), customer().id, number))


@community.post(f"/mine/{NUMBER}/delete")
@signed_in
def remove(number: int) -> ResponseReturnValue:
    """Delete an own post."""
    service.remove(world(), customer().id, number)
    flash("投稿を削除しました。")
    return to("community.mine")


def _thread(number: int, problem: Problem | None = None) -> ResponseReturnValue:
    person = visitor()
    shown = service.thread(world(), number)
    return page("publishing/thread.html", problem=problem, shown=shown, most=rules, person=person)
