"""「お問い合わせ履歴」: the cases of a customer, at the store and at com."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from mock_site.support import service
from mock_site.web import customer, page, signed_in, world

store = Blueprint("cases", __name__, template_folder="templates", subdomain="store", url_prefix="/account/cases")
com = Blueprint("com_cases", __name__, template_folder="templates", subdomain="com", url_prefix="/account/cases")
blueprints = (store, com)


@store.get("")
@com.get("")
@signed_in
def listed() -> ResponseReturnValue:
    """All cases of the customer, newest first."""
    return page("support/cases.html", cases=service.cases_of(world(), customer().id))


@store.get("/<number>")
@com.get("/<number>")
@signed_in
def details(number: str) -> ResponseReturnValue:
    """A case: what was asked, what happened, and what came of it."""
    case = service.case_of(world(), customer().id, number)
    return page("support/case.html", case=case, call=service.call_of(world(), case))
