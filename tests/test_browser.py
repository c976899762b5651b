"""The pages in a real browser: headless Chromium over the bundled samples. Skipped where Chromium is not installed."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from search import vendor
from search.settings import Settings
from search.vendor import TARGET
from tests.served import client, sample_library, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium and chromedriver here")
needs_editor = pytest.mark.skipif(not (TARGET / "yasgui.min.js").exists(), reason="browser files are not installed")
PATIENCE = 20.0
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(Settings(data=sample_library())) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--window-size=1200,900"):
        options.add_argument(argument)
    options.binary_location = str(CHROMIUM)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    yield driver
    driver.quit()


def wait_for(browser: Any, script: str) -> Any:
    """The first true value of a script, or an assertion after PATIENCE."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if value := browser.execute_script(f"return {script}"):
            return value
        time.sleep(0.05)
    raise AssertionError(f"never true in the page: {script}")


def requested(browser: Any) -> set[str]:
    """Hosts that were asked for anything since the last call."""
    found = set()
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            found.add(urlsplit(message["params"]["request"]["url"]).netloc)
    return found - {""}


def test_a_question_is_answered_with_its_evidence(browser: Any, address: str) -> None:
    browser.get(address + "/")
    box = browser.find_element("css selector", "main .box input[name=q]")
    assert browser.switch_to.active_element == box
    box.send_keys("云岭市水利局2025年三公经费是多少？\n")
    assert "10.96万元" in wait_for(browser, "document.querySelector('#answer .said')?.textContent")
    browser.execute_script("document.querySelector('#answer .ev').click()")
    assert wait_for(browser, "document.querySelector('li.here mark')?.textContent")
    assert requested(browser) == {urlsplit(address).netloc}


def test_a_row_of_the_table_leads_to_its_line_and_its_project(browser: Any, address: str) -> None:
    browser.get(address + "/?q=" + quote("预算最多的两个项目"))
    wait_for(browser, "document.querySelectorAll('#answer tbody tr').length == 2")
    name = browser.execute_script("return document.querySelector('#answer tbody td a').textContent")
    browser.execute_script("document.querySelector('#answer tbody tr td[data-name=出处] a').click()")
    assert wait_for(browser, "document.querySelector('li.here mark')?.textContent") == name
    browser.back()
    browser.execute_script("document.querySelector('#answer tbody td a').click()")
    assert name in wait_for(browser, "document.querySelector('h1')?.textContent")


def test_a_policy_is_found_in_any_form_and_drawn(browser: Any, address: str) -> None:
    browser.get(address + "/policies")
    browser.find_element("css selector", ".filters input[name=q]").send_keys("川财综[2024]22号\n")
    wait_for(browser, "document.querySelector('.answer .said a')")
    browser.execute_script("document.querySelector('.answer .said a').click()")
    assert "川财综〔2024〕22号" in wait_for(browser, "document.querySelector('figure svg')?.textContent")
    verbs = browser.execute_script("return [...document.querySelectorAll('ul.plain .tag')].map((tag) => tag.textContent)")
    assert {"被转发于", "废止"} <= set(verbs)


def test_unpaid_contracts_add_up_on_the_page(browser: Any, address: str) -> None:
    browser.get(address + "/contracts?unpaid=1")
    total = browser.find_element("css selector", ".answer .said").text
    cells = browser.execute_script("return [...document.querySelectorAll('tbody td:nth-child(6) b')].map((cell) => cell.textContent)")
    summed = sum(float(cell.replace(",", "")) for cell in cells)
    assert f"{summed / 10000:,.10g}万元" in total


def test_no_page_is_wider_than_a_phone(browser: Any, address: str) -> None:
    browser.set_window_size(400, 800)
    paths = (
        "/", "/documents", "/projects", "/policies", "/contracts?unpaid=1", "/findings", "/queries", "/queries/unpaid-balances", "/sparql",
        "/source/yunling-water-2025?line=286", "/policies/" + quote("云财综〔2024〕12号"), "/?q=" + quote("金额最大的三个项目"),
    )  # fmt: skip
    wide = []
    for path in paths:
        browser.get(address + path)
        if browser.execute_script("return document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            wide.append(path)
        if browser.execute_script("const n = document.querySelector('nav'); return n.scrollWidth > n.clientWidth || n.clientHeight > 40"):
            wide.append(f"menu of {path}")
    browser.set_window_size(1200, 900)
    assert wide == []


def test_a_table_is_read_on_a_phone_without_scrolling(browser: Any, address: str) -> None:
    browser.set_window_size(400, 800)
    browser.get(address + "/queries/unpaid-balances")
    cells = "document.querySelectorAll('tbody tr:first-child td')"
    beside = browser.execute_script(f"return [...{cells}].map((cell) => getComputedStyle(cell, '::before').content.replaceAll('\"', ''))")
    right = browser.execute_script(f"return Math.max(...[...{cells}].map((cell) => cell.getBoundingClientRect().right))")
    browser.set_window_size(1200, 900)
    assert beside[:3] == ["部门", "项目", "事项"]
    assert right <= 400


def test_slash_leads_to_the_box(browser: Any, address: str) -> None:
    browser.get(address + "/documents")
    browser.find_element("css selector", "body").send_keys("/")
    assert browser.switch_to.active_element.get_attribute("name") == "q"


@needs_editor
def test_editor_runs_marks_errors_and_stays_here(browser: Any, address: str) -> None:
    requested(browser)
    prefix = "PREFIX bk: <https://w3id.org/budgetkg/ontology#>\n"
    query = prefix + "SELECT ?kind (COUNT(*) AS ?n) { ?d a bk:Document ; bk:documentKind ?kind } GROUP BY ?kind"
    browser.get(f"{address}/sparql?query={quote(query)}")
    wait_for(browser, "window.yasgui?.getTab()?.getYasqe().getValue().includes('documentKind')")
    browser.execute_script("yasgui.getTab().getYasqe().query()")
    assert "部门预算" in wait_for(browser, "document.querySelector('.yasr table')?.textContent")
    browser.execute_script("yasgui.getTab().getYasqe().setValue('SELECT * {\\n  ?s bk:year 2025 }')")
    browser.execute_script("yasgui.getTab().getYasqe().query().catch(() => 0)")
    assert "第 2 行第 6 列" in wait_for(browser, "document.getElementById('trouble').textContent")
    assert wait_for(browser, "document.querySelector('.error-line') !== null")
    assert wait_for(browser, "document.querySelector('.error-place')?.textContent") == "b"
    assert requested(browser) == {urlsplit(address).netloc}


@needs_editor
def test_editor_completes_terms_by_their_chinese_names(browser: Any, address: str) -> None:
    browser.get(f"{address}/sparql?query={quote('SELECT * { ?x 年度资金 }')}")
    wait_for(browser, "window.yasgui?.getTab()?.getYasqe().getValue().includes('年度资金')")
    browser.execute_script("const e = yasgui.getTab().getYasqe(); e.focus(); e.setCursor(0, 17); e.getOption('extraKeys')['Ctrl-Space'](e)")
    assert "bk:yearAmount" in wait_for(browser, "document.querySelector('.CodeMirror-hints')?.textContent")


@needs_editor
def test_editor_draws_a_chart_and_is_stopped(browser: Any, address: str) -> None:
    prefix = "PREFIX bk: <https://w3id.org/budgetkg/ontology#>\n"
    query = prefix + "SELECT ?kind (COUNT(*) AS ?n) { ?x a bk:Contract ; bk:amountKind ?kind } GROUP BY ?kind"
    browser.get(f"{address}/sparql?query={quote(query)}")
    wait_for(browser, "window.yasgui?.getTab()?.getYasqe().getValue().includes('amountKind')")
    browser.execute_script("yasgui.getTab().getYasqe().query()")
    wait_for(browser, "document.querySelector('.yasr .select_bars')")
    browser.execute_script("document.querySelector('.yasr .select_bars').click()")
    bars = wait_for(browser, "document.querySelectorAll('.yasr .bars div').length")
    rows = browser.execute_script("return yasgui.getTab().getYasr().results.getBindings().length")
    assert bars == rows > 0
    browser.execute_script("yasgui.getTab().getYasqe().setValue(arguments[0]); document.querySelector('.yasqe_queryButton').click()", ENDLESS)
    wait_for(browser, "document.querySelector('.yasqe_queryButton').classList.contains('busy')")
    browser.execute_script("document.querySelector('.yasqe_queryButton').click()")
    wait_for(browser, "!document.querySelector('.yasqe_queryButton').classList.contains('busy')")


@needs_editor
def test_editor_loads_an_example_and_shares_its_address(browser: Any, address: str) -> None:
    browser.get(address + "/sparql")
    wait_for(browser, "window.yasgui?.getTab() && document.querySelectorAll('#examples option').length > 25")
    browser.execute_script("const e = document.querySelector('#examples'); e.value = 'unpaid-balances'; e.dispatchEvent(new Event('change'))")
    written = wait_for(browser, "(yasgui.getTab().getYasqe().getValue().includes('bk:balance') && yasgui.getTab().getYasqe().getValue())")
    browser.execute_script("document.querySelector('#share').click()")
    shared = browser.current_url
    browser.get(address + "/")
    browser.get(shared)
    assert wait_for(browser, "window.yasgui?.getTab()?.getYasqe().getValue()") == written


def test_the_page_says_how_to_get_a_missing_editor(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendor, "installed", lambda: False)
    with client(address) as http:
        page = http.get("/sparql", headers={"accept": "text/html"}).text
    assert "python -m search.vendor" in page
    assert "/static/vendor/" not in page


def test_editor_without_the_browser_files(browser: Any, address: str) -> None:
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/vendor/*"]})
    try:
        browser.get(f"{address}/sparql?query={quote('SELECT (1 + 1 AS ?two) {}')}")
        wait_for(browser, "document.querySelector('#plain') && !document.querySelector('#plain').hidden")
        assert not browser.find_element("id", "plain-stop").is_displayed()
        browser.execute_script("document.querySelector('#plain-run').click()")
        assert wait_for(browser, "document.querySelector('#plain-result td')?.textContent") == "2"
        run = "document.querySelector('#plain-query').value = arguments[0]; document.querySelector('#plain-run').click()"
        browser.execute_script(run, "SELECT * {\n  ?s ?p }")
        assert wait_for(browser, "document.querySelector('#trouble pre')?.textContent") == "  ?s ?p }\n        ^"
        chosen = "const area = document.querySelector('#plain-query'); return area.value.slice(area.selectionStart, area.selectionEnd)"
        assert browser.execute_script(chosen) == "}"
        browser.execute_script(run, ENDLESS)
        wait_for(browser, "!document.querySelector('#plain-stop').hidden")
        browser.execute_script("document.querySelector('#plain-stop').click()")
        assert wait_for(browser, "document.querySelector('#trouble').textContent") == "已停止"
        form = browser.execute_script("return [...new FormData(document.querySelector('#plain')).keys()]")
        assert form == ["query", "format"]
    finally:
        browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
