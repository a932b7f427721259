"""What the parts of all files of the customer service have in common."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of a file, or the whole one; what its class does not describe is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
