"""The cases of the customer service, through the service and Flask's test client."""

import pytest

from mock_site.identity import service as identity
from mock_site.support import cases
from tests.site.shopping import Site


def somebody(site: Site) -> int:
    """Make an account; returns its id."""
    email = site.account()
    with site.open() as world:
        return next(account.id for account in identity.everybody(world) if account.email == email)


def opened(site: Site, account_id: int, **given: str) -> str:
    """Open a case of an account; returns its number."""
    facts = {"channel": "call", "subject": "注文と配送の状況", "asked": "届かない", **given}
    with site.open(write=True) as world:
        return cases.open_case(world, account_id, **facts).number


def test_a_case_has_a_number_of_its_own(site: Site) -> None:
    """No two cases share a number, which has the form that customers read."""
    account = somebody(site)
    numbers = {opened(site, account) for _ in range(20)}
    assert len(numbers) == 20
    assert all(len(number) == len("Q482-913-057") for number in numbers)


def test_a_closed_case_keeps_its_first_outcome(site: Site) -> None:
    """Closing twice changes nothing, and is told of once."""
    account = somebody(site)
    opened(site, account)
    with site.open(write=True) as world:
        case = cases.cases_of(world, account)[0]
        cases.close(world, case.id, "solved")
        cases.close(world, case.id, "unreached")
        assert case.outcome == "solved"
        assert case.closed_at == world.now
        assert [told["kind"] for told in world.happened].count("case.closed") == 1


@pytest.mark.parametrize("given", [{"channel": "fax"}])
def test_a_channel_that_there_is_not_is_refused(site: Site, given: dict[str, str]) -> None:
    """A wrong channel is a mistake of the program, and told as such."""
    with pytest.raises(ValueError, match="fax"):
        opened(site, somebody(site), **given)


def test_an_outcome_that_there_is_not_is_refused(site: Site) -> None:
    """A wrong outcome is a mistake of the program, and leaves the case open."""
    account = somebody(site)
    opened(site, account)
    with site.open(write=True) as world:
        case = cases.cases_of(world, account)[0]
        with pytest.raises(ValueError, match="lost"):
            cases.close(world, case.id, "lost")
        assert case.closed_at is None
