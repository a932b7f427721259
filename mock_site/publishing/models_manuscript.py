"""The tables of manuscripts, and of what readers are shown of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mock_site.worlds import Base


class Manuscript(Base):
    """A file that was uploaded for a book, as it was read; the newest one is what is published next."""

    __tablename__ = "kdp_manuscripts"

    id: Mapped[int] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(index=True)
    file_name: Mapped[str]
    form: Mapped[str]
    """`text`, `html` or `epub`."""
    size: Mapped[int]
    """Bytes."""
    encoding: Mapped[str]
    """What its bytes are: one of the names in `encodings.NAMES`."""
    declared: Mapped[str]
    """What the file, or its author, says that they are; empty if nobody says."""
    trouble: Mapped[str]
    """`encoding` if the file says otherwise than its bytes are, so that it was not converted; else empty (B-02)."""
    pages: Mapped[list[Any]]
    """Lists of paragraphs."""
    uploaded_at: Mapped[datetime]


class Edition(Base):
    """What the readers of a book that was bought are shown: it outlives the book's sale, and its author's account."""

    __tablename__ = "kdp_editions"
    __table_args__ = (UniqueConstraint("sku", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str]
    number: Mapped[int]
    """From 1; the newest one is downloaded, and read at a desktop, while phones keep what they have."""
    manuscript_id: Mapped[int]
    trouble: Mapped[str]
    """`encoding` of the manuscript, `conversion` by the system's fault, else empty; phones open it in the last case."""
    pages: Mapped[list[Any]]
    published_at: Mapped[datetime]
