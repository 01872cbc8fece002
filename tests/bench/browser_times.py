"""How long a reader waits, measured inside the browser: from the click on a filter to charts, and from a cold start beside its floor."""

import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from browsing import SWITCHES, browser_path, serve, settings_for

PAGES = ("ehc", "referrals", "sen_support")
AREAS = ("Coast", "North", "South", "Vale")
STARTS = 3
QUIET_MS = 3000
# What Streamlit itself and the browser take: no page of ours can be there before it.
FLOOR = 'import streamlit as st\nst.container(key="panel-floor").write("One line")\n'
# From the click on: each chart that has changed, and when. A look at every frame costs the page little.
WATCH = """(quiet) => {
  const charts = () => [...document.querySelectorAll('[data-testid=stMain] .js-plotly-plot')];
  const look = () => charts().map(chart => chart.textContent + chart.innerHTML.length);
  const before = look();
  window.changes = [];
  document.addEventListener('click', () => {
    const start = performance.now();
    const step = () => {
      const now = performance.now() - start;
      const changed = look().filter((text, place) => text !== before[place]).length;
      if (changed !== (window.changes.at(-1) ?? [0, 0])[1]) window.changes.push([now, changed]);
      if (now < quiet) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }, { once: true, capture: true });
}"""


def browser_rows(project: Path, folder: Path) -> Iterator[str]:
    from playwright.sync_api import sync_playwright

    settings = settings_for(folder, folder / "warehouse")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(SWITCHES))
        yield "| page | first chart, ms | all charts, ms |\n|---|---|---|"
        with serve(project, settings) as address:
            for name in PAGES:
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.goto(f"{address}/{name}")
                clicks = [_click(page, area) for area in AREAS]
                first, last = (statistics.median(times) for times in zip(*clicks, strict=True))
                yield f"| {name}: click on a local area | {first:.0f} | {last:.0f} |"
                page.close()
        yield "\n| cold start | to the server's answer, s | from there to the first panel, s |\n|---|---|---|"
        floor = folder / "floor.py"
        floor.write_text(FLOOR, encoding="utf-8")
        for name, script in (("a page of one line", str(floor)), ("the dashboard", "dashboard.py")):
            starts = [_cold_start(browser, project, settings, script) for _ in range(STARTS)]
            served, first = (statistics.median(times) for times in zip(*starts, strict=True))
            yield f"| {name} | {served:.1f} | {first:.1f} |"
        browser.close()


def _click(page, area: str) -> tuple[float, float]:
    """Milliseconds from the click to the first changed chart, and to the last."""
    page.locator(".js-plotly-plot").first.wait_for()
    page.wait_for_timeout(QUIET_MS)
    page.locator("[data-testid=stSidebar] [data-testid=stMultiSelect] input").first.click()
    option = page.get_by_role("option", name=area, exact=True)
    option.wait_for()
    page.evaluate(WATCH, QUIET_MS)
    option.click()
    page.wait_for_timeout(QUIET_MS)
    changes = page.evaluate("window.changes")
    most = max(changed for _, changed in changes)
    return changes[0][0], next(when for when, changed in changes if changed == most)


def _cold_start(browser, project: Path, settings: dict[str, str], script: str) -> tuple[float, float]:
    """Seconds from the start of the process to an answer, and from a reader's arrival to the first panel."""
    start = time.perf_counter()
    with serve(project, os.environ | settings, script) as address:
        served = time.perf_counter() - start
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        start = time.perf_counter()
        page.goto(address)
        page.locator("[class*=st-key-panel-], [class*=st-key-card-]").first.wait_for()
        first = time.perf_counter() - start
        page.close()
    return served, first
