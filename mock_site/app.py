"""The factory: hosts to areas, requests to worlds, errors to pages."""

import logging
from collections.abc import Iterable
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request, session
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from mock_site import access, defects, hosts, showing, storms
from mock_site.control import views as control
from mock_site.front import views as front
from mock_site.identity import interrupted, left
from mock_site.identity import newsletters_views as newsletters
from mock_site.identity import views as identity
from mock_site.identity.sessions import WorldSessions
from mock_site.identity.visits import COOKIE
from mock_site.kindle import views as kindle
from mock_site.konbini import views as konbini
from mock_site.orders import views as orders
from mock_site.pocket import views as pocket
from mock_site.problems import NotFound, Problem, StaleForm
from mock_site.publishing import service as publishing_service
from mock_site.publishing import views as publishing
from mock_site.selling import views as selling
from mock_site.shop import service as shop_service
from mock_site.shop import views as shop
from mock_site.support import call_views, case_views
from mock_site.support import views as support
from mock_site.web import page, same_origin, token
from mock_site.worlds import WorldStore

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from flask.wrappers import Request

log = logging.getLogger("mock_site")
AREAS = (
    *(identity, newsletters, shop, orders, konbini, kindle, pocket),
    *(publishing, selling, support, call_views, case_views),
)
DEFECTS = defects.CATALOGUE
"""All bugs that a world can be given, by their ids."""


class MockSite(Flask):
    """A Flask app whose routing goes by the host's site, and whose requests each run inside one world."""

    store: WorldStore

    def create_url_adapter(self, request: "Request | None") -> MapAdapter | None:
        """Match a site's routes as a subdomain, whatever world stands behind it in the host."""
        if request is None:
            return None
        address: hosts.Address = request.environ["tadoru.address"]
        return self.url_map.bind(
            address.rest,
            script_name=request.root_path,
            subdomain=address.site,
            url_scheme=request.scheme,
            default_method=request.method,
            path_info=request.path,
            query_args=request.query_string.decode("latin-1"),
        )

    def wsgi_app(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Find the site and open the world that the host names."""
        host = environ.get("HTTP_HOST", "")
        address = hosts.parse(host, self.config["DOMAIN"])
        environ["tadoru.address"] = address or hosts.Address("", "", host)
        if address is None:
            return self._refuse(f"There is no site at “{host}”.", environ, start_response)
        if not address.site or environ["PATH_INFO"].startswith("/static/"):
            return super().wsgi_app(environ, start_response)
        reads = environ["REQUEST_METHOD"] in ("GET", "HEAD", "OPTIONS")
        newcomer = f"{COOKIE}=" not in environ.get("HTTP_COOKIE", "")
        with ExitStack() as stack:
            try:
                world = stack.enter_context(self.store.open(address.world, write=newcomer or not reads))
            except NotFound as problem:
                return self._refuse(problem.message, environ, start_response)
            environ["tadoru.world"] = world
            return super().wsgi_app(environ, start_response)

    def process_response(self, response: Response) -> Response:
        """Keep what happened before the answer says that it did."""
        response = super().process_response(response)
        if session.get("account") is not None and response.mimetype == "text/html":
            response.headers["Cache-Control"] = "no-store"  # not to be read with “back” once signed out
        if "world" in g:
            g.world.db.commit()
        access.note(response)
        return response

    def _refuse(self, message: str, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        port = environ.get("HTTP_HOST", "").partition(":")[2]
        home = f"http://{self.config['DOMAIN']}{port and ':'}{port}/"
        told = self.jinja_env.get_template("nowhere.html").render(message=message, home=home)
        return Response(told, status=404)(environ, start_response)


def create_app(folder: Path, domain: str = "localhost", token: str | None = None) -> MockSite:
    """Make the whole site over a folder of worlds; several apps may share one folder.

    With a token, whoever shows it may use the control API; without one, programs of this machine alone.
    """
    app = MockSite(__name__, static_folder=None)
    app.config.update(
        DOMAIN=domain,
        CONTROL_TOKEN=token,
        SECRET_KEY="signs form tokens only; sessions are kept in the worlds",  # noqa: S106 (no secret)
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=64 * 1024 * 1024,
    )
    seeders = (shop_service, publishing_service)
    sources = [path for area in seeders for path in area.sources()]
    seeds = [area.seed for area in seeders]
    app.store = WorldStore(folder, seeds=seeds, sources=sources, replacements=defects.replacements)
    app.extensions["tadoru.defects"] = DEFECTS
    app.session_interface = WorldSessions()
    app.before_request(_enter)
    storms.prepare(app)
    csrf = CSRFProtect(app)
    showing.prepare(app)
    for area in AREAS:
        for blueprint in area.blueprints:
            app.register_blueprint(blueprint)
    for blueprint in (*control.blueprints, *front.blueprints):
        csrf.exempt(blueprint)
        app.register_blueprint(blueprint)
    app.after_request(_let_go)
    app.register_error_handler(Problem, _show_problem)
    app.register_error_handler(CSRFError, _show_stale_form)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_incident)
    return app


def _enter() -> None:
    g.site = request.environ["tadoru.address"].site
    if "tadoru.world" in request.environ:
        g.world = request.environ["tadoru.world"]


def _let_go(answer: Response) -> Response:
    """Keep a form no longer that came too late, and was sent on now."""
    if request.method == "POST" and answer.status_code == HTTPStatus.SEE_OTHER and "world" in g:
        interrupted.let_go(session, request.form.get("interrupted", ""))
    return answer


def _show_problem(problem: Problem) -> tuple[str, int]:
    _undo()
    return page("problem.html", problem=problem)


def _show_stale_form(error: CSRFError) -> tuple[str, int]:
    """Refuse a form of another session than this one; the site's own can be sent again, with what was typed.

    What somebody filled in who left this browser is shown to nobody else who is signed in there, and stays theirs.
    """
    _undo()
    log.info("form refused: %s", error.description)
    path, whose = request.full_path.rstrip("?"), left.whose(session, token())
    visitor = session.get("account")
    is_theirs = same_origin() and (whose is None or visitor in (None, whose))
    if is_theirs and visitor is None:
        left.expect(session, path, whose)
    sent, files = (request.form.items(multi=True), request.files) if is_theirs else ((), ())
    late = interrupted.form(g.site, path, sent, files, None)
    return page("stale_form.html", problem=StaleForm(), late=late)


def _show_http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    if error.code is None or error.code < 400:  # noqa: PLR2004 (redirects are no errors)
        return error
    _undo()
    problem = showing.HTTP_PROBLEMS.get(error.code, showing.BAD_REQUEST)
    return page("problem.html", problem=problem)


def _show_incident(error: Exception) -> tuple[str, int]:
    """Log an error that nobody foresaw, and show its reference number (S-15)."""
    _undo()
    if "world" not in g:
        log.error("%s %s", request.method, request.url, exc_info=error)
        return page("problem.html", problem=showing.Unforeseen("-"))
    g.world.promote()
    reference = g.world.note_incident(error, request.method, request.url)
    problem = showing.Unforeseen(reference)
    try:
        return page("problem.html", problem=problem)
    except Exception as again:  # what broke the page may break the site's frame, too
        log.warning("%s has a page without a frame: %r", reference, again, extra={"world": g.world.id})
        return page("problem.html", problem=problem, plain=True)


def _undo() -> None:
    if "world" in g:
        g.world.db.rollback()
