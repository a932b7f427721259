"""The step, the stage that it is walked on, and the base of all flows."""

import inspect
import time
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ClassVar, Concatenate, ParamSpec, Protocol, Self, TypeVar

from playwright.sync_api import CDPSession, Error, Locator, Page

P = ParamSpec("P")
R = TypeVar("R")
F = TypeVar("F", bound="Flow")
QUALITY = 70
"""Of pictures, as JPEG has it."""
AT_ONCE = 0.0005
"""Seconds in which no browser answers anything: a picture as old as that shows the page as it is."""


class Sites(Protocol):
    """Where a world's sites are; `fixtures.world.World` is one."""

    def url(self, site: str, path: str = "/") -> str:
        """The address of a page of one of the world's sites."""
        ...


@dataclass(frozen=True)
class Declared:
    """A step as written: its name, what it does in a sentence, and the documented lines that it asserts."""

    name: str
    title: str
    lines: tuple[str, ...]
    parameters: tuple[str, ...] = ()
    """What it is given, by the names of the method's parameters."""


@dataclass
class Walked:
    """A step as it was walked, in seconds, with the page's picture at its end where pictures are taken."""

    declared: Declared
    variant: str | None
    depth: int
    url: str = ""
    seconds: float = 0.0
    outcome: str = "passed"
    picture: bytes | None = None
    given: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What the step was given, and under `return` what came of it."""
    error: BaseException | None = field(default=None, repr=False)


@dataclass
class Walk:
    """The record of all steps of one test, over all its people and pages."""

    pictures: bool = False
    traced: bool = False
    begins: Callable[[Declared], None] | None = None
    """Called before a step does anything, unless it is a part of another one."""
    steps: list[Walked] = field(default_factory=list)
    _under_way: list[Walked] = field(default_factory=list)
    _latest: "tuple[Page, bytes | None, float] | None" = field(default=None, repr=False)
    """The last picture taken: of which page, and when."""
    _cameras: dict[Page, CDPSession] = field(default_factory=dict, repr=False)
    """What takes pictures of a page in Chromium: its own protocol, which answers a quarter sooner than Playwright."""

    @contextmanager
    def step(self, page: Page, declared: Declared, variant: str | None) -> Iterator[Walked]:
        """Record one step around what it does; a failure names the step."""
        if self.begins is not None and not self._under_way:
            self.begins(declared)
        walked = Walked(declared, variant, len(self._under_way))
        self.steps.append(walked)
        self._under_way.append(walked)
        started = time.perf_counter()
        try:
            with _trace_group(page, _heading(declared)) if self.traced else nullcontext():
                yield walked
        except BaseException as error:
            walked.outcome, walked.error = "failed", error
            error.add_note(f"\nin the step {declared.name}: {_heading(declared)}")
            raise
        finally:
            walked.seconds = time.perf_counter() - started
            walked.url = page.url
            self._under_way.pop()
            if self.pictures:
                walked.picture = self._picture(page)

    def variant(self, variant: str) -> None:
        """Say which of its lines' variants the step under way is: a chain, a way, a documented run."""
        self._under_way[-1].variant = variant

    def _picture(self, page: Page) -> bytes | None:
        """The page as it is now: for a step that ends with one of its parts, that part's picture."""
        if self._latest is None or self._latest[0] is not page or time.perf_counter() - self._latest[2] > AT_ONCE:
            self._latest = page, self._take(page), time.perf_counter()
        return self._latest[1]

    def _take(self, page: Page) -> bytes | None:
        """Take a picture of the page; one that was closed has none."""
        try:
            if not _is_chromium(page):
                return page.screenshot(type="jpeg", quality=QUALITY, scale="css", caret="initial")
            if page not in self._cameras:
                self._cameras[page] = page.context.new_cdp_session(page)
            taken = self._cameras[page].send("Page.captureScreenshot", {"format": "jpeg", "quality": QUALITY})
        except Error:
            return None
        return b64decode(taken["data"])


@dataclass(frozen=True)
class Stage:
    """Where one person acts: a page of a browser on a device, in a world, under a record."""

    page: Page
    sites: Sites
    device: str = "desktop"
    walk: Walk = field(default_factory=Walk, repr=False)

    def flow(self, flow: type[F]) -> F:
        """The flow as this stage's device has it."""
        return flow.on(self.device)(self)


class Flow:
    """What one person does in some place.

    A device that wants other gestures has a subclass: `class PhoneCheckout(Checkout, device="phone")`.
    """

    variant: str | None = None
    """Which of the chains, engines … that a documented line names this flow is at."""
    _on: ClassVar[dict[str, type["Flow"]]] = {}

    def __init_subclass__(cls, device: str | None = None) -> None:
        super().__init_subclass__()
        if device is None:
            cls._on = {}
        else:
            cls._on[device] = cls

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.page = stage.page
        self.sites = stage.sites

    @classmethod
    def on(cls, device: str) -> type[Self]:
        """This flow, or what a device has in its stead."""
        return cls._on.get(device, cls)  # type: ignore[return-value]  # only subclasses enter themselves

    def touch(self, target: Locator) -> None:
        """Tap with a finger; Firefox gets no touches over WebDriver BiDi, so it is clicked there, as its runs say."""
        browser = self.page.context.browser
        if browser is not None and browser.browser_type.name == "firefox":
            target.click()
        else:
            target.tap()

    def write_over(self, target: Locator, text: str) -> None:
        """Write over what stands in an address's field: over WebDriver BiDi, Firefox would add to it."""
        target.clear()
        target.fill(text)

    def beside(self, flow: type[F]) -> F:
        """Another flow of the same person in the same page."""
        return self.stage.flow(flow)


DECLARED: dict[str, Declared] = {}
"""Every step of every flow that was imported, by its name."""


def step(*lines: str) -> Callable[[Callable[Concatenate[F, P], R]], Callable[Concatenate[F, P], R]]:
    """Declare a flow's method as a step that walks and asserts these documented lines."""

    def declare(method: Callable[Concatenate[F, P], R]) -> Callable[Concatenate[F, P], R]:
        declared = Declared(method.__qualname__, _title(method), lines, _parameters(method))
        DECLARED[declared.name] = declared

        @wraps(method)
        def walked(self: F, /, *args: P.args, **kwargs: P.kwargs) -> R:
            __tracebackhide__ = True
            with self.stage.walk.step(self.page, declared, self.variant) as step:
                given = {**dict(zip(declared.parameters, args, strict=False)), **kwargs}
                step.given = given
                given["return"] = came = method(self, *args, **kwargs)
                return came

        return walked

    return declare


def _title(method: Callable[..., object]) -> str:
    """The first line of the docstring, else the method's name in words."""
    said = (method.__doc__ or method.__name__.replace("_", " ")).strip()
    return said.partition("\n")[0].removesuffix(".")


def _parameters(method: Callable[..., object]) -> tuple[str, ...]:
    """The names of a method's parameters but `self`, in the order in which they are given."""
    return tuple(inspect.signature(method).parameters)[1:]


def _heading(declared: Declared) -> str:
    return f"{declared.title} [{', '.join(declared.lines)}]" if declared.lines else declared.title


@contextmanager
def _trace_group(page: Page, name: str) -> Iterator[None]:
    page.context.tracing.group(name)
    try:
        yield
    finally:
        page.context.tracing.group_end()


def _is_chromium(page: Page) -> bool:
    browser = page.context.browser
    return browser is not None and browser.browser_type.name == "chromium"
