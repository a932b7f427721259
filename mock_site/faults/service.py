"""The weather of a world: setting, clearing and asking it."""

from typing import Any

from mock_site.faults import rules
from mock_site.worlds import World


def known() -> list[dict[str, Any]]:
    """All weather that there can be: `name`, Japanese `label`, `sentence`, `parameters` with defaults."""
    return [
        {
            "name": weather.name,
            "label": weather.label,
            "sentence": weather.sentence,
            "parameters": rules.parameters(weather.name, {}),
        }
        for weather in rules.WEATHERS.values()
    ]


def set_fault(world: World, name: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Turn a weather on, or change it; returns its parameters with the defaults filled in."""
    checked = rules.beginning(rules.parameters(name, parameters), world.now)
    world.row.weather = {**world.weather, name: checked}
    world.db.flush()
    return checked


def clear(world: World, name: str) -> None:
    """Turn a weather off; does nothing if it is off already."""
    rules.weather(name)
    world.row.weather = {kept: parameters for kept, parameters in world.weather.items() if kept != name}
    world.db.flush()


def fault(world: World, name: str) -> dict[str, Any] | None:
    """Tell the parameters of a weather that is on now, else `None`."""
    return faults(world).get(name)


def faults(world: World) -> dict[str, dict[str, Any]]:
    """All weather that is on now, with its parameters, in the order of the names."""
    kept = sorted(world.weather.items())
    return {name: parameters for name, parameters in kept if not rules.is_over(parameters, world.now)}
