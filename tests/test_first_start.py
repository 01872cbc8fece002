"""The README's first command on a machine where Streamlit has never run."""

import os
import select
import subprocess
import sys
import time

import pytest

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")


def test_a_newcomer_is_asked_nothing(project, tmp_path):
    """On a terminal Streamlit may ask for an e-mail address before it starts, and would wait for ever."""
    environment = os.environ | {"HOME": str(tmp_path), "BROWSER": "true", "SENDMETRICS_DEMO": str(tmp_path / "demo")}
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", "0"]
    process = subprocess.Popen(command, cwd=project, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = ""
    try:
        end = time.monotonic() + 30
        while "URL:" not in said and "mail" not in said and time.monotonic() < end:
            if select.select([ours], [], [], 1)[0]:
                said += os.read(ours, 1 << 16).decode(errors="replace")
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    assert "URL:" in said
    assert "mail" not in said
