"""The one thin seam through which rules and services are called, so that a defect can stand in for one."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import wraps
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

replaced: ContextVar[Mapping[str, Callable[..., Any]]] = ContextVar("replaced", default=MappingProxyType({}))
"""By name (`konbini.rules.deadline`), what stands in for a rule in the world that is open now."""
healthy: dict[str, Callable[..., Any]] = {}
"""By name, every rule as it is written: what a defect can stand in for."""


def rule(function: Callable[P, R]) -> Callable[P, R]:
    """Let a world's defects replace this function by its name, `area.module.function`."""
    name = name_of(function)
    healthy[name] = function

    @wraps(function)
    def through(*args: P.args, **kwargs: P.kwargs) -> R:
        current: Callable[P, R] = replaced.get().get(name, function)
        return current(*args, **kwargs)

    return through


def name_of(function: Callable[..., Any]) -> str:
    """The name of a function as defects say it: `area.module.function`."""
    return f"{function.__module__.removeprefix('mock_site.')}.{function.__qualname__}"
