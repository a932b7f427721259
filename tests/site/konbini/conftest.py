"""Somebody with an order to pay at a convenience store."""

import pytest

from mock_site.app import MockSite
from tests.site.konbini.street import Street, new_street
from tests.site.ordering import Buyer, new_buyer


@pytest.fixture
def buyer(shop_app: MockSite) -> Buyer:
    """A new person in a new world, at five in the morning of June 5th."""
    return new_buyer(shop_app)


@pytest.fixture
def order(buyer: Buyer) -> str:
    """Her order of 9,960 yen, with its numbers issued."""
    number = buyer.order(paid=False)
    buyer.wait(minutes=10)
    return number


@pytest.fixture
def street(buyer: Buyer) -> Street:
    """A browser in the street of her world."""
    return new_street(buyer)
