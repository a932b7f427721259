"""What a persona has just ordered: placed as a customer would, without walking through the pages."""

from mock_site.identity import service as identity
from mock_site.orders import service as orders
from mock_site.seam import rule
from mock_site.shop import cart, checkout, com, ebooks
from mock_site.worlds import World


@rule
def order_to_pay(world: World, account_id: int, sku: str) -> str:
    """Order one product, to be paid at a convenience store; returns the order's number.

    Refuses what the checkout would: what cannot be paid there, is out of stock, or has no address to go to.
    """
    account = identity.account(world, account_id)
    cart.add(world, cart.owner_of(account_id), sku, "1")
    checkout.choose_delivery(world, account, "standard", None)
    checkout.choose_payment(world, account, "konbini")
    shown = checkout.review(world, account)
    return checkout.place(
        world, account, shown.checkout.token, seen=shown.fingerprint, delivery="standard", deliver_on=None
    )


@rule
def click(world: World, account_id: int, sku: str) -> str:
    """Buy an e-book with one click at the account's marketplace; returns the order's number.

    Refuses an account that has not switched 1-Click on.
    """
    buy_now = com.buy_now if identity.account(world, account_id).marketplace == "com" else ebooks.buy_now
    return buy_now(world, account_id, sku, orders.next_key(world, account_id, sku))
