"""The tables of people and their sign-ins."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, validates

from mock_site.identity import keys
from mock_site.worlds import Base


class Account(Base):
    """A person's account at one marketplace; the address alone does not identify it."""

    __tablename__ = "accounts"
    __table_args__ = (Index("accounts_by_email", "email_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    marketplace: Mapped[str] = mapped_column(default="jp")
    email: Mapped[str]
    """As typed, after NFKC; compared without regard to case. Empty for somebody who has a phone only (S-05)."""
    email_key: Mapped[str] = mapped_column(info={"secret": True})
    """The address as it is compared; it follows `email`."""
    password_hash: Mapped[str] = mapped_column(info={"secret": True})
    name: Mapped[str]
    furigana: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None]
    """E.164."""
    birthday: Mapped[date | None] = mapped_column(Date)
    signs_in_by: Mapped[str] = mapped_column(default="email")
    """`email`, or `phone` for an account that was made with a mobile number (S-05)."""
    prime: Mapped[bool] = mapped_column(default=False)
    kindle_unlimited: Mapped[bool] = mapped_column(default=False)
    newsletters: Mapped[bool] = mapped_column(default=True)
    origin: Mapped[str | None]
    """`createspace` for somebody who came from there (S-09)."""
    two_step: Mapped[str | None]
    """How codes reach the person: `sms`, `voice` or `totp`; `None` while it was not set up."""
    totp_secret: Mapped[str | None] = mapped_column(info={"secret": True})
    """Base32, by RFC 6238."""
    short_password: Mapped[bool] = mapped_column(default=False)
    """Whether the password is of the time before six characters were asked for (A-05)."""
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @validates("email")
    def _follow(self, _: str, email: str) -> str:
        self.email_key = keys.email_key(email)
        return email


class Address(Base):
    """Where parcels go; an account has at most one, its own."""

    __tablename__ = "addresses"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    name: Mapped[str]
    postal_code: Mapped[str]
    prefecture: Mapped[str]
    street: Mapped[str]
    phone: Mapped[str]


class WebSession(Base):
    """A browser's session at one site."""

    __tablename__ = "sessions"

    token: Mapped[str] = mapped_column(primary_key=True, info={"secret": True})
    site: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(info={"secret": True})
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(info={"secret": True})
    """When it was last used, to the minute or so; it lapses by the site's idle time after that (S-16).

    A page that looks every few seconds whether something has changed uses it too, before or after the clock is moved.
    """
    proved_at: Mapped[datetime | None]
    """When its person last typed the password, for pages that ask for it again (A-01)."""


class HandOver(Base):
    """A way in at one site for a browser that comes from the front page: good once, for a minute."""

    __tablename__ = "hand_overs"

    token: Mapped[str] = mapped_column(primary_key=True, info={"secret": True})
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    site: Mapped[str]
    made_at: Mapped[datetime]


class PastPassword(Base):
    """A password that an account had or has; none is taken twice (A-06)."""

    __tablename__ = "past_passwords"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    password_hash: Mapped[str] = mapped_column(info={"secret": True})
    set_at: Mapped[datetime]


class WrongTry(Base):
    """A wrong password or code, counted against an account and against where it came from."""

    __tablename__ = "wrong_tries"
    __table_args__ = (Index("wrong_tries_of", "kind", "counted_against", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """`password` or `code`."""
    counted_against: Mapped[str]
    """`account:<id>`, `address:<what was typed>` where nobody has that, or `origin:<address>`."""
    at: Mapped[datetime]


class KnownPlace(Base):
    """Where an account was entered from; its owner's typing errors there are not counted against another account."""

    __tablename__ = "known_places"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    origin: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Passcode(Base):
    """A one-time code: good once, for a while, and only for the attempt that asked for it (S-12)."""

    __tablename__ = "passcodes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    attempt: Mapped[str] = mapped_column(index=True, info={"secret": True})
    """A token that only the browser's session that asked for the code holds."""
    purpose: Mapped[str]
    """`sign-in`, `enrol` or `email`."""
    channel: Mapped[str]
    """`sms`, `voice`, `totp` or `mail`."""
    code: Mapped[str] = mapped_column(info={"secret": True})
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that signs its owner in once without the phone; kept as a hash."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    code_hash: Mapped[str] = mapped_column(info={"secret": True})
    used_at: Mapped[datetime | None]


class MailLink(Base):
    """A link sent by mail: good once, for a while, and no longer once the password was changed."""

    __tablename__ = "mail_links"

    token: Mapped[str] = mapped_column(primary_key=True, info={"secret": True})
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    """`None` for one that is made for nobody and sent to nobody, so that a reset takes the same work (S-07)."""
    purpose: Mapped[str]
    """`reset` or `email`."""
    data: Mapped[dict[str, Any]] = mapped_column(info={"secret": True})
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
