"""Tadoru in somebody else's project, installed from its wheel."""

import subprocess
import sys
import zipfile
from pathlib import Path
from textwrap import dedent

import pytest

from tests.harness.installing import PACKAGES, ROOT, build, install

PROJECT = {
    "fixtures/__init__.py": 'GUEST = "見本 花子"',
    "fixtures/users.py": "from fixtures import GUEST as NAME",
    "tests/fixtures/places.py": 'TOWN = "北見市"',
    "flows/returning.py": """
        from playwright.sync_api import expect
        from flows.flow import Flow, step

        class Returning(Flow):
            @step()
            def see_name(self, name):
                '''See one's name on the store's first page.'''
                self.page.goto(self.sites.url("store"))
                expect(self.page.get_by_role("main")).to_contain_text(f"{name} 様")
    """,
    "tests/test_ours.py": """
        import sys
        from pathlib import Path

        import flows.shop, fixtures.world, mock_site.app, pytest, pytest_tadoru
        from fixtures.beginnings import ordered
        from fixtures.checkpoints import starts_at
        from fixtures.places import TOWN
        from fixtures.users import NAME
        from flows.returning import Returning

        @pytest.mark.parametrize("module", [flows.shop, fixtures.world, mock_site.app, pytest_tadoru])
        def test_where_it_comes_from(module):
            assert Path(module.__file__).is_relative_to(sys.prefix)

        @pytest.mark.persona(name=NAME, address={"postal_code": "090-0000", "prefecture": "北海道", "street": TOWN})
        def test_a_flow_of_ours(shopper, stage):
            stage.flow(Returning).see_name(NAME)

        @pytest.mark.usefixtures("shopper")
        def test_checking_out(shopping, checkout, history):
            shopping.put_into_cart("tea-kettle")
            shopping.go_to_checkout()
            checkout.open_payment()
            checkout.choose_konbini()
            history.see_waiting(checkout.place())

        @starts_at(ordered)
        @pytest.mark.usefixtures("shopper")
        def test_from_a_checkpoint(beginning, history):
            history.see_waiting(beginning.order)
    """,
}
"""A project without a conftest; it has folders named as Tadoru's packages are, at its root and beside its tests."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist, built from this checkout."""
    return build(tmp_path_factory.mktemp("building"))


def test_the_wheel_is_whole(wheel: Path) -> None:
    """Templates, styles, scripts, drawings and data are in it as they are in the checkout, and nothing besides."""
    with zipfile.ZipFile(wheel) as packed:
        content = {name: packed.read(name) for name in packed.namelist() if ".dist-info/" not in name}
    here = [path for name in PACKAGES for path in (ROOT / name).rglob("*") if path.is_file()]
    files = [ROOT / "pytest_tadoru.py", *(path for path in here if "__pycache__" not in path.parts)]
    assert content == {str(path.relative_to(ROOT)): path.read_bytes() for path in files}


def test_a_project_that_installed_it_runs(wheel: Path, tmp_path: Path) -> None:
    """Its tests get worlds, people, flows and checkpoints from the wheel, and its modules lie beside Tadoru's."""
    python = install(wheel, tmp_path)
    project = tmp_path / "project"
    for name, text in PROJECT.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(dedent(text), "utf-8")
    command = [python, "-m", "pytest", "-p", "no:cacheprovider", "-q"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)  # noqa: S603 (fixed words)
    assert "7 passed" in done.stdout, done.stdout + done.stderr


def test_a_module_of_the_same_name_is_refused(pytester: pytest.Pytester) -> None:
    """Where the project has a module that Tadoru has, too, a sentence says which, and what to do."""
    (pytester.path / "fixtures").mkdir()
    (pytester.path / "fixtures" / "__init__.py").touch()
    (pytester.path / "fixtures" / "world.py").touch()
    cold = (sys.executable, "-m", "pytest")  # nothing is loaded there yet, unlike in a run that is forked
    result = pytester.run(*cold)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: Tadoru has a module fixtures.world, and */fixtures/world.py stands in front*"])
    pytester.makepyfile("def test_it(): pass")
    pytester.run(*cold, "-p", "no:tadoru").assert_outcomes(passed=1)
