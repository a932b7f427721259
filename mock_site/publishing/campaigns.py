"""Free campaigns, whose start and end come by the world's clock (B-07)."""

from datetime import datetime

from sqlalchemy import delete, select

from mock_site.problems import NotFound
from mock_site.publishing import rules_campaigns as rules
from mock_site.publishing import service
from mock_site.publishing.models import Book
from mock_site.publishing.models_authors import Campaign
from mock_site.publishing.rules import SAME_FORM
from mock_site.seam import rule
from mock_site.worlds import World, on


def campaigns(world: World, book: int) -> list[Campaign]:
    """A book's campaigns, the newest first."""
    wanted = select(Campaign).where(Campaign.book_id == book)
    return list(world.db.scalars(wanted.order_by(Campaign.starts_at.desc(), Campaign.id.desc())))


def stage(campaign: Campaign, now: datetime) -> str:
    """How far a campaign has come: `planned`, `running` or `over`."""
    if rules.is_running(campaign, now):
        return "running"
    return "planned" if now < campaign.starts_at else "over"


@rule
def plan(world: World, account_id: int, number: int, starts_on: str, ends_on: str) -> Campaign:
    """Give a book on sale away from one day to another; the very same form, sent twice, is one campaign."""
    book = service.book_of(world, account_id, number)
    starts_at, ends_at = rules.days(starts_on, ends_on, world.now)
    if not book.is_on_sale:
        raise rules.NotOnSale("販売中の本だけが、無料キャンペーンを行えます。先に「出版する」を押してください。")
    others = campaigns(world, book.id)
    for other in others:
        if _is_same(other, starts_at, ends_at) and world.now - other.created_at <= SAME_FORM:
            return other
    rules.check_free((starts_at, ends_at), others)
    rules.check_days((starts_at, ends_at), others)
    made = Campaign(book_id=book.id, starts_at=starts_at, ends_at=ends_at, created_at=world.now)
    world.db.add(made)
    world.db.flush()
    world.schedule(ends_at, "publishing.campaign-turns", book=book.id)
    if starts_at > world.now:
        world.schedule(starts_at, "publishing.campaign-turns", book=book.id)
    turn(world, book.id)
    return made


@rule
def stop(world: World, account_id: int, number: int, campaign: int) -> None:
    """Call a campaign off before it starts, or end it now; one that is over stays as it was."""
    book = service.book_of(world, account_id, number)
    found = world.db.get(Campaign, campaign)
    if found is None or found.book_id != book.id:
        raise NotFound("このキャンペーンは、この本にはありません。すでに取り消されたかもしれません。")
    _end(world, found)
    turn(world, book.id)


@on("book.withdrawn")
@rule
def withdrawn(world: World, book: int, sku: str) -> None:  # noqa: ARG001 (facts)
    """Call the campaigns of a book off that is sold no longer: published again, it has its price."""
    for campaign in campaigns(world, book):
        _end(world, campaign)


def to_come(world: World, book: int) -> list[Campaign]:
    """A book's campaigns that are under way or planned, in the order of their days."""
    return [one for one in campaigns(world, book)[::-1] if stage(one, world.now) != "over"]


@on("publishing.campaign-turns")
@rule
def turn(world: World, book: int) -> None:
    """Have the store sell a book for what it costs now: nothing while a campaign is under way, else its price."""
    found = world.db.get(Book, book)
    if found is None or not found.is_on_sale or found.sku is None or found.price is None:
        return
    world.tell("book.priced", sku=found.sku, price=found.price if special_price(world, book) is None else 0)


@on("book.special-price")
@rule
def special_price(world: World, book: int) -> int | None:
    """What a book costs instead of its price, in yen: nothing, while a campaign is under way."""
    running = any(rules.is_running(campaign, world.now) for campaign in campaigns(world, book))
    return 0 if running else None


@on("book.regular-price")
@rule
def regular_price(world: World, sku: str) -> int | None:
    """What a book costs when there is no campaign, in yen."""
    found = world.db.scalar(select(Book).where(Book.sku == sku))
    return None if found is None else found.price


def _end(world: World, campaign: Campaign) -> None:
    """End a campaign now, or have it never been if it has not started."""
    if stage(campaign, world.now) == "planned":
        world.db.delete(campaign)
    elif stage(campaign, world.now) == "running":
        campaign.ends_at, campaign.ended_early = world.now, True
    world.db.flush()


def _is_same(campaign: Campaign, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether a campaign has the days that are asked for; one for today starts at the moment when it is asked for."""
    return (campaign.starts_at.date(), campaign.ends_at) == (starts_at.date(), ends_at)


def forget(world: World, account_id: int) -> None:
    """Erase the campaigns of an account's books (C-05)."""
    mine = select(Book.id).where(Book.account_id == account_id)
    world.db.execute(delete(Campaign).where(Campaign.book_id.in_(mine)))
