"""A dashboard over the made-up authority, and a real browser to drive it."""

from collections.abc import Iterator

import pytest
from browsing import SWITCHES, browser_path, serve, settings_for


@pytest.fixture(scope="session")
def dashboard(authority, project, tmp_path_factory) -> Iterator[str]:
    """The dashboard of the made-up authority for leaders; its address."""
    browser_path()
    with serve(project, settings_for(tmp_path_factory.mktemp("dashboard"), authority.warehouse)) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    """One browser for all tests."""
    path = browser_path()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        yield browser
        browser.close()
