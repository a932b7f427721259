"""What things are compared by, where that is not as they are written."""

import unicodedata


def email_key(email: str) -> str:
    """An address as it is compared: capitals of any script do not matter, nor how a letter is composed."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", email).casefold())
