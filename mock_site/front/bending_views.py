"""Bending a world: its clock, its weather, and its defects."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from mock_site.faults import service as faults
from mock_site.front import defects, rules, service
from mock_site.front.frame import back, form
from mock_site.web import defects as catalogue
from mock_site.web import store


@form("/front/clock")
def move_clock() -> ResponseReturnValue:
    """Move the clock to a moment; sent twice, it moves once."""
    with store().open(request.form["world"], write=True) as world:
        service.move_clock(world, rules.moment(request.form["to"]))
    return back("clock")


@form("/front/clock/run")
def run_clock() -> ResponseReturnValue:
    """Let the clock follow the real one, or stand still."""
    with store().open(request.form["world"], write=True) as world:
        world.run(request.form["running"] == "yes")
    return back("clock")


@form("/front/weather/<name>")
def set_weather(name: str) -> ResponseReturnValue:
    """Turn a weather on, with what was filled in, or off."""
    typed = {key: value for key, value in request.form.items() if key not in ("world", "view", "on") and value}
    if "until" in typed:
        typed["until"] = rules.moment(typed["until"], "until").isoformat()
    asked: dict[str, Any] = {**typed, **({"sites": [typed["sites"]]} if "sites" in typed else {})}
    with store().open(request.form["world"], write=True) as world:
        if request.form["on"] == "yes":
            faults.set_fault(world, name, asked)
        else:
            faults.clear(world, name)
    return back(f"weather-{name}")


@form("/front/defects/<name>")
def switch_defect(name: str) -> ResponseReturnValue:
    """Put a defect into the world, or take it out."""
    with store().open(request.form["world"], write=True) as world:
        area = defects.switch(world, catalogue(), name, on=request.form["on"] == "yes")
    return back(f"defect-{name}" if area else "defects", area=area)
