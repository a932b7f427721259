"""Saved copies of pages, and a static server that answers with them in the order in which they were saved."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from werkzeug.test import run_wsgi_app

Key = tuple[str, str, str]
"""The site's label, the method, the path with its query."""

Answer = tuple[str, list[tuple[str, str]], bytes]
"""Status, headers, content."""


@dataclass
class Saved:
    """What a site answered, by request, in order."""

    answers: dict[Key, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    world: str = ""
    port: str = ""


def saving(app: Any, saved: Saved) -> Callable[..., Iterable[bytes]]:
    """Wrap a site so that whatever it answers to a browser is saved."""

    def wrapped(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body, status, headers = run_wsgi_app(app, environ, buffered=True)
        content = b"".join(body)
        if key := _key(environ):
            saved.world, saved.port = environ["HTTP_HOST"].split(".")[1], environ["HTTP_HOST"].rpartition(":")[2]
            saved.answers[key].append((status, list(headers), content))
        start_response(status, list(headers))
        return [content]

    return wrapped


def replaying(saved: Saved) -> Callable[..., Iterable[bytes]]:
    """A static server of the saved answers: each name of a world begins with the first of them again.

    When the last answer to a request was given, it is given again.
    """
    given: defaultdict[tuple[str, Key], int] = defaultdict(int)
    lock = Lock()

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        key = _key(environ)
        world, port = environ["HTTP_HOST"].split(".")[1], environ["HTTP_HOST"].rpartition(":")[2]
        if key not in saved.answers:
            start_response("404 Not Found", [("Content-Length", "0")])
            return [b""]
        with lock:
            turn = min(given[world, key], len(saved.answers[key]) - 1)
            given[world, key] += 1
        status, headers, content = saved.answers[key][turn]
        hosts = f".{saved.world}.localhost:{saved.port}", f".{world}.localhost:{port}"
        content = content.replace(*(host.encode() for host in hosts))
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(status, [*kept, ("Content-Length", str(len(content)))])
        return [content]

    return answer


def _key(environ: dict[str, Any]) -> Key | None:
    labels = environ.get("HTTP_HOST", "").partition(":")[0].split(".")
    if len(labels) != 3 or labels[2] != "localhost":
        return None
    query = environ.get("QUERY_STRING", "")
    return labels[0], environ["REQUEST_METHOD"], environ["PATH_INFO"] + (f"?{query}" if query else "")
