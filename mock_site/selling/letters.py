"""The mails of Seller Central; they go to the address that the account signs in by."""

from collections.abc import Sequence
from typing import Any

from mock_site.identity import service as identity
from mock_site.pocket.service import Link, send_mail
from mock_site.selling.models import Payout, Seller, SellerCase, SellerCaseNote, SellerOrder
from mock_site.worlds import World


def paid_out(world: World, seller: Seller, payout: Payout) -> None:
    """Say that a payout was received, or came back."""
    link = Link("入金を確認する", "seller", "/payouts")
    if payout.state == "failed":
        link = Link("銀行口座を登録し直す", "seller", "/settings/bank")
    _send(world, seller, "seller-payout", "payout", link, payout=payout)


def case_opened(world: World, seller: Seller, case: SellerCase) -> None:
    """Say that a request to close was taken, under which number (L-01)."""
    _send(world, seller, "seller-case", "case_opened", _case(case), case=case)


def case_answered(world: World, seller: Seller, case: SellerCase, note: SellerCaseNote) -> None:
    """Say what support answered (L-02)."""
    _send(world, seller, "seller-case", "case_answered", _case(case), case=case, note=note)


def closed(world: World, seller: Seller, case: SellerCase, note: SellerCaseNote) -> None:
    """Say that the seller's account is closed for good (L-04), as support wrote into the case."""
    _send(world, seller, "seller-closed", "closed", Link("ストアを開く", "store", "/"), case=case, note=note)


def returned(world: World, seller: Seller, row: SellerOrder, titles: Sequence[str]) -> None:
    """Say that a buyer sends an order back, whose money is to be paid back (L-02)."""
    link = Link("返品と返金を開く", "seller", "/returns")
    _send(world, seller, "seller-return", "returned", link, row=row, titles=titles)


def _case(case: SellerCase) -> Link:
    return Link("ケースを開く", "seller", f"/cases/{case.number}")


def _send(world: World, seller: Seller, topic: str, letter: str, link: Link, **facts: Any) -> None:
    account = identity.account(world, seller.account_id)
    if account.closed_at is not None:
        return
    send_mail(
        world,
        topic=topic,
        to=account.email,
        letter=f"selling/mail/{letter}.txt",
        account_id=None if account.email else account.id,
        links=(link,),
        name=account.name,
        seller=seller,
        **facts,
    )
