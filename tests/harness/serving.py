"""The site as `tadoru serve` serves it: a process of its own."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path


@dataclass(frozen=True)
class Served:
    """A served site: its bare host's address, and its process."""

    url: str
    process: "subprocess.Popen[str]"

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        """End it as a power cut would, with nothing put in order."""
        self.process.kill()
        self.process.wait()


@contextmanager
def served(worlds: Path, *options: str) -> Iterator[Served]:
    """Serve a folder of worlds on a free port of this machine, or on one that is asked for."""
    tadoru = Path(sys.executable).with_name("tadoru")
    command = [tadoru, "serve", "--port", "0", "--worlds", worlds, "--clock", "still", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:  # noqa: S603 (fixed words)
        try:
            said = "".join(takewhile(lambda line: line != "Ready\n", process.stdout or ()))
            found = re.search(r"described at (http://\S+)/openapi\.json", said)
            assert found, f"The site did not start: {said}"
            yield Served(found[1], process)
        finally:
            process.terminate()
