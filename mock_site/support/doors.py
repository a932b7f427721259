"""Where the help, the contact page and the chat stand, at the store and at com; calls and cases have their own.

A view that both sites have is registered under the same path at each, by `@at(blueprints, path, method)`; inside it
and its template `url_for(".<view>")` stays at its own site. Modules that add views are imported by `support.views`
before the blueprints are registered.
"""

from flask import Blueprint

store = Blueprint("support", __name__, template_folder="templates", subdomain="store", url_prefix="/contact")
com = Blueprint("com_support", __name__, template_folder="templates", subdomain="com", url_prefix="/contact")
store_help = Blueprint("store_help", __name__, template_folder="templates", subdomain="store", url_prefix="/help")
com_help = Blueprint("com_help", __name__, template_folder="templates", subdomain="com", url_prefix="/help")
CONTACT = (store, com)
HELP = (store_help, com_help)

ID = "<int(max=999999999999):number>"
