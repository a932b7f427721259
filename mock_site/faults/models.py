"""The table of the weather."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from mock_site.worlds import Base


class Fault(Base):
    """One kind of bad weather that this world has now, with its parameters."""

    __tablename__ = "fault"

    name: Mapped[str] = mapped_column(primary_key=True)
    parameters: Mapped[dict[str, Any]]
