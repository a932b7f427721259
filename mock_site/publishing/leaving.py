"""What an account's closing means for the portal: all that the person wrote goes with the person (C-01, C-05)."""

from sqlalchemy import delete

from mock_site.identity.service import Loss
from mock_site.publishing import campaigns, community, inquiries, sale, sales, service
from mock_site.publishing.models import Book, Rating
from mock_site.seam import rule
from mock_site.worlds import World, on


@on("account.losses")
@rule
def losses(world: World, account: int) -> list[Loss]:
    """The books on the shelf."""
    titles = tuple(book.title for book in service.bookshelf(world, account))
    return [Loss("drafts", f"KDPの本棚にある本 {len(titles)}冊", titles)] if titles else []


@on("account.closed")
@rule
def leave(world: World, account: int) -> None:
    """Erase what the person wrote."""
    sale.leave(world, account)
    campaigns.forget(world, account)
    sales.forget(world, account)
    world.db.execute(delete(Book).where(Book.account_id == account))
    inquiries.forget(world, account)
    community.forget(world, account)
    world.db.execute(delete(Rating).where(Rating.visitor == f"account:{account}"))
