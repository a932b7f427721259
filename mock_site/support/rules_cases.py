"""What a case of the customer service can be about, and what can come of it."""

from mock_site.seam import rule

CHANNELS = ("chat", "call", "mail")
"""How a customer turned to the service."""
OUTCOMES = ("solved", "unsolved", "ended", "helped", "withdrawn", "declined", "unreached")
"""What can come of a case.

`solved` and `unsolved`: as the customer said, or as the chat itself settled it, which the customer can change
afterwards; a mail that was answered is `solved`. `ended`: the call was over before the customer said which of them.
`helped`: by what was suggested on the way; `withdrawn`: the customer let it be; `declined` and `unreached`: nobody
took the call.
"""


@rule
def check_channel(channel: str) -> str:
    """Insist on a channel that there is; it is the shop's own word."""
    if channel not in CHANNELS:
        raise ValueError(f"“{channel}” is none of the channels of cases: {', '.join(CHANNELS)}.")
    return channel


@rule
def check_outcome(outcome: str) -> str:
    """Insist on an outcome that there is; it is the shop's own word."""
    if outcome not in OUTCOMES:
        raise ValueError(f"“{outcome}” is none of the outcomes of cases: {', '.join(OUTCOMES)}.")
    return outcome
