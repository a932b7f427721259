"""Free campaigns of a book, and 「売上レポート」 (B-07)."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from mock_site.problems import Problem
from mock_site.publishing import campaigns, rules_campaigns, sales
from mock_site.publishing.models_authors import Campaign
from mock_site.publishing.service import book_of
from mock_site.web import customer, page, signed_in, to, world

selling = Blueprint("sales", __name__, template_folder="templates", subdomain="kdp")
ID = "<int(max=999999999999):number>"


@selling.app_context_processor
def name_campaigns() -> dict[str, Any]:
    """Let a book's pages tell of its campaigns, each with its stage and last day."""
    return {"campaigns_to_come": lambda book: [_shown(one) for one in campaigns.to_come(world(), book.id)]}


@selling.get("/reports")
@signed_in
def report() -> ResponseReturnValue:
    """「売上レポート」: units, what the orders came to, and royalties, by book and altogether."""
    shown = sales.report(world(), customer().id, request.args.get("month", ""))
    return page("publishing/report.html", report=shown)


@selling.get(f"/bookshelf/{ID}/campaigns")
@signed_in
def listed(number: int) -> ResponseReturnValue:
    """「無料キャンペーン」 of a book: those that there are, and the form for a new one."""
    return _campaigns(number)


@selling.post(f"/bookshelf/{ID}/campaigns")
@signed_in
def plan(number: int) -> ResponseReturnValue:
    """Plan a campaign, or show the form again with what was typed."""
    typed = request.form["starts_on"], request.form["ends_on"]
    try:
        made = campaigns.plan(world(), customer().id, number, *typed)
    except (
        rules_campaigns.BadCampaign,
        rules_campaigns.Overlaps,
        rules_campaigns.TooManyDays,
        rules_campaigns.NotOnSale,
    ) as problem:
        return _campaigns(number, problem)
    running = campaigns.stage(made, world().now) == "running"
    flash("無料キャンペーンを開始しました。" if running else "無料キャンペーンを設定しました。")
    return to("sales.listed", number=number)


@selling.post(f"/bookshelf/{ID}/campaigns/<int(max=999999999999):campaign>/stop")
@signed_in
def stop(number: int, campaign: int) -> ResponseReturnValue:
    """Call a campaign off, or end it now."""
    campaigns.stop(world(), customer().id, number, campaign)
    flash("無料キャンペーンを終了しました。")
    return to("sales.listed", number=number)


def _campaigns(number: int, problem: Problem | None = None) -> ResponseReturnValue:
    book, now = book_of(world(), customer().id, number), world().now
    shown = [_shown(one) for one in campaigns.campaigns(world(), book.id)]
    return page(
        "publishing/campaigns.html", problem=problem, book=book, campaigns=shown, today=now.date(), most=rules_campaigns
    )


def _shown(campaign: Campaign) -> tuple[Campaign, str, date]:
    """A campaign, how far it has come, and its last day."""
    return campaign, campaigns.stage(campaign, world().now), rules_campaigns.last_day(campaign)
