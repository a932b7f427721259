"""Who may give orders to the site's bare host: to the control API, and to the page for people."""

import ipaddress
from hmac import compare_digest
from urllib.parse import urlsplit

from flask import current_app, request

from mock_site.problems import Problem

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
"""What a proxy on this machine says of a caller on another one."""


class NoToken(Problem):
    """The token is missing, or is another one."""

    status = 401
    title = "A token is needed"


class FromElsewhere(Problem):
    """The call does not come from where calls are taken from."""

    status = 403
    title = "Not from there"


def check_caller() -> None:
    """Take calls from this machine, or with the token if there is one; never from another site's page.

    Programs send the token as `Authorization: Bearer`; a browser, which asks its person for it, as the password.
    """
    sender = (request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"))
    if is_from_elsewhere(*sender, request.host):
        raise FromElsewhere("This call was made by a page of another site.")
    check_reader()


def check_reader() -> None:
    """Show what is only for who may call, wherever the link to it stood."""
    if token := current_app.config["CONTROL_TOKEN"]:
        if not compare_digest(_shown().encode(), token.encode()):
            raise NoToken("Send the header “Authorization: Bearer …” with this site's token.")
    elif not is_this_machine(request.remote_addr) or any(name in request.headers for name in _FORWARDED):
        raise FromElsewhere("Calls are taken from this machine only, as this site has no token.")


def is_from_elsewhere(fetch_site: str | None, origin: str | None, host: str) -> bool:
    """Tell whether a browser says that a call was made by another site's page; other clients say nothing."""
    if fetch_site is not None:
        return fetch_site not in ("same-origin", "none")
    return origin is not None and urlsplit(origin).netloc != host


def is_this_machine(address: str | None) -> bool:
    """Tell whether an address is the loopback's, by number or as `localhost`."""
    try:
        return address == "localhost" or ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


def _shown() -> str:
    """The token that came with this request, empty without one."""
    header, given = request.headers.get("Authorization", ""), request.authorization
    if given is not None and given.type == "basic":
        return given.password or ""
    return header.removeprefix("Bearer ") if header.startswith("Bearer ") else ""
