"""A program that calls the control API, and what it needs."""

from typing import Any

from werkzeug.test import TestResponse

from mock_site.app import MockSite

HOST = "http://127.0.0.1:8000"


class Caller:
    """A program that calls the control API."""

    def __init__(self, app: MockSite, **headers: str) -> None:
        self.app, self.client, self.headers = app, app.test_client(), headers

    def send(self, method: str, path: str, body: Any = None, **more: Any) -> TestResponse:
        """Call, and return the answer as it is."""
        headers = {**self.headers, **more.pop("headers", {})}
        return self.client.open(path, method=method, json=body, base_url=HOST, headers=headers, **more)

    def get(self, path: str) -> Any:
        """What a GET answers."""
        return told(self.send("GET", path), 200)

    def post(self, path: str, body: Any, status: int = 201) -> Any:
        """What a POST answers."""
        return told(self.send("POST", path, body), status)

    def refused(self, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        """The problem that a call is refused with."""
        answer = self.send(method, path, body, **more)
        assert answer.content_type == "application/problem+json"
        problem: dict[str, Any] = answer.get_json()
        assert problem["status"] == answer.status_code >= 400
        assert problem["type"]
        assert problem["title"].isascii()
        assert problem["detail"]
        return problem


def told(answer: TestResponse, status: int) -> Any:
    """The JSON of an answer that has this status."""
    assert (answer.status_code, answer.content_type) == (status, "application/json"), answer.text
    return answer.get_json()


def sku(api: Caller, w1: str) -> str:
    """Something for sale."""
    return str(api.get(f"{w1}/catalogue")[0]["sku"])
