"""Fixtures: a made-up authority built once a session, and a guard on the real warehouse."""

import datetime
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).resolve().parent))

from harness import REAL, Authority, build_demo

from sendmetrics.contracts.reference import PROJECT

settings.register_profile(
    "sendmetrics",
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("sendmetrics")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two processes for the whole suite; none but this one for a part of it, which would wait for them to start."""
    return 2 if config.args_source is config.ArgsSource.TESTPATHS else 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First what waits for a browser, so that one process drives it while the other runs the other files."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The story of a made-up authority of 4,000 pupils."""
    return build_demo(tmp_path_factory.mktemp("authority"), pupils=4_000, seed=7)


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The same authority with nothing unusual planted."""
    return build_demo(tmp_path_factory.mktemp("plain"), pupils=4_000, seed=7, is_plain=True)


@pytest.fixture(autouse=True)
def _far_from_real_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes the authority's own folders: ask for ``authority`` or use tmp_path instead."""
    for name in list(os.environ):
        if name.startswith("SENDMETRICS_"):
            monkeypatch.delenv(name)
    settings_file = tmp_path / "no_settings.toml"
    settings_file.write_text("", encoding="utf-8")
    monkeypatch.setenv("SENDMETRICS_SETTINGS", str(settings_file))
    monkeypatch.setenv("SENDMETRICS_KEY_FILE", str(tmp_path / "person.key"))
    monkeypatch.setenv("SENDMETRICS_EXTRACTS", str(tmp_path / "extracts"))
    monkeypatch.setenv("SENDMETRICS_WAREHOUSE", str(tmp_path / "warehouse"))


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of published files; a test that needs it is skipped where it is not there."""
    if not REAL.is_dir():
        pytest.skip("the published DfE and NHS files of ../shared/real are not on this machine")
    return REAL


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder of extracts."""
    path = tmp_path / "extracts"
    path.mkdir()
    return path


@pytest.fixture
def today() -> datetime.date:
    return datetime.date(2026, 1, 15)
