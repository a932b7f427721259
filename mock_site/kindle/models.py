"""The tables of e-book libraries."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mock_site.worlds import Base


class LibraryBook(Base):
    """An e-book that somebody bought, and whether it is on one of their devices yet."""

    __tablename__ = "library_books"
    __table_args__ = (UniqueConstraint("account_id", "sku"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    sku: Mapped[str]
    title: Mapped[str]
    bought_at: Mapped[datetime]
    downloaded_at: Mapped[datetime | None]
