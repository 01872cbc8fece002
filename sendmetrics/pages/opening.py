"""Which warehouse the dashboard shows: the authority's own, else a made-up one that it builds on first start."""

import datetime
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from sendmetrics.__main__ import now
from sendmetrics.errors import OutdatedError
from sendmetrics.extracts.sources import find_sources
from sendmetrics.metrics.access_log import LOG_NAME, AccessLog
from sendmetrics.metrics.definition import read_metrics
from sendmetrics.metrics.engine import Engine
from sendmetrics.settings import Settings
from sendmetrics.synthetic.demo import write_demo
from sendmetrics.warehouse.build import build_warehouse
from sendmetrics.warehouse.opened import open_warehouse
from sendmetrics.warehouse.person_key import read_or_create_key
from sendmetrics.warehouse.publish import current_file

STEPS = 115


@dataclass(frozen=True)
class Opened:
    """An engine over the warehouse in use; ``is_demo`` where the authority is made up."""

    engine: Engine
    is_demo: bool


def open_engine(settings: Settings) -> Opened:
    """The engine for the current version of the warehouse; a new version is picked up on the next run.

    With nothing built yet and no extracts to build from, a made-up authority
    is written and built, with its progress on the page; one that another
    version built is built again.
    """
    folder, is_demo = settings.warehouse, False
    if current_file(folder) is None:
        if settings.extracts.is_dir() and find_sources(settings.extracts):
            _say_how_to_build(settings)
        folder, is_demo = settings.demo / "warehouse", True
        if current_file(folder) is None:
            _build_demo(settings, folder)
    try:
        return Opened(_engine(str(folder), current_file(folder).name), is_demo)
    except OutdatedError:
        if not is_demo:
            raise
        _build_demo(settings, folder)
        raise


@st.cache_resource(max_entries=3, show_spinner=False)
def _engine(folder: str, version: str) -> Engine:
    """``version`` is part of the key: a new build has a new name."""
    read_metrics()
    return Engine(open_warehouse(Path(folder)), AccessLog(Path(folder) / LOG_NAME, now))


def _say_how_to_build(settings: Settings) -> None:
    st.info(
        f"There are files in {settings.extracts}, and no warehouse built from them yet. Run "
        "`python -m sendmetrics build`, then load this page again. Until then you see a made-up authority.",
        icon=":material/build:",
    )


def _build_demo(settings: Settings, folder: Path) -> None:
    """Write and build the made-up authority, each step shown: it takes some seconds, once."""
    st.title("Making up an authority")
    st.write("This happens once. None of the children, schools or services exists.")
    bar = st.progress(0.0, text="Starting")
    done = 0

    def progress(message: str) -> None:
        nonlocal done
        done += 1
        bar.progress(min(done / STEPS, 1.0), text=message)

    extracts = settings.demo / "extracts"
    if not extracts.exists() or not any(extracts.iterdir()):
        write_demo(extracts, progress=progress)
    build_warehouse(extracts, folder, read_or_create_key(settings.key_file), now(), progress)
    st.rerun()


def newest_day(engine: Engine) -> datetime.date | None:
    """The newest day any table can speak for."""
    return max(engine.warehouse.last_dates.values(), default=None)
