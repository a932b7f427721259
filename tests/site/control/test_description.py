"""The control API: the OpenAPI description."""

import json
from pathlib import Path

from mock_site.app import create_app
from tests.site.control.calling import Caller


def test_every_call_is_described(api: Caller) -> None:
    """And nothing else; each with a name of its own, what it does, and its refusals."""
    described = api.get("/openapi.json")
    assert (described["openapi"], described["info"]["title"]) == ("3.1.0", "Tadoru control API")
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    assert all(operation["summary"].endswith(".") for operation in operations)
    assert all({"401", "403", "500"} <= set(operation["responses"]) for operation in operations)
    called = {
        f"/{rule.rule.lstrip('/')}".replace("<", "{").replace(">", "}")
        for rule in api.app.url_map.iter_rules()
        if rule.endpoint.startswith("control.")
    }
    assert {path.replace("/mail-lost", "/{name}") for path in described["paths"]} >= called


def test_every_reference_of_the_description_leads_somewhere(api: Caller) -> None:
    """Each schema that is named is there, and each that is there is named."""
    text = api.send("GET", "/openapi.json").text
    schemas = json.loads(text)["components"]["schemas"]
    assert all(f'"#/components/schemas/{name}"' in text for name in schemas)
    assert text.count('"#/components/schemas/') == sum(text.count(f'"#/components/schemas/{name}"') for name in schemas)


def test_the_domain_is_the_sites(tmp_path: Path) -> None:
    """A shared site tells addresses and cookies of its own domain, and its bare host has the API."""
    app = create_app(tmp_path, domain="shop.example.com")
    client = app.test_client()
    host = "http://shop.example.com:8443"
    made = client.post("/worlds", json={"id": "w1"}, base_url=host).get_json()
    assert made["urls"]["store"] == "http://store.w1.shop.example.com:8443/"
    person = client.post("/worlds/w1/accounts", json={}, base_url=host).get_json()
    cookies = client.post("/worlds/w1/sessions", json={"account": person["id"]}, base_url=host).get_json()["cookies"]
    assert cookies[0]["domain"] == "store.w1.shop.example.com"
