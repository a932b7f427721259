"""The control API keeps to its own description, whatever it is sent (schemathesis, in this process)."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from sqlalchemy import update

from mock_site.app import MockSite, create_app
from mock_site.control import openapi
from mock_site.orders.models import Order

NUMBER = "250-1234567-1234567"
"""An order of the world that is called."""
EXAMPLES = 6
"""Of each call, beside those that schemathesis derives from the schema itself."""

schemathesis.openapi.format("iso-8601-duration", st.sampled_from(["PT1S", "PT1H30S", "P1W", "P6DT1H", "P9DT9H9M9S"]))
schemathesis.openapi.format("telephone-number", st.sampled_from(["+819012345678", "+81312345678", "+14155552671"]))
schemathesis.openapi.format("line-of-text", st.text("0zÀぁヺ一龥 -。😀\u202e", min_size=1, max_size=100))
schemathesis.openapi.format("date-time", st.datetimes().map(lambda at: f"{at.replace(year=2030):%Y-%m-%dT%H:%M:%SZ}"))


class Local:
    """The site as a caller on this machine meets it, in front of a world that is the same for every call."""

    app: MockSite

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer, from the loopback."""
        return self.app({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)

    def open(self, folder: Path) -> None:
        """Make the site, and the world that all others are forks of."""
        self.app = create_app(folder)
        self.app.store.create("origin", seed=1)
        client = self.app.test_client()
        sku = client.get("/worlds/origin/catalogue").get_json()[0]["sku"]
        client.post("/worlds/origin/accounts", json={"orders": [{"sku": sku, "state": "paid"}]})
        with self.app.store.open("origin", write=True) as world:
            world.db.execute(update(Order).values(number=NUMBER))

    def reset(self) -> None:
        """Have the world `w1` be as it was."""
        for name in self.app.store.names():
            if name != "origin":
                self.app.store.forget(name)
        self.app.store.fork("origin", "w1")


site = Local()
parts = {"path.world": "w1", "path.number": NUMBER, "path.defect": "P-25.a"}
schema: Any = schemathesis.openapi.from_dict(
    openapi.document(secured=False), config=schemathesis.Config.from_dict({"parameters": parts})
)
schema.app = site


@pytest.fixture(scope="module", autouse=True)
def opened(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Open the site that all calls go to."""
    site.open(tmp_path_factory.mktemp("worlds"))


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_api_keeps_to_its_description(case: Any) -> None:
    """Every call answers as described: what fits is taken, what does not is refused, nothing breaks."""
    site.reset()
    case.call_and_validate()
