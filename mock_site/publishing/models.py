"""The tables of the publisher's portal: books, what visitors say of help pages, and what they ask."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mock_site.worlds import Base


class Book(Base):
    """A book on somebody's shelf; no number is given twice, so that an old page never means another book."""

    __tablename__ = "kdp_books"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 (SQLAlchemy's form)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    title: Mapped[str]
    subtitle: Mapped[str] = mapped_column(default="")
    author: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="draft")
    """`draft`, `on-sale`, or `withdrawn` from sale: one of `rules_manuscript.STATES`."""
    created_at: Mapped[datetime]
    sku: Mapped[str | None] = mapped_column(unique=True)
    """What the store sells it as from its first publication on: `kdp-1-ebook` (B-01)."""
    price: Mapped[int | None]
    """The list price in yen, tax included; a campaign may have the store sell it for less."""
    published_at: Mapped[datetime | None]
    """When it was last published."""

    @property
    def is_on_sale(self) -> bool:
        """Whether the store sells it."""
        return self.state == "on-sale"


class Rating(Base):
    """What one visitor last said of one help page (S-17)."""

    __tablename__ = "kdp_ratings"

    slug: Mapped[str] = mapped_column(primary_key=True)
    visitor: Mapped[str] = mapped_column(primary_key=True)
    """`account:<id>`, or `browser:<token>` for somebody who is not signed in."""
    verdict: Mapped[str]
    """`very`, `fairly` or `not`."""
    at: Mapped[datetime]


class Inquiry(Base):
    """What somebody asked the portal's support."""

    __tablename__ = "kdp_inquiries"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    email: Mapped[str]
    """Where the receipt went, and the answer will go."""
    book_id: Mapped[int | None]
    """The book that it is about, if it is about one of the asker's; books may be gone later."""
    subject: Mapped[str]
    text: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    """`open`, `investigating` (B-05) or `answered`."""
    promised_on: Mapped[date | None]
    """The day by which an answer was promised, where the matter is investigated (B-05)."""
    at: Mapped[datetime]
