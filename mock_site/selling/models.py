"""The tables of Seller Central: sellers, what they list, what they are owed, and what they ask technical support."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from mock_site.worlds import Base


class Seller(Base):
    """An account's other half, which sells; closed, it is never opened again (L-04)."""

    __tablename__ = "sellers"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    """What buyers read as 「販売元」."""
    plan: Mapped[str]
    """`large` (大口) or `small` (小口)."""
    bank: Mapped[dict[str, Any] | None]
    """Where payouts go: bank, branch, kind, number, holder."""
    bank_failed: Mapped[bool] = mapped_column(default=False)
    """Whether a payout came back from there."""
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class SellerListing(Base):
    """Something that a seller offers; the shop has it as a product, with its stock."""

    __tablename__ = "seller_listings"
    __table_args__ = (Index("listings_of_seller", "account_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("sellers.account_id"))
    sku: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    price: Mapped[int]
    """Yen, tax included."""
    fulfilment: Mapped[str]
    """`fba`: kept and sent by the shop; `own`: by the seller."""
    is_up: Mapped[bool]
    listed_at: Mapped[datetime]


class Removal(Base):
    """FBA stock that leaves the shop's warehouse: back to the seller, or given up (L-02)."""

    __tablename__ = "fba_removals"

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("seller_listings.id"), index=True)
    way: Mapped[str]
    """`return` (返送) or `abandon` (所有権の放棄)."""
    quantity: Mapped[int]
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class SellerOrder(Base):
    """An order with something of a seller's in it, and whether its proceeds were credited."""

    __tablename__ = "seller_orders"
    __table_args__ = (Index("orders_of_seller", "account_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("sellers.account_id"))
    number: Mapped[str] = mapped_column(index=True)
    amount: Mapped[int]
    """Yen: what the seller's own lines come to."""
    fee: Mapped[int] = mapped_column(default=0)
    """Yen: what the shop kept of it when it was credited."""
    credited_at: Mapped[datetime | None]


class SellerRefund(Base):
    """A return by a buyer, or an order that the seller cancelled, which the seller owes the money of (L-02)."""

    __tablename__ = "seller_refunds"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("seller_orders.id"), unique=True)
    kind: Mapped[str]
    """`return` or `cancellation`."""
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
    """`seller`, or `shop` where the shop paid the buyer before the seller did."""


class SellerEntry(Base):
    """A line of what the shop owes a seller, in yen; what the seller owes is negative."""

    __tablename__ = "seller_entries"
    __table_args__ = (Index("entries_of_seller", "account_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("sellers.account_id"))
    kind: Mapped[str]
    """`opening`, `sale`, `fee`, `refund`, `monthly`, `payout`, `returned-payout`, or `collected` at the closure."""
    amount: Mapped[int]
    about: Mapped[str]
    """What it is for, as its seller reads it: an order's number, a month."""
    at: Mapped[datetime]


class Payout(Base):
    """Money on its way to a seller's bank account, or that arrived there, or came back."""

    __tablename__ = "seller_payouts"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("sellers.account_id"), index=True)
    amount: Mapped[int]
    bank: Mapped[str]
    """As it is shown: the bank's name and the last three digits of the account."""
    state: Mapped[str]
    """`under-way`, `received` or `failed`."""
    sent_at: Mapped[datetime]
    due_at: Mapped[datetime]


class SellerCase(Base):
    """A request to close, with what technical support answered (L-01)."""

    __tablename__ = "seller_cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    """As sellers read it: `4820-913-057`."""
    account_id: Mapped[int] = mapped_column(ForeignKey("sellers.account_id"), index=True)
    email: Mapped[str]
    phone: Mapped[str]
    """E.164."""
    comment: Mapped[str]
    state: Mapped[str]
    """`checking`: support looks into it; `waiting`: for the seller; `closed`."""
    obstacles: Mapped[list[Any]] = mapped_column(default=list)
    """What support found in the way at its last look, by `rules_closing.OBSTACLES`."""
    opened_at: Mapped[datetime]
    answer_at: Mapped[datetime]
    """When support answers, or answered last."""


class SellerCaseNote(Base):
    """Something that was written in a case."""

    __tablename__ = "seller_case_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("seller_cases.id"), index=True)
    at: Mapped[datetime]
    who: Mapped[str]
    """`seller` or `support`, or `record` for what the case itself puts down."""
    text: Mapped[str]
    links: Mapped[list[Any]] = mapped_column(default=list)
    """Where each thing can be put right: label and path."""
