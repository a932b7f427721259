"""The control API's calls, each in one function: open the world, do one thing, tell of it."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any, cast

from flask import current_app

from mock_site import hosts
from mock_site.control import answers, openapi, personas, requests, service
from mock_site.control.calls import blueprint, call
from mock_site.control.problems import UnknownDefect
from mock_site.faults import service as faults
from mock_site.faults.rules import WEATHERS
from mock_site.identity.service import COOKIE
from mock_site.orders import service as orders
from mock_site.pocket import service as pocket
from mock_site.web import authority, defects, store
from mock_site.worlds import FIRST_MOMENT, World
from mock_site.worlds.names import UnknownWorld

blueprints = (blueprint,)

KINDS = {weather.name: (weather.sentence, weather.parameters) for weather in WEATHERS.values()}


@call("GET", "/worlds", answer=list[answers.WorldFacts])
def list_worlds() -> list[answers.WorldFacts]:
    """Tell of all worlds, in the order of their names."""
    return [told for name in store().names() if (told := _told_if_there(name))]


@call("POST", "/worlds", body=requests.NewWorld, answer=answers.WorldFacts, status=201, refuses=(404, 409))
def create_world(body: requests.NewWorld) -> answers.WorldFacts:
    """Make a world, or fork one: a copy of everything, sessions included."""
    settings = _seconds(body.settings)
    if body.origin is not None:
        name = store().fork(body.origin, body.id, seed=body.seed, settings=settings)
    else:
        seed = secrets.randbits(32) if body.seed is None else body.seed
        name = store().create(body.id, seed=seed, now=body.now or FIRST_MOMENT, settings=settings)
    return show_world(name)


@call("GET", "/worlds/{world}", answer=answers.WorldFacts)
def show_world(world: str) -> answers.WorldFacts:
    """Tell of a world."""
    with _open(world) as it:
        return answers.WorldFacts(
            id=it.id,
            seed=it.seed,
            now=it.now,
            running=it.running,
            urls={site: hosts.url(site, it.id, authority()) for site in hosts.SITES},
            faults=faults.faults(it),
            defects=it.defects,
            settings=_spans(it.settings),
        )


@call("DELETE", "/worlds/{world}", status=204, refuses=(409,))
def forget_world(world: str) -> None:
    """Remove a world and all that it kept."""
    store().forget(world)


@call("POST", "/worlds/{world}/clock", body=requests.ClockOrder, answer=answers.ClockFacts, refuses=(409,))
def move_clock(world: str, body: requests.ClockOrder) -> answers.ClockFacts:
    """Move the clock, letting all that falls due happen in order of time; or let it follow the real one, or stand."""
    with _open(world, write=True) as it:
        match body.model_dump(exclude_unset=True):
            case {"advance": span}:
                it.advance(span)
            case {"to": moment}:
                it.advance_to(moment)
            case {"running": running}:
                it.run(running)
        return answers.ClockFacts(now=it.now, running=it.running, happened=it.happened)


@call("POST", "/worlds/{world}/accounts", body=requests.Persona, answer=answers.PersonFacts, status=201, refuses=(409,))
def create_account(world: str, body: requests.Persona) -> answers.PersonFacts:
    """Give somebody an account; what the persona leaves out is made up, the same for the same seed and actions."""
    with _open(world, write=True) as it:
        return answers.PersonFacts.model_validate(service.add_person(it, body))


@call(
    "POST",
    "/worlds/{world}/sessions",
    body=requests.NewSession,
    answer=answers.SessionFacts,
    status=201,
    refuses=(409,),
)
def create_session(world: str, body: requests.NewSession) -> answers.SessionFacts:
    """Sign an account in at a site without walking the sign-in."""
    with _open(world, write=True) as it:
        token = service.open_session(it, body.account, body.site)
        domain = hosts.url(body.site, it.id, cast(str, current_app.config["DOMAIN"]), "").removeprefix("http://")
    return answers.SessionFacts(cookies=[answers.Cookie(name=COOKIE, value=token, domain=domain)])


@call("GET", "/worlds/{world}/messages", query=requests.MessageFilter, answer=list[answers.MessageFacts])
def list_messages(world: str, query: requests.MessageFilter) -> list[answers.MessageFacts]:
    """Tell of what reached people, oldest first."""
    with _open(world) as it:
        found = pocket.messages(it, query.to, query.kind)
        return [answers.MessageFacts.model_validate(pocket.facts(message, _link(it.id))) for message in found]


@call("POST", "/worlds/{world}/messages", body=requests.TextOrCall, answer=answers.ClockFacts, status=201)
def send_message(world: str, body: requests.TextOrCall) -> answers.ClockFacts:
    """Have somebody text or ring a telephone; the weather may lose the text, and nobody may answer the call."""
    with _open(world, write=True) as it:
        if body.kind == "sms":
            pocket.send_sms(it, topic="personal", to=body.to, sender=body.sender, text=body.text)
        else:
            pocket.call(it, topic="personal", to=body.to, caller=body.sender, lines=[body.text])
        return answers.ClockFacts(now=it.now, running=it.running, happened=it.happened)


@call("GET", "/worlds/{world}/catalogue", answer=list[answers.ProductFacts])
def list_products(world: str) -> list[answers.ProductFacts]:
    """Tell of all that is for sale, what only `com` sells at the end."""
    with _open(world) as it:
        return [answers.ProductFacts.model_validate(facts) for facts in service.catalogue(it)]


@call("GET", "/worlds/{world}/state", answer=dict[str, list[dict[str, Any]]])
def show_state(world: str) -> dict[str, list[dict[str, Any]]]:
    """Tell the whole world in a stable order, secrets left out: the same seed and actions give the same bytes."""
    with _open(world) as it:
        return service.state(it)


@call("PUT", "/worlds/{world}/keepsake", status=204)
def remember_world(world: str) -> None:
    """Remember the world as it is now, in place of what was remembered of it before."""
    store().remember(world)


@call("GET", "/worlds/{world}/keepsake/state", answer=dict[str, list[dict[str, Any]]])
def show_remembered_state(world: str) -> dict[str, list[dict[str, Any]]]:
    """Tell the whole world as it was when it was last remembered, secrets left out."""
    with store().open_remembered(world) as it:
        return service.state(it)


@call("GET", "/worlds/{world}/incidents", answer=list[answers.IncidentFacts])
def list_incidents(world: str) -> list[answers.IncidentFacts]:
    """Tell of the server errors of a world, oldest first."""
    with _open(world) as it:
        return [answers.IncidentFacts.model_validate(incident) for incident in service.incidents(it)]


@call(
    "POST",
    "/worlds/{world}/orders/{number}/seller-cancellation",
    body=requests.Nothing,
    answer=answers.OrderFacts,
    refuses=(409,),
)
def cancel_by_seller(world: str, number: str, body: requests.Nothing) -> answers.OrderFacts:  # noqa: ARG001 (an empty body is taken)
    """Have the seller cancel an order; if it was paid, its money comes back (P-24)."""
    with _open(world, write=True) as it:
        order = orders.seller_cancels(it, number)
        return answers.OrderFacts(number=order.number, state=order.state, happened=it.happened)


@call("PUT", "/worlds/{world}/faults/{name}", body=requests.FaultParameters, answer=answers.FaultFacts, kinds=KINDS)
def set_fault(world: str, name: str, body: requests.FaultParameters) -> answers.FaultFacts:
    """Let there be bad weather, or change it."""
    with _open(world, write=True) as it:
        return answers.FaultFacts(name=name, parameters=faults.set_fault(it, name, body.model_dump()))


@call("DELETE", "/worlds/{world}/faults/{name}", status=204, kinds=KINDS)
def clear_fault(world: str, name: str) -> None:
    """End a kind of bad weather, if there is any."""
    with _open(world, write=True) as it:
        faults.clear(it, name)


@call("GET", "/defects", answer=list[answers.DefectFacts])
def list_defects() -> list[answers.DefectFacts]:
    """Tell of all bugs that a world can be given."""
    return [answers.DefectFacts.model_validate(defect) for _, defect in sorted(defects().items())]


@call("PUT", "/worlds/{world}/defects/{defect}", body=requests.Nothing, answer=answers.DefectFacts)
def set_defect(world: str, defect: str, body: requests.Nothing) -> answers.DefectFacts:  # noqa: ARG001 (an empty body is taken)
    """Put a bug of the catalogue into a world."""
    with _open(world, write=True) as it:
        known = _defect(defect)
        service.set_defect(it, defect)
    return known


@call("DELETE", "/worlds/{world}/defects/{defect}", status=204)
def mend_defect(world: str, defect: str) -> None:
    """Take a bug out of a world, if it has it."""
    with _open(world, write=True) as it:
        _defect(defect)
        service.mend_defect(it, defect)


@call("GET", "/personas", answer=list[answers.ReadyMadeFacts])
def list_personas() -> list[answers.ReadyMadeFacts]:
    """Tell of the ready-made people for the special cases."""
    return [answers.ReadyMadeFacts.model_validate(_written(one)) for one in personas.ready_made().values()]


@call("GET", "/openapi.json", answer=dict[str, Any])
def describe() -> dict[str, Any]:
    """Describe all calls, by OpenAPI 3.1."""
    return openapi.document(secured=bool(current_app.config["CONTROL_TOKEN"]))


def _open(world: str, *, write: bool = False) -> AbstractContextManager[World]:
    return store().open(world, write=write)


def _told_if_there(world: str) -> answers.WorldFacts | None:
    """A world, unless it was forgotten since it was listed."""
    try:
        return show_world(world)
    except UnknownWorld:
        return None


def _link(world: str) -> Callable[[str, str], str]:
    """What makes an address of a site of a world and a path."""
    return lambda site, path: hosts.url(site, world, authority(), path)


def _written(one: personas.ReadyMade) -> dict[str, Any]:
    """A ready-made persona as its file has it."""
    return one.model_dump(mode="json", exclude_unset=True)


def _defect(name: str) -> answers.DefectFacts:
    if name not in defects():
        raise UnknownDefect(f"There is no defect “{name}”; /defects lists what there is.")
    return answers.DefectFacts.model_validate(defects()[name])


def _seconds(settings: requests.Settings) -> dict[str, int]:
    """The figures that were given, as worlds keep them."""
    given = settings.model_dump(exclude_none=True)
    return {name: int(span.total_seconds()) for name, span in given.items()}


def _spans(settings: Mapping[str, int]) -> dict[str, timedelta]:
    return {name: timedelta(seconds=seconds) for name, seconds in settings.items()}
