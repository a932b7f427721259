"""A line in the log for every request, where somebody listens for it."""

import logging
from urllib.parse import quote

from flask import Response, g, request

log = logging.getLogger("mock_site.access")
"""Its records carry the world's name as `world`, and the world's time as `now`."""


def note(response: Response) -> None:
    """Log how a request was answered, with the world that its host, or the control API's path, names."""
    if not log.isEnabledFor(logging.INFO):
        return
    address = request.environ["tadoru.address"]
    world = address.world if address.site else (request.view_args or {}).get("world")
    now = g.world.now if "world" in g else None
    log.info("%s %s %s", response.status_code, request.method, _url(), extra={"world": world, "now": now})


def _url() -> str:
    """The request's address as it travelled; werkzeug takes it apart and decodes it for people, which is slow."""
    host, query = request.environ.get("HTTP_HOST", ""), request.environ["QUERY_STRING"]
    return f"{request.scheme}://{host}{quote(request.path)}{query and '?'}{query}"
