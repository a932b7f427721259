"""The tables of what authors and the portal tell each other: answers to inquiries, and the community."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mock_site.worlds import Base


class Answer(Base):
    """What support wrote to somebody who had asked; the mail said the same."""

    __tablename__ = "kdp_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("kdp_inquiries.id"), index=True)
    kind: Mapped[str]
    """One of `publishing.rules_inquiries.KINDS`."""
    subject: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]


class Post(Base):
    """A post of the community, or a reply to one (B-03, B-08)."""

    __tablename__ = "kdp_posts"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 (SQLAlchemy's form)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("kdp_posts.id"), index=True)
    """The post that it replies to."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    """Whose quota it counts to; `None` once it was deleted and only its replies are left."""
    author: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    """Replies have none."""
    text: Mapped[str]
    at: Mapped[datetime]


class Campaign(Base):
    """Days on which a book costs nothing (B-07)."""

    __tablename__ = "kdp_campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    """The first moment at which the book has its price again."""
    ended_early: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Sale(Base):
    """A copy that the store sold of a book, for its author's report; the buyer is nobody's business (B-07)."""

    __tablename__ = "kdp_sales"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    """The author's."""
    book_id: Mapped[int]
    title: Mapped[str]
    order: Mapped[str] = mapped_column(unique=True)
    price: Mapped[int]
    """Yen that the order came to: nothing during a free campaign."""
    earned: Mapped[int]
    """The author's royalty in yen."""
    at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
