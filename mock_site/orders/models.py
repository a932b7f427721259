"""The tables of orders, refunds and parcels."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mock_site.worlds import Base


class Order(Base):
    """What was bought, for how much, and how far it has come."""

    __tablename__ = "orders"
    __table_args__ = (Index("orders_of_account", "account_id", "shelf", "placed_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    """`250-1234567-1234567`, or `D01-6201234-1234519` of an e-book."""
    key: Mapped[str | None] = mapped_column(unique=True, info={"secret": True})
    """What makes a repeated 1-Click the same one (M-14)."""
    marketplace: Mapped[str] = mapped_column(default="jp")
    """Its money is yen at `jp`, US cents at `com`."""
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    state: Mapped[str]
    """One of the names in `orders.rules.STATES`."""
    shelf: Mapped[str]
    """Where the history shows it: `orders`, `cancelled` or `nowhere` (P-27)."""
    delivery: Mapped[str]
    """`standard`, `express` or `scheduled`; `digital` for an e-book, which no parcel brings."""
    deliver_on: Mapped[str | None]
    """The day asked for with `scheduled`: `2026-06-05`."""
    payment: Mapped[str]
    """`konbini`, `card` or `gift`."""
    card: Mapped[str | None]
    """The last four digits of the card that paid."""
    total: Mapped[int]
    depot: Mapped[str]
    """Where the parcel starts: a key of `orders.rules.DEPOTS`; empty for an e-book."""
    address: Mapped[dict[str, Any]]
    """A copy of the address at the time: name, postal_code, prefecture, street, phone."""
    placed_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    shipped_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_because: Mapped[str | None]
    """`expired`, `seller`, `buyer`, `closure` of the account; of an e-book `app`, `agent` or `buyer` (M-03, M-13)."""
    receipt_printed_at: Mapped[datetime | None]
    """When its receipt (領収書) was first opened for printing."""

    lines: Mapped[list["OrderLine"]] = relationship(order_by="OrderLine.id", lazy="selectin")

    @property
    def is_ebook(self) -> bool:
        """Whether it is of an e-book."""
        return self.delivery == "digital"

    @property
    def delivery_fee(self) -> int:
        """What the total contains beside the lines, in yen."""
        return self.total - sum(line.unit_price * line.quantity for line in self.lines)


class OrderLine(Base):
    """One product of an order, with title and unit price (yen) as they were."""

    __tablename__ = "order_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    sku: Mapped[str]
    title: Mapped[str]
    sold_by: Mapped[str]
    unit_price: Mapped[int]
    quantity: Mapped[int]


class Refund(Base):
    """Money on its way back: as `gift` or `bank`, as the buyer chooses, or to the card or balance that paid."""

    __tablename__ = "refunds"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), unique=True)
    amount: Mapped[int]
    reason: Mapped[str]
    """`seller`, `faulty`, or `closure` of the account; of an e-book, who cancelled it: `app`, `agent` or `buyer`."""
    comment: Mapped[str] = mapped_column(default="")
    """What the buyer wrote about the fault."""
    way: Mapped[str | None]
    bank: Mapped[dict[str, Any] | None]
    """bank, branch, kind (`普通`, `当座`), number (7 digits), holder (katakana)."""
    opened_at: Mapped[datetime]
    chosen_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]


class OneClick(Base):
    """An account's card, and whether one click orders with it."""

    __tablename__ = "one_click"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    is_on: Mapped[bool]
    brand: Mapped[str]
    last4: Mapped[str]
    expires: Mapped[str]
    """`2030-12`."""


class ParcelEvent(Base):
    """A row of a parcel's tracking table."""

    __tablename__ = "parcel_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    at: Mapped[datetime]
    status: Mapped[str]
    """荷物受付, 発送, 作業店通過 or 配達完了."""
    office: Mapped[str]
