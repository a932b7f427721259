"""The street with its convenience stores, and all pages of this area."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from mock_site.konbini import chains, payment_views, register_views, rules, terminal_views
from mock_site.web import page, world

street = Blueprint("street", __name__, template_folder="templates", subdomain="konbini")
blueprints = (street, terminal_views.terminal, register_views.register, payment_views.store)


@street.get("/")
def home() -> ResponseReturnValue:
    """The street: six shops to go into."""
    return page("konbini/street.html", chains=chains.CHAINS.values(), now=world().now)


@street.get("/<chain>")
def inside(chain: str) -> ResponseReturnValue:
    """Inside a shop: the register, and the terminal where there is one."""
    return page("konbini/inside.html", chain=rules.chain(chain))
