"""The tables of the catalogue, the cart, the checkout, and what a person has to spend."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mock_site.worlds import Base


class Product(Base):
    """Something for sale: price in yen, tax included."""

    __tablename__ = "products"
    __table_args__ = (CheckConstraint("stock >= 0"),)

    sku: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str]
    category: Mapped[str] = mapped_column(index=True)
    description: Mapped[str]
    price: Mapped[int]
    kind: Mapped[str]
    """`physical` or `ebook`."""
    sold_by: Mapped[str]
    shipped_by: Mapped[str]
    depot: Mapped[str]
    marketplaces: Mapped[list[Any]]
    """Where it is sold; nowhere, if a seller took it down."""
    stock: Mapped[int]

    @property
    def left(self) -> int:
        """How many pieces can be ordered; none of what was taken down."""
        return self.stock if self.marketplaces else 0


class Listing(Base):
    """A book as the English marketplace sells it, which the Japanese store may do, too: price in US cents."""

    __tablename__ = "listings"

    sku: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str]
    author: Mapped[str]
    description: Mapped[str]
    price: Mapped[int]


class CartLine(Base):
    """A product in a cart; the cart is the browser session's until its person signs in, the account's from then on."""

    __tablename__ = "cart_lines"
    __table_args__ = (UniqueConstraint("owner", "sku"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    """`account:<id>`, or `session:<a name drawn for the browser>`."""
    sku: Mapped[str] = mapped_column(ForeignKey("products.sku"))
    quantity: Mapped[int]

    product: Mapped[Product] = relationship(lazy="joined")


class Checkout(Base):
    """An order in the making, and the order that it became: one checkout becomes at most one order."""

    __tablename__ = "checkouts"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True, info={"secret": True})
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    delivery: Mapped[str]
    deliver_on: Mapped[str | None]
    payment: Mapped[str | None]
    order_number: Mapped[str | None] = mapped_column(unique=True)


class Entry(Base):
    """A line of an account's ledger of gift-card balance (yen) or points."""

    __tablename__ = "ledger"
    __table_args__ = (Index("ledger_of_account", "account_id", "kind", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[str]
    """`gift` or `points`."""
    amount: Mapped[int]
    reason: Mapped[str]
    at: Mapped[datetime]
    key: Mapped[str | None] = mapped_column(unique=True, info={"secret": True})
    """What makes a repeated request the same one."""
