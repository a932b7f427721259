"""The shop's pages."""

from flask import Blueprint

from mock_site.web import page

store = Blueprint("shop", __name__, template_folder="templates", subdomain="store")
blueprints = (store,)


@store.get("/")
def home() -> object:
    """The shop's front page."""
    return page("shop/home.html")


from mock_site.shop import checkout_views  # noqa: E402, F401 (adds its pages to the blueprint made above)
