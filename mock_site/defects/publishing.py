"""Bugs of the publisher's portal."""

from collections.abc import Callable, Iterable, Sequence

from mock_site.defects.catalogue import defect
from mock_site.publishing import rules_campaigns, rules_community, service
from mock_site.publishing.models import Rating
from mock_site.publishing.rules_campaigns import Row, Sold
from mock_site.worlds import World


@defect(
    "B-07.a",
    rules_campaigns.report,
    title="Free copies are missing from the sales report",
    report="Two readers took my book while it was free. The report says that two copies were sold in all, which are "
    "the paid ones.",
)
def report(healthy: Callable[..., list[Row]], sold: Iterable[Sold]) -> list[Row]:
    """Add up only what was paid for."""
    return healthy(one for one in sold if one.price)


@defect(
    "B-08.a",
    rules_community.check_quota,
    title="An eleventh post is taken",
    report="Ten posts are the limit, and I have eleven. The form took one more without a word.",
)
def check_quota(healthy: Callable[..., None], count: int) -> None:
    """Count the posts without the one to be added, once too often."""
    healthy(count - 1)


@defect(
    "S-17.a",
    service.rate,
    title="A second rating of a help page is ignored",
    report="I had rated a help page 「不満」. It was mended, so I pressed 「非常に満足」; I was thanked, and the page "
    "still shows 「不満」 as mine.",
)
def rate(healthy: Callable[..., Rating], world: World, slug: str, visitors: Sequence[str], given: str) -> Rating:
    """Keep what a visitor said first."""
    return healthy(world, slug, visitors, service.verdict_of(world, slug, visitors) or given)
