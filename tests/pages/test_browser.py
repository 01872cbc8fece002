"""The dashboard in a real browser: every page opens, filters change figures, addresses bring a view back, nothing is amiss."""

import re

import pytest
from browsing import serve, settings_for
from harness import BUILT_AT, KEY, build_demo

from sendmetrics.pages.shell import PAGES
from sendmetrics.warehouse.build import build_warehouse

pytestmark = pytest.mark.browser

WIDE, NARROW = 1440, 390
# A page below the root is first asked for its own address by Streamlit's own script, which then asks at the root.
PROBING = re.compile(r"/_stcore/(health|host-config)$")
# What ENGINEERING calls Streamlit's own: none of it is ours to mend.
STREAMLITS_OWN = {
    "color-contrast": "stSidebarNavLink",
}
# True once the page has been still for 200 ms; asked anew for every frame.
QUIET = """() => {
    const isBusy = document.querySelector(".stApp").dataset.testScriptState !== "notRunning"
        || document.querySelector("[data-testid=stStatusWidget], [data-testid=stSkeleton], [data-stale=true]");
    if (isBusy) window.lastBusy = performance.now();
    return performance.now() - window.lastBusy > 200;
}"""
# Streamlit's background, once it is another than before.
REPAINTED = "before => getComputedStyle(document.querySelector('.stApp')).backgroundColor !== before"


class Visit:
    """A browser tab on the dashboard that remembers what went wrong in it."""

    def __init__(self, browser, address: str, width: int = WIDE) -> None:
        self.address = address
        self.context = browser.new_context(viewport={"width": width, "height": 900})
        self.page = self.context.new_page()
        self.troubles: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("requestfailed", lambda request: self.troubles.append(f"failed: {request.url}"))

    def _hear(self, message) -> None:
        if message.type == "error" and not PROBING.search(message.location.get("url", "")):
            self.troubles.append(f"{message.text} at {message.location.get('url')}")

    def open(self, page: str, query: str = "") -> "Visit":
        self.page.goto(f"{self.address}/{'' if page == 'summary' else page}{query}")
        title = next(each.title for each in PAGES if each.name == page)
        self.page.get_by_role("heading", level=1, name=title, exact=True).wait_for()
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until for a while nothing has run and nothing was about to be drawn."""
        self.page.evaluate("() => { window.lastBusy = performance.now() }")
        self.page.wait_for_function(QUIET)

    def text(self) -> str:
        return self.page.locator("[data-testid=stMain]").inner_text()

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def visit(browser, dashboard):
    opened: list[Visit] = []

    def start(**options) -> Visit:
        opened.append(Visit(browser, dashboard, **options))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_every_page_opens_without_an_error_and_axe_finds_nothing_of_ours(visit, page):
    """Opened in the dark, then by daylight: other tests open the light page."""
    tab = visit()
    tab.page.emulate_media(color_scheme="dark")
    tab.open(page)
    assert tab.page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
    assert _violations(tab) == [], "dark"
    dark = tab.page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    tab.page.emulate_media(color_scheme="light")
    tab.page.wait_for_function(REPAINTED, arg=dark)
    tab.settle()
    assert _violations(tab) == [], "light"
    assert tab.page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
    assert tab.troubles == []


def _violations(tab: Visit) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in Axe().run(tab.page).response["violations"]
        for node in violation["nodes"]
        if STREAMLITS_OWN.get(violation["id"], "\0") not in node["html"]
    ]


def test_a_filter_changes_the_figures_and_the_address_brings_them_back(visit):
    tab = visit().open("ehc")
    before = tab.page.get_by_role("heading", level=3).all_inner_texts()
    tab.page.get_by_role("combobox", name=re.compile("Local area")).click()
    tab.page.get_by_role("option", name="Coast", exact=True).click()
    tab.page.keyboard.press("Escape")
    tab.page.get_by_role("button", name="Coast ✕").wait_for()
    tab.settle()
    after = tab.page.get_by_role("heading", level=3).all_inner_texts()
    assert after != before
    assert "locality=Coast" in tab.page.url
    tab.page.reload()
    tab.page.get_by_role("button", name="Coast ✕").wait_for()
    tab.settle()
    assert tab.page.get_by_role("heading", level=3).all_inner_texts() == after
    assert tab.troubles == []


def test_filters_stay_when_the_page_changes_and_can_be_taken_away(visit):
    tab = visit().open("ehc", "?locality=Coast")
    tab.page.get_by_role("link", name="Referrals", exact=True).click()
    tab.page.get_by_role("heading", level=1, name="Referrals").wait_for()
    tab.page.get_by_role("button", name="Coast ✕").click()
    tab.page.get_by_role("button", name="Coast ✕").wait_for(state="detached")
    tab.settle()
    assert tab.page.get_by_role("button", name="Coast ✕").count() == 0
    assert "locality" not in tab.page.url


def test_counting_mediation_cases_stays_when_the_page_changes_and_on_reload(visit):
    tab = visit().open("ehc")
    said = "mediation and tribunal cases counted"
    assert said not in tab.text()
    tab.page.get_by_role("combobox", name=re.compile("Mediation and tribunal cases")).click()
    tab.page.keyboard.press("ArrowDown")
    tab.page.get_by_role("option", name="counted", exact=True).click()
    chip = tab.page.get_by_role("button", name="Mediation and tribunal cases counted ✕")
    chip.wait_for()
    tab.settle()
    assert "appeals=counted" in tab.page.url
    assert said in tab.text()
    tab.page.get_by_role("link", name="Summary", exact=True).click()
    tab.page.get_by_role("heading", level=1, name="Summary").wait_for()
    chip.wait_for()
    tab.settle()
    tab.open("ehc", "?appeals=counted")
    tab.page.reload()
    chip.wait_for()
    tab.settle()
    assert said in tab.text()
    tab.page.get_by_role("button", name="Reset filters").click()
    chip.wait_for(state="detached")
    tab.settle()
    assert "appeals" not in tab.page.url
    assert said not in tab.text()
    assert tab.troubles == []


@pytest.mark.parametrize(
    "query",
    [
        "?locality=Atlantis",
        "?phase=Primary&phase=Tertiary",
        "?school=Nowhere",
        "?as_at=yesterday",
        "?as_at=1990-01-01",
        "?as_at=2099-01-01",
        "?period=1066x",
        "?period=1990",
        "?compare=Wales",
        "?compare=England&compare=Wales",
        "?appeals=perhaps",
    ],
)
def test_a_bad_value_in_the_address_is_named(visit, query):
    tab = visit().open("sen_support", query)
    warning = tab.page.get_by_role("alert")
    assert f'"{query.split("=")[-1]}"' in warning.first.inner_text()
    assert "is not used" in warning.first.inner_text()
    assert tab.page.locator("[data-testid=stException]").count() == 0


def test_a_urn_in_the_address_is_that_school(visit, authority):
    urn, name = authority.engine.warehouse.query(
        "select school_urn, school_name from main.schools where has_figures order by school_urn limit 1"
    ).fetchone()
    tab = visit().open("school", f"?school={urn}")
    for _ in range(2):
        assert f"{name} · URN {urn}" in tab.text()
        assert tab.page.get_by_role("button", name=f"{name} ({urn}) ✕").count() == 1
        assert tab.page.get_by_role("alert").count() == 0
        tab.page.reload()
        tab.page.get_by_role("heading", level=1, name="School", exact=True).wait_for()
        tab.settle()


def test_an_as_at_day_moves_the_figures(visit):
    now = visit().open("ehc").text()
    then = visit().open("ehc", "?as_at=2024-12-31").text()
    assert "As at 31 December 2024" in then
    assert then != now


def test_chart_table_definition_and_download_say_the_same(visit):
    tab = visit().open("sen_support")
    panel = tab.page.locator(".st-key-panel-sen_support_trend")
    chart = panel.locator("[data-testid=stPlotlyChart]")
    said = chart.get_attribute("aria-label")
    assert "on SEN support" in said
    assert "2025/26: " in said
    panel.get_by_role("radio", name="Table").or_(panel.get_by_role("button", name="Table")).first.click()
    table = panel.get_by_role("table").first
    table.wait_for()
    assert table.locator("th[scope=col]").count() >= 3
    assert panel.get_by_role("table").filter(has_text="Published for England").get_by_text("England").count()
    panel.get_by_text("About this figure").click()
    panel.get_by_text("Statutory basis").wait_for()
    panel.locator("code").filter(has_text="select").wait_for()
    with tab.page.expect_download() as download:
        panel.get_by_role("button", name="CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("# title: Pupils on SEN support")
    assert "# as at: " in text
    assert tab.troubles == []


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_no_page_is_wider_than_a_telephone(visit, page):
    tab = visit(width=NARROW).open(page)
    width = tab.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
    assert width <= NARROW


def test_a_wide_table_keeps_its_first_column_and_is_scrolled_by_keys(visit):
    tab = visit(width=NARROW).open("data_quality")
    region = tab.page.get_by_role("region", name="Rows in = loaded")
    first = region.locator("th[scope=row]").first
    before = first.bounding_box()["x"]
    region.focus()
    for _ in range(4):
        tab.page.keyboard.press("ArrowRight")
    tab.page.wait_for_function("each => each.scrollLeft > 0", arg=region.element_handle())
    assert first.bounding_box()["x"] == before
    assert "linear-gradient" in region.evaluate("each => getComputedStyle(each).backgroundImage")


# A sheet of A4 between the margins that the style sheet gives, and a panel's own edge and padding.
PAPER, PADDING = 703, 34
RIGHT_ENDS = "all => all.map(each => each.getBoundingClientRect().right)"


def test_nothing_is_cut_on_paper(visit):
    """Charts are as wide as the screen made them, here as wide as can be with one beside none; tables wrap to the sheet."""
    tab = visit(width=1240)
    tab.page.emulate_media(color_scheme="dark")
    tab.open("ehc")
    tab.page.locator(".js-plotly-plot .main-svg").first.wait_for()
    widths = tab.page.locator(".js-plotly-plot").evaluate_all("all => all.map(each => each.offsetWidth)")
    assert widths
    assert max(widths) <= PAPER - PADDING
    tab.page.emulate_media(media="print")
    assert not tab.page.get_by_test_id("stSidebar").is_visible()
    assert not tab.page.get_by_role("radio", name="About this figure").first.is_visible()
    assert tab.page.get_by_text("Audience: leaders.").last.is_visible()
    title = tab.page.get_by_role("heading", level=1)
    assert title.evaluate("each => getComputedStyle(each).color") == "rgb(27, 39, 51)"
    tab.page.emulate_media(media="screen")
    tab.open("data_quality")
    tab.page.emulate_media(media="print")
    tab.page.set_viewport_size({"width": PAPER, "height": 1000})
    assert max(tab.page.locator(".sm-table th, .sm-table td").evaluate_all(RIGHT_ENDS)) <= PAPER
    cut = "all => all.filter(each => each.scrollHeight > each.clientHeight + 1 && getComputedStyle(each).overflowY != 'visible')"
    assert tab.page.locator(".sm-scroll, [data-testid=stMain]").evaluate_all(f"{cut}") == []


def test_back_leaves_a_page_without_filters_in_one_step_and_they_are_still_there(visit):
    tab = visit().open("ehc", "?locality=Coast")
    tab.page.get_by_role("link", name="Methodology", exact=True).click()
    tab.page.get_by_role("heading", level=1, name="Methodology").wait_for()
    tab.settle()
    assert "locality=Coast" in tab.page.url
    tab.page.go_back()
    tab.page.get_by_role("heading", level=1, name="EHC assessments").wait_for()
    tab.page.get_by_role("button", name="Coast ✕").wait_for()


def test_a_leader_cannot_ask_for_casework_through_the_address(visit):
    tab = visit().open("ehc", "?audience=casework&extent=all")
    assert "Audience: leaders" in tab.page.locator("[data-testid=stSidebar]").inner_text()


def test_a_first_start_builds_a_made_up_authority_and_says_so(browser, project, tmp_path):
    with serve(project, settings_for(tmp_path, tmp_path / "warehouse")) as address:
        tab = Visit(browser, address)
        tab.page.goto(address)
        tab.page.get_by_text("A made-up authority: none of these children").wait_for(timeout=60_000)
        tab.page.get_by_role("heading", level=1, name="Summary").wait_for()
        tab.close()


def test_a_newcomer_with_only_referrals_sees_what_is_missing(browser, project, tmp_path):
    authority = build_demo(tmp_path / "made", pupils=2_000, seed=3)
    for path in authority.extracts.iterdir():
        if not path.name.startswith(("referrals", "edubase", "local_areas")):
            path.unlink()
    build_warehouse(authority.extracts, tmp_path / "few", KEY, BUILT_AT, lambda _: None)
    with serve(project, settings_for(tmp_path, tmp_path / "few")) as address:
        tab = Visit(browser, address).open("sencos")
        assert "Not collected" in tab.text()
        assert tab.page.get_by_role("button", name="Template senco_return.csv").count() >= 1
        assert tab.troubles == []
        tab.open("summary")
        assert "What we cannot know yet" in tab.text()
        tab.close()
