"""Web servers that are no Tadoru site, and what was asked of them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from fixtures.answering import answering


@dataclass
class Stranger:
    """A server that gives everybody the same answer."""

    url: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """What was asked, with the headers: `GET /openapi.json`."""


@contextmanager
def stranger(status: int, kind: str, content: str, **headers: str) -> Iterator[Stranger]:
    """Answer everything with a status and some content of a media type, on a free port of this machine."""
    here, body = Stranger(), content.encode()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((f"{self.command} {self.path}", dict(self.headers)))
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 (as the server calls it)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with answering(Answer) as port:
        here.url = f"http://127.0.0.1:{port}"
        yield here


def description(version: str) -> str:
    """What a Tadoru site of some version says of itself first."""
    return json.dumps({"info": {"title": "Tadoru control API", "x-tadoru-version": version}})
