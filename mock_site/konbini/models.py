"""The tables of payments at a convenience store."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mock_site.worlds import Base


class Payment(Base):
    """What an order asks to be paid at a convenience store (yen), until when, and whether it was."""

    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_number: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    amount: Mapped[int]
    issued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    grace: Mapped[int]
    """Seconds after `due_at` in which a payment still goes through."""
    chain: Mapped[str | None]
    """What the buyer chose last on the payment page: a key of `konbini.chains.CHAINS`."""
    paid_at: Mapped[datetime | None]
    paid_chain: Mapped[str | None]
    handed: Mapped[int | None]
    """Cash that was handed over (yen); the change is what it exceeds the amount by."""
    cancelled_at: Mapped[datetime | None]

    slips: Mapped[list["Slip"]] = relationship(order_by="Slip.id", lazy="selectin", back_populates="payment")


class Slip(Base):
    """A payment's number at one chain: 13 digits at Seven-Eleven, 11 digits elsewhere (P-10)."""

    __tablename__ = "payment_slips"
    __table_args__ = (UniqueConstraint("payment_id", "chain"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"))
    chain: Mapped[str]
    number: Mapped[str] = mapped_column(unique=True)

    payment: Mapped[Payment] = relationship(back_populates="slips", lazy="joined", innerjoin=True)


class Ticket(Base):
    """An application ticket (申込券) that a terminal printed, to be paid at the same chain's register."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    slip_id: Mapped[int] = mapped_column(ForeignKey("payment_slips.id"))
    printed_at: Mapped[datetime]

    slip: Mapped[Slip] = relationship(lazy="joined", innerjoin=True)
