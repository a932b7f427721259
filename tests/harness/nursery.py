"""Runs of pytest in processes of their own, forked from one that has loaded what each of them would load.

Started as a program, this is that one: it reads a run from each line of its input, and writes each one's exit code.
Such a run cannot prove what it loads itself, and in which order; workers that it starts can, and so do the tests of
what is installed. Variables that Python reads as it starts are those of the one that loaded.
"""

import gc
import json
import os
import runpy
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory

import pytest

OTHERS = tuple(word for name in ("schemathesis", "hypothesispytest", "anyio") for word in ("-p", f"no:{name}"))
"""What leaves out the plugins of tools that only this project's own tests use."""


@dataclass(frozen=True)
class Run:
    """What to run, where, with which variables, and into which files its output goes."""

    words: tuple[str, ...]
    folder: str
    variables: Mapping[str, str]
    stdout: str
    stderr: str


class Nursery:
    """A process that forks runs of pytest, as tests see it."""

    def __init__(self, process: "Popen[str]") -> None:
        self.process = process

    def pytest(self, folder: Path, *words: str, **more: str) -> pytest.RunResult:
        """Run `pytest WORDS` in a folder, as `pytester.run` does, with the variables of this process and `more`."""
        began = time.monotonic()
        files = [folder / name for name in ("stdout", "stderr")]
        path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))  # for workers
        variables = {**os.environ, "PYTHONPATH": path, **more}
        run = Run(words, str(folder), variables, *map(str, files))
        print(json.dumps(asdict(run)), file=self.process.stdin, flush=True)
        code = self.process.stdout.readline()
        if not code:
            raise RuntimeError(f"The process that forks runs has ended with {self.process.wait()}.")
        out, err = (file.read_text("utf-8").splitlines() for file in files)
        sys.stdout.write("\n".join([*out, ""]))
        sys.stderr.write("\n".join([*err, ""]))
        return pytest.RunResult(int(code), out, err, time.monotonic() - began)


@contextmanager
def opened() -> Iterator[Nursery]:
    """Start a process that forks runs; it ends with its input."""
    here = Path(__file__)
    with Popen([sys.executable, here], cwd=here.parent, stdin=PIPE, stdout=PIPE, text=True) as process:  # noqa: S603
        yield Nursery(process)


def _load() -> None:
    """Load it all by a run without tests, as modules of a plugin are changed while they are loaded."""
    with TemporaryDirectory() as empty:
        code = pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider", *OTHERS, "--rootdir", empty, empty])
    if code != pytest.ExitCode.NO_TESTS_COLLECTED:
        raise SystemExit(code)
    import fixtures.server  # noqa: F401, PLC0415 (it is part of the plugin, too)

    gc.freeze()  # a run ends with looking for garbage, and there is none among what was loaded


def _become(run: Run) -> None:
    """Be what `python -m pytest` is, in a process that was just forked."""
    for place, file in enumerate((os.devnull, run.stdout, run.stderr)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC if place else os.O_RDONLY), place)
    os.chdir(run.folder)
    os.environ.clear()
    os.environ.update(run.variables)
    sys.path[0] = run.folder
    sys.argv = ["pytest", *run.words]
    runpy.run_module("pytest", run_name="__main__", alter_sys=True)


def main() -> None:
    """Fork each run that is asked for."""
    answers = os.dup(1)
    os.dup2(2, 1)
    _load()
    for line in sys.stdin:
        if child := os.fork():
            os.write(answers, b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        else:
            _become(Run(**json.loads(line)))  # which ends this process


if __name__ == "__main__":
    main()
