"""`tadoru repro`: failures are walked again from nothing, and bugs of the catalogue are walked into."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fixtures import defects, repeating
from fixtures.cli import main
from fixtures.failures import Failure, Options, Step
from tests.harness.strangers import stranger

KINDS = 25
"""How many tests the failing suite has."""
MOODY = """
    from pathlib import Path

    def test_mood():
        assert Path("mood").read_text() == "calm"

    def test_season():
        assert Path("mood").read_text() == "spring"

    def test_weather():
        assert Path("mood").read_text() == "sunny"
"""
JOURNEYS = '''
    import pyotp
    from flows.flow import Flow, Stage, step
    from flows.phone import Authenticator

    NUMBER = "+819012340001"

    class App(Flow):
        @step("S-11")
        def opens(self):
            """Open the app."""
            self.page.goto(self.sites.url("phone"))

        @step("S-11")
        def reads_code(self, secret):
            """Read the code of now."""
            app = self.beside(Authenticator)
            app.add(NUMBER, "Mihonya", secret)
            assert app.read_code(NUMBER, "Mihonya") == pyotp.TOTP(secret).at(self.sites.now)

    def test_opening(stage):
        stage.flow(App).opens()

    def test_reading(stage, world):
        stage.flow(App).reads_code("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")

    def test_reading_again(stage, world):
        stage.flow(App).reads_code("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
'''


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    """An empty project beside this one."""
    pytester.makeini("[pytest]\naddopts = -p no:cacheprovider --device=all\npythonpath = .")
    return pytester


def left(suite: pytest.Pytester, *words: str) -> list[Path]:
    """The failure files that a run leaves."""
    suite.runpytest_subprocess(*words)
    return sorted(Path(suite.path, "test-results").glob("*/evidence/failure.json"))


def repro(*words: str | Path) -> tuple[int, list[dict[str, Any]]]:
    """The exit code of `tadoru repro --json`, and what it tells."""
    ran = CliRunner().invoke(main, ["repro", "--json", *map(str, words)])
    return ran.exit_code, json.loads(ran.stdout)


def refusal(*words: str | Path) -> str:
    """What `tadoru repro` complains of, which ends with the code of a wrong use."""
    ran = CliRunner().invoke(main, ["repro", *map(str, words)])
    assert ran.exit_code == pytest.ExitCode.USAGE_ERROR
    return " ".join(ran.stderr.partition("Error: ")[2].split())


def test_failures_of_all_kinds_repeat(suite: pytest.Pytester) -> None:
    """Every one of them, with the run's seed, weather, bug and patience, and on its own device."""
    suite.makepyfile(test_failing=Path(__file__).with_name("failing.py").read_text(encoding="utf-8"))
    asked = ("--seed", "7", "--weather", "sms-lost:topic=personal", "--defect", "P-34.a", "--patience", "0.2")
    files = left(suite, *asked)
    assert len(files) == KINDS
    code, told = repro(*files)
    assert [(one["test"], one["words"]) for one in told if one["verdict"] != "same"] == []
    assert [one["file"] for one in told] == [str(file) for file in files]
    assert code == pytest.ExitCode.TESTS_FAILED
    failures = [one["failure"] for one in told]
    assert {tuple(start["seed"] for start in failure["seed"]) for failure in failures} == {(), (7,)}
    assert {failure["device"] for failure in failures if failure["device"]} == {"desktop", "phone"}
    assert {failure["phase"] for failure in failures} == {"setup", "call", "teardown"}
    assert sum(failure["step"] is not None for failure in failures) == 13


def test_what_fails_otherwise_or_no_more(suite: pytest.Pytester) -> None:
    """It is said of each, also beside a test that is gone; the exit code says that this one could not be walked."""
    suite.makepyfile(test_moody=MOODY)
    Path("mood").write_text("wild", encoding="utf-8")
    kept = [Path(shutil.copy(file, f"{n}.json")) for n, file in enumerate(left(suite))]
    Path("mood").write_text("calm", encoding="utf-8")
    suite.makepyfile(test_moody=MOODY.replace("def test_weather", "def test_rain"))
    code, told = repro(*kept)
    assert code == pytest.ExitCode.USAGE_ERROR
    assert [one["verdict"] for one in told] == ["passes", "different", "not walked"]
    assert told[0]["words"] == "It does not fail any more."
    assert told[1]["words"] == "It fails, but differently: AssertionError: assert 'calm' == 'spring'"
    assert (suite.path / told[1]["evidence"] / "failure.txt").exists()
    assert told[2]["words"].startswith("There is no test test_moody.py::test_weather any more")
    aloud = CliRunner().invoke(main, ["repro", "-v", *map(str, kept)])
    assert aloud.exit_code == pytest.ExitCode.USAGE_ERROR
    for said in ("test session starts", *(one["words"] for one in told)):
        assert said in aloud.output
    suite.makepyfile(test_moody="def test_mood(): pass")
    assert repro(kept[0]) == (pytest.ExitCode.OK, [told[0]])


def test_a_bug_is_walked_into(suite: pytest.Pytester) -> None:
    """The journeys that can walk its line are walked to the first that fails; where what lies, is said."""
    Path("tests", "journeys").mkdir(parents=True)
    suite.makepyfile(**{"tests/journeys/test_app": JOURNEYS})
    code, (told,) = repro("S-11", "--device", "phone", "--storyboard", "board")
    assert (code, told["defect"], told["verdict"]) == (1, "S-11.a", "fails")
    assert "the code that my authenticator app shows" in told["report"]
    assert told["words"] == "After 1 that passed, one that can walk S-11 fails:"
    assert told["test"].startswith("tests/journeys/test_app.py::test_reading[phone")
    assert told["failure"]["step"]["name"] == "App.reads_code"
    assert told["failure"]["options"]["defects"] == ["S-11.a"]
    assert told["traces"]
    (opens,) = told["worlds"]
    *_, folder, _, name = opens.split()
    for place in (*told["traces"], told["log"], told["storyboard"], Path(folder, f"{name}.sqlite")):
        assert Path(place).is_file()
    code, (told,) = repro("s-12.a")
    assert (code, told["words"]) == (pytest.ExitCode.NO_TESTS_COLLECTED, "No journey here can walk S-12.")


def test_what_is_no_failure_is_refused(tmp_path: Path) -> None:
    """A sentence says what was expected, before anything is walked."""
    (tmp_path / "no.json").write_text("{}", encoding="utf-8")
    file = tmp_path / "failure.json"
    file.write_text(failure().model_dump_json(), encoding="utf-8")
    assert "no.json is no failure file (test: Field required)" in refusal(tmp_path / "no.json")
    assert "test-results/<test>/evidence/failure.json" in refusal(__file__)
    assert refusal(tmp_path / "gone.json").endswith("gone.json cannot be read: No such file or directory.")
    gone = refusal(tmp_path / "evidence" / "failure.json")
    assert gone.endswith("No such file or directory. A later run that walked has emptied the folder of results.")
    assert refusal("P-24").startswith("P-24: no bug of the catalogue breaks this line. There are ")
    unmatched = tmp_path / "*" / "failure.json"
    assert refusal(unmatched) == f"There is no {unmatched}: no failure is left of the last run that walked here."
    assert refusal("P-25.z").startswith("P-25.z: there is no such bug. Did you mean P-25.a")
    assert refusal("P-25.a", file) == "Give either failure files, or bugs of the catalogue."
    assert refusal(file, "--device", "phone").endswith("leave out --device.")
    code, (told,) = repro(file)
    assert code == pytest.ExitCode.USAGE_ERROR
    assert told["words"].startswith("There is no test test_gone.py::test_it any more")


def test_a_bug_is_asked_of_tadoru_sites_only() -> None:
    """Where nothing is served, or something else, a sentence says so, and nothing is walked."""
    nowhere = "http://127.0.0.1:9"
    assert refusal("P-25.a", "--site-url", nowhere) == f"--site-url {nowhere}: No site answers: nothing listens there."
    with stranger(200, "text/html", "<h1>Hello</h1>") as other:
        assert refusal("P-25.a", "--site-url", other.url).startswith(f"--site-url {other.url}: This is some other site")


@pytest.mark.parametrize(
    ("option", "variables"),
    [((), {"TADORU_SITE_TOKEN": "long"}), (("--site-token", "long"), {"TADORU_SITE_TOKEN": "of another site"})],
    ids=["variable", "option"],
)
def test_the_token_is_handed_on_unseen(
    monkeypatch: pytest.MonkeyPatch, option: tuple[str, ...], variables: dict[str, str]
) -> None:
    """It is read where a run reads it, not where `tadoru serve` does; what is started has it in no command."""
    known = {"P-25.a": {"id": "P-25.a", "line": "P-25", "title": "Late", "report": "It is late."}}
    asked: list[tuple[str | None, str | None]] = []
    started: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(defects, "catalogue", lambda *site: asked.append(site) or known)

    def run(command: list[str], _: Path, env: dict[str, str], *, aloud: bool) -> tuple[int, str]:
        started.append((command, env))
        return pytest.ExitCode.NO_TESTS_COLLECTED, ""

    monkeypatch.setattr(repeating, "_run", run)
    for name, value in {"TADORU_TOKEN": "of serving", **variables}.items():
        monkeypatch.setenv(name, value)
    repro("P-25.a", "--site-url", "http://127.0.0.1:9", *option)
    assert asked == [("http://127.0.0.1:9", "long")]
    ((command, env),) = started
    assert env["TADORU_SITE_TOKEN"] == "long"
    assert [word for word in command if "token" in word or "long" in word] == []


@pytest.mark.parametrize(
    ("given", "walked"), [((), "ws://127.0.0.1:8/"), (("--connect", "ws://127.0.0.1:9/"), "ws://127.0.0.1:9/")]
)
def test_a_browser_elsewhere_walks_again(suite: pytest.Pytester, given: tuple[str, ...], walked: str) -> None:
    """The one in which it failed, unless another is named, or none; one that is gone is told, not the test."""
    Path("test_gone.py").write_text("def test_it(page): pass", encoding="utf-8")
    told = failure(options=Options(patience=15, connect="ws://127.0.0.1:8/"))
    Path("failure.json").write_text(told.model_dump_json(), encoding="utf-8")
    code, (verdict,) = repro("failure.json", *given)
    assert (code, verdict["verdict"]) == (pytest.ExitCode.USAGE_ERROR, "not walked")
    assert f"--connect {walked}: No browser is given there" in verdict["words"]
    Path("test_gone.py").write_text("def test_it(): pass", encoding="utf-8")
    code, (verdict,) = repro("failure.json", "--connect", "")
    assert (code, verdict["verdict"]) == (pytest.ExitCode.OK, "passes")


def failure(**facts: Any) -> Failure:
    """A failure of a test that is nowhere."""
    usual: dict[str, Any] = {"test": "test_gone.py::test_it", "phase": "call", "device": "", "engine": "chromium"}
    usual |= {"engine_version": "1.0", "seed": [], "faults": [], "defects": [], "before": None, "missing": []}
    usual |= {"options": Options(patience=15), "step": None, "error": "AssertionError: assert 1 == 2", "command": ""}
    return Failure(**usual | facts)


A_STEP = Step(name="Visit.see", title="See", lines=["P-01"], variant=None)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({}, ""),
        ({"engine_version": "2.0", "command": "other"}, ""),
        ({"error": "AssertionError: assert 1 == 3"}, "AssertionError: assert 1 == 3"),
        ({"step": A_STEP}, "Visit.see fails in place of what is in no step: AssertionError: assert 1 == 2"),
        ({"phase": "setup"}, "in its setup in place of its call: AssertionError: assert 1 == 2"),
    ],
)
def test_failures_are_compared(now: dict[str, Any], told: str) -> None:
    """By phase, step and error, not by where they were seen."""
    assert repeating.difference(failure(), failure(**now)) == told


def test_variants_are_told_apart() -> None:
    """The same step at another chain is another failure."""
    at = [failure(step=A_STEP.model_copy(update={"variant": chain})) for chain in ("seven", "lawson")]
    assert repeating.difference(*at).startswith("Visit.see (lawson) fails in place of Visit.see (seven)")


def test_other_versions_are_named() -> None:
    """What is another version than that which failed is said."""
    case = repeating.Case(Path("failure.json"), failure(tadoru="0.0.1"))
    passed = {"test": case.failure.test, "outcome": "passed", "engine": "chromium", "engine_version": "2.0"}
    outcome = repeating.Outcome(**passed, phase="call", evidence=None)
    told = repeating.verdict(case, repeating.Run(0, "", [outcome]))
    assert told.words == "It does not fail any more."
    assert told.notes[0].startswith("It failed with Tadoru 0.0.1; this is Tadoru ")
    assert told.notes[1] == "It failed with chromium 1.0; this is chromium 2.0."
