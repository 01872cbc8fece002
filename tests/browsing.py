"""A dashboard in a process of its own, and the browser of this machine: what the browser tests stand on."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

REQUIRED = "SENDMETRICS_BROWSER_REQUIRED"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Without these a browser without a network spends its time failing to call home.
SWITCHES = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def browser_path() -> str:
    """The browser on this machine; without one the test is skipped, or fails where one is required."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        reason = f"no Chromium on this machine (looked for {', '.join(BROWSERS)})"
        if os.environ.get(REQUIRED):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@contextmanager
def serve(project: Path, settings: dict[str, str], script: str = "dashboard.py") -> Iterator[str]:
    """The dashboard, or another script, on a free port of this machine; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        script,
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    process = subprocess.Popen(
        command, cwd=project, env=os.environ | settings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).read()
                break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail(f"the dashboard did not start: {process.stderr.read().decode()[-2000:]}")
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=20)


def settings_for(folder: Path, warehouse: Path, **more: str) -> dict[str, str]:
    """The environment of a dashboard that reads that warehouse and nothing of the authority's own."""
    empty = folder / "settings.toml"
    empty.write_text("", encoding="utf-8")
    return {
        "SENDMETRICS_SETTINGS": str(empty),
        "SENDMETRICS_WAREHOUSE": str(warehouse),
        "SENDMETRICS_EXTRACTS": str(folder / "extracts"),
        "SENDMETRICS_DEMO": str(folder / "demo"),
        "SENDMETRICS_KEY_FILE": str(folder / "person.key"),
        "SENDMETRICS_NAME": "tester",
    } | more
