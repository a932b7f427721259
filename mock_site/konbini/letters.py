"""The mails about payments at convenience stores."""

from mock_site.identity import service as identity
from mock_site.konbini import rules
from mock_site.konbini.models import Payment
from mock_site.pocket import service as pocket
from mock_site.seam import rule
from mock_site.worlds import World


@rule
def numbers(world: World, payment: Payment) -> None:
    """Send the mail that brings the numbers (P-06)."""
    account = identity.account(world, payment.account_id)
    pocket.send_mail(
        world,
        topic="payment-number",
        to=account.email,
        letter="konbini/mail/payment_number.txt",
        account_id=account.id,
        links=[
            pocket.Link("お支払い方法別の手順", "store", f"/orders/{payment.order_number}/payment"),
        ],
        name=account.name,
        payment=payment,
        slips=[(rules.chain(slip.chain), slip.number) for slip in payment.slips],
    )


@rule
def receipt(world: World, payment: Payment) -> None:
    """Send the mail that says that the money arrived (P-21)."""
    account = identity.account(world, payment.account_id)
    pocket.send_mail(
        world,
        topic="payment-received",
        to=account.email,
        letter="konbini/mail/payment_received.txt",
        account_id=account.id,
        links=[pocket.Link("注文の詳細", "store", f"/orders/{payment.order_number}")],
        name=account.name,
        payment=payment,
        chain=rules.chain(payment.paid_chain or ""),
    )
