"""The page of countries in a real browser: usable by everyone, silent, printable, whole without scripts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from countries import country, page_of
from factories import age_of, coverage_of, evidence_of
from test_browser import _letters, browser, opened, pytestmark  # noqa: F401
from test_report import HOSTILE

from gc25map.frameworks import read_as
from gc25map.records import Coverage
from gc25map.taxonomy import Taxonomy

ARABIC = evidence_of("يعاقب كل من ينشر صور الأطفال على الشبكة", language="ar", locator="المادة 4")


@pytest.fixture(scope="module")
def page(
    demo: Coverage,
    taxonomy: Taxonomy,
    provision_ids: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The demonstration law beside a law in Arabic and a strategy that says nothing."""
    demo = replace(demo, frameworks=(read_as(demo, "child-protection-system"),), _index={})
    arabic = coverage_of(provision_ids, {"csam-offences": ARABIC}, ages=(age_of(),))
    return page_of(
        tmp_path_factory.mktemp("countries"),
        taxonomy,
        country("ARA", arabic, name="أرض", title="قانون العقوبات", failures=["is encrypted"]),
        country("CAL", demo, name="Calmarra", kind="children-act; communications"),
        country("STR", coverage_of(provision_ids), name="Stratland", kind="strategy"),
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "state",
    ["", "#?status=partial&signs=1&countries=ARA,CAL", "open"],
    ids=["folded", "filtered", "open"],
)
def test_nothing_bars_anyone_from_the_page(
    opened: Any,  # noqa: F811
    page: Path,
    scheme: str,
    state: str,
) -> None:
    """axe finds nothing, in light and dark, folded, filtered, and with everything open."""
    shown = opened(page, color_scheme=scheme)
    if state == "open":
        shown.page.get_by_role("button", name="Open all chapters").click()
        shown.open_details()
    elif state:
        shown.page.goto(page.as_uri() + state)
        shown.page.reload()
    assert not shown.violations()


def test_the_page_asks_for_nothing_and_says_nothing(opened: Any, page: Path) -> None:  # noqa: F811
    """One file: no request, no message, and a title leads to the words of those that address it."""
    shown = opened(page)
    shown.page.get_by_role("button", name="Open all chapters").click()
    shown.page.click("tr#csam-offences th a")
    words = shown.page.locator("#words-csam-offences")
    assert words.get_attribute("open") is not None
    assert words.locator("blockquote[dir=rtl]").is_visible()
    assert {url.partition("#")[0] for url in shown.asked} == {page.as_uri()}
    assert shown.said == []


def test_the_page_reads_without_scripts(opened: Any, page: Path) -> None:  # noqa: F811
    """Every row is there, words can be opened, and nothing is offered that would not work."""
    shown = opened(page, java_script_enabled=False)
    assert shown.page.locator("#all tr[id]:visible").count() == 109
    words = shown.page.locator("#words-csam-offences")
    words.locator("summary").click()
    assert ARABIC.text in words.inner_text()
    assert shown.page.locator("button:visible, select:visible, input:visible").count() == 0


def test_chapters_fold_and_the_address_keeps_them(opened: Any, page: Path) -> None:  # noqa: F811
    """Folded at first; opened by keyboard; the address brings the view back; a link opens its chapter."""
    shown = opened(page)
    tab = shown.page
    row = tab.locator("tr#csam-offences")
    assert not row.is_visible()
    assert tab.locator("tr.chapter:visible").count() == 12
    button = tab.get_by_role("button", name="VII Violence against children", exact=True)
    button.press("Enter")
    assert row.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    assert tab.url.endswith("#?open=VII")
    again = opened(page)
    again.page.goto(f"{page.as_uri()}#?open=VII")
    again.page.reload()
    assert again.page.locator("tr#csam-offences").is_visible()
    linked = opened(page)
    linked.page.goto(f"{page.as_uri()}#age-assurance")
    assert linked.page.locator("tr#age-assurance").is_visible()


def test_filters_find_rows_and_columns(opened: Any, page: Path) -> None:  # noqa: F811
    """By chapter, status in the countries shown, kind, comparability, words of passages, country."""
    shown = opened(page)
    tab = shown.page
    rows = tab.locator("#all tr[id]:visible")
    result = tab.locator("#result")
    tab.get_by_label("Kind of instrument").select_option("strategy")
    assert tab.locator("#all thead th:visible").all_inner_texts()[1].startswith("Stratland")
    assert tab.locator("tr#school-digital-infrastructure").is_visible()
    assert not tab.locator("tr#child-data-protection-law").is_visible()
    assert "1 of 3 countries" in result.inner_text()
    tab.get_by_role("button", name="Show all").click()
    tab.get_by_label("Search").fill("الأطفال")
    assert rows.count() == 1
    assert tab.locator("#words-csam-offences blockquote[dir=rtl]").is_visible()
    tab.get_by_label("Search").fill("no such words at all")
    assert "0 of 109 provisions" in result.inner_text()
    for said_by_the_program in ("of 3 comparable", "usually carried by", "Stratland", "not found"):
        tab.get_by_label("Search").fill(said_by_the_program)
        assert rows.count() == 0, said_by_the_program
    tab.get_by_label("Search").fill("المادة")
    assert rows.count() == 1
    tab.get_by_role("button", name="Show all").click()
    tab.get_by_label("In any country shown").select_option("addressed")
    both = rows.count()
    tab.locator(".pick summary").click()
    tab.get_by_label("أرض").check()
    assert rows.count() == 1 < both
    assert tab.locator(".balance tbody tr:visible").count() == 1
    assert "status=addressed" in tab.url
    assert "countries=ARA" in tab.url
    tab.reload()
    assert rows.count() == 1
    tab.get_by_role("button", name="Show all").click()
    tab.get_by_label("Comparable between two or more").check()
    assert tab.locator("tr#national-digital-child-policy").is_visible()
    assert not tab.locator("tr#child-data-protection-law").is_visible()
    assert shown.said == []


def test_keys_step_through_what_is_shown(opened: Any, page: Path) -> None:  # noqa: F811
    """`j` and `k` go from row to row, open what is folded, and are quiet while somebody types."""
    tab = opened(page).page
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    focused = "document.activeElement.parentElement.id"
    assert tab.evaluate(focused) == "digital-non-discrimination"
    tab.keyboard.press("k")
    assert tab.evaluate(focused) == "digital-inclusion"
    assert tab.locator("tr#digital-inclusion").is_visible()
    tab.keyboard.press("f")
    tab.keyboard.type("jok")
    assert tab.get_by_label("Search").input_value() == "jok"
    tab.get_by_role("button", name="Show all").click()
    tab.locator("h1").click()
    tab.keyboard.press("?")
    dialog = tab.get_by_role("dialog")
    assert dialog.is_visible()
    dialog.get_by_label("Use these keys").uncheck()
    tab.keyboard.press("Escape")
    tab.keyboard.press("o")
    assert not tab.locator("tr#csam-offences").is_visible()


def test_printed_the_page_holds_every_provision_and_its_words(
    opened: Any,  # noqa: F811
    page: Path,
    taxonomy: Taxonomy,
) -> None:
    """What is folded on the screen is printed, and what is there to be pressed is not."""
    printed = opened(page).page.pdf(prefer_css_page_size=True)
    with pypdfium2.PdfDocument(printed) as pdf:
        text = _letters("".join(sheet.get_textpage().get_text_range() for sheet in pdf))
    for provision in taxonomy.provisions:
        assert _letters(provision.title) in text, provision.id
    for chapter in taxonomy.framework.chapters[2:]:
        assert _letters(f"{chapter.id} {chapter.title}") in text
    assert _letters("Keeping harm, exploitation and misuse of data") in text
    assert _letters("Open all chapters") not in text


@pytest.mark.parametrize("state", ["", "#?open=VII&signs=1"])
def test_a_telephone_shows_the_page_without_scrolling_sideways(
    opened: Any,  # noqa: F811
    page: Path,
    state: str,
) -> None:
    """At 320 px only wide tables scroll, each within itself."""
    shown = opened(page, viewport={"width": 320, "height": 640})
    shown.page.goto(page.as_uri() + state)
    shown.open_details()
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_hostile_countries_do_nothing_in_a_browser(
    opened: Any,  # noqa: F811
    taxonomy: Taxonomy,
    provision_ids: list[str],
    tmp_path: Path,
) -> None:
    """Markup in names, titles, passages and places is text: no script runs, nothing is fetched."""
    everything = " ".join(HOSTILE)
    evidence = evidence_of(everything, locator=everything, spans=())
    coverage = coverage_of(provision_ids, {"csam-offences": evidence}, title=everything)
    results = [country(text, coverage, name=text, title=everything) for text in sorted(HOSTILE)]
    shown = opened(page_of(tmp_path, taxonomy, *results))
    shown.open_details()
    shown.page.keyboard.press("o")
    shown.page.mouse.wheel(0, 5000)
    assert shown.said == []
    assert len({url.partition("#")[0] for url in shown.asked}) == 1
    assert shown.page.locator("main img, main base, main iframe, body style").count() == 0
    assert "</script><script>alert(1)</script>" in shown.page.locator("main").inner_text()
