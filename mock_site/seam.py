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


def rule(function: Callable[P, R]) -> Callable[P, R]:
    """Let a world's defects replace this function by its name, `area.module.function`."""
    name = f"{function.__module__.removeprefix('mock_site.')}.{function.__qualname__}"

    @wraps(function)
    def through(*args: P.args, **kwargs: P.kwargs) -> R:
        current: Callable[P, R] = replaced.get().get(name, function)
        return current(*args, **kwargs)

    return through
