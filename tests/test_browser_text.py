"""The text of the law in a real browser: passages are added where they stand, filters find, large laws open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from factories import coverage_of, evidence_of, passage_of
from test_browser import browser, opened, playwright, pytestmark  # noqa: F401
from test_report import HOSTILE

from gc25map import analyze_files, render_report
from gc25map.records import Coverage
from gc25map.review import load_review
from gc25map.taxonomy import Taxonomy

SHARED = ROOT.parent / "shared"
IT_ACT = "ind-information-technology-act-2000.pdf"


@pytest.fixture(scope="module")
def report(demo: Coverage, taxonomy: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the demonstration law, read as another framework too."""
    path = tmp_path_factory.mktemp("text") / "law.gc25.html"
    read = replace(demo, frameworks=(demo.read_as("model-national-response"),), _index={})
    path.write_text(render_report(read, taxonomy), encoding="utf-8")
    return path


def _downloaded(page: Any, folder: Path) -> Path:
    """The review file, asked for with the keyboard."""
    page.get_by_role("button", name="Download review").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    path = folder / str(download.value.suggested_filename)
    download.value.save_as(path)
    return path


def _open_law(page: Any) -> Any:
    """The text of the law, opened with the keyboard."""
    page.locator(".law summary").first.focus()
    page.keyboard.press("Enter")
    return page.locator(".law .text")


def _field(page: Any, name: str) -> Any:
    """A field of the form beside a passage of the law."""
    return page.locator(f".law .adding [data-field={name}]")


def _operative(demo: Coverage) -> int:
    """The place of a passage of rules that stands in one piece, in the middle of the law."""
    return next(
        n
        for n, p in enumerate(demo.passages)
        if n > 150 and p.kind == "operative" and len(p.text) > 150
    )


def test_a_whole_review_is_made_by_keyboard(
    opened: Any,  # noqa: F811
    run: Run,
    report: Path,
    demo: Coverage,
    tmp_path: Path,
) -> None:
    """Step, decide, read the law, add what was missed, download; applied, the report shows all of it."""
    *_, gap = (cell.provision for cell in demo.cells if cell.status == "missing")
    where = _operative(demo)
    shown = opened(report)
    page, keys = shown.page, shown.page.keyboard
    for key in "jaju":
        keys.press(key)
    passage = _open_law(page).nth(where)
    passage.get_by_role("button").focus()
    keys.press("m")
    focused = page.evaluate("document.activeElement.dataset.field")
    assert focused == "provision"
    _field(page, "provision").select_option(gap)
    for text in ("\t", "\t", "partial", "\t", "Read </script> in context", "\t", "\n"):
        keys.press({"\t": "Tab", "\n": "Enter"}[text]) if text in "\t\n" else keys.type(text)
    assert "added by you" in passage.inner_text()
    assert page.evaluate("document.activeElement.textContent") == "This serves …"
    assert "3 of 109 reviewed" in page.locator("#reviewing").inner_text()
    page.get_by_label("Your initials").focus()
    keys.type("AB")
    review = load_review(_downloaded(page, tmp_path))
    (added,) = review.additions
    law = demo.passages[where]
    assert (added.provision, added.status, added.page) == (gap, "partial", law.first_page)
    assert (added.locator, added.instrument) == (law.locator, demo.instruments[0].sha256)
    assert added.exact == law.text.strip()
    assert added.end == (added.start or 0) + len(added.exact)
    assert added.note == "Read </script> in context"

    json = tmp_path / "law.gc25.json"
    json.write_text(demo.to_json(), encoding="utf-8")
    result = run("review", "apply", json, tmp_path / "law.review.json", "-o", tmp_path)
    assert result.code == 0, result.err
    again = opened(tmp_path / "law-reviewed.gc25.html")
    said = again.page.locator(f"article#{gap} .review").inner_text()
    assert "AB added a passage: ◐ partial" in said
    assert " ".join(law.text.split())[:60] in " ".join(said.split())
    assert again.page.locator(f"article#{gap}").get_attribute("data-status") == "missing"
    assert shown.said == again.said == []


def test_words_that_are_selected_are_added_with_their_place(
    opened: Any,  # noqa: F811
    report: Path,
    demo: Coverage,
    tmp_path: Path,
) -> None:
    """Offsets are those into the document as it was read; around the words stands what surrounds them."""
    where = _operative(demo)
    law = demo.passages[where]
    page = opened(report).page
    passage = _open_law(page).nth(where)
    passage.locator("p").evaluate(
        """(p, [from, to]) => {
          const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT), range = document.createRange();
          for (let at = 0, node; (node = walk.nextNode()); at += node.length) {
            if (at <= from && from < at + node.length) range.setStart(node, from - at);
            if (at < to && to <= at + node.length) range.setEnd(node, to - at);
          }
          getSelection().removeAllRanges(); getSelection().addRange(range);
        }""",
        [20, 70],
    )
    page.wait_for_timeout(50)
    page.keyboard.press("m")
    form = page.locator(".law .adding")
    wanted = law.text[20:70].strip()
    assert _field(page, "exact").input_value() == wanted
    _field(page, "provision").select_option(demo.cells[0].provision)
    form.get_by_role("button", name="Keep").click()
    page.get_by_label("Your initials").fill("AB")
    (added,) = load_review(_downloaded(page, tmp_path)).additions
    begin = law.text.index(wanted, 20)
    assert added.exact == wanted
    assert (added.start, added.end) == (law.start + begin, law.start + begin + len(wanted))
    assert law.text[:begin].endswith(added.prefix)
    assert law.text[begin + len(wanted) :].startswith(added.suffix)


def test_words_that_do_not_stand_there_are_not_added(
    opened: Any,  # noqa: F811
    report: Path,
) -> None:
    """Neither invented words nor a passage without a provision; Escape closes, and nothing is kept."""
    page = opened(report).page
    passage = _open_law(page).first
    button = passage.get_by_role("button")
    button.click()
    keep = page.get_by_role("button", name="Keep this passage")
    keep.click()
    assert "Choose a provision" in page.locator(".law .adding").inner_text()
    _field(page, "provision").select_option(index=1)
    _field(page, "exact").fill("Nobody wrote this.")
    keep.click()
    assert "do not stand so" in page.locator(".law .adding").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".law .adding").count() == 0
    assert button.evaluate("e => e === document.activeElement")
    assert "0 of 109 reviewed" in page.locator("#reviewing").inner_text()


def test_an_added_passage_comes_back_and_can_be_removed(
    opened: Any,  # noqa: F811
    report: Path,
    demo: Coverage,
) -> None:
    """After a reload it stands beside its words again; removed at its provision it is gone there, too."""
    provision = demo.cells[1].provision
    page = opened(report).page
    passage = _open_law(page).nth(_operative(demo))
    passage.get_by_role("button").click()
    _field(page, "provision").select_option(provision)
    page.get_by_role("button", name="Keep this passage").click()
    page.reload()
    _open_law(page)
    assert passage.locator(f"ul.added a[href='#{provision}']").count() == 1
    page.locator(f"article#{provision}").get_by_role("button", name="Remove").click()
    assert page.locator("ul.added").count() == 0


def test_filters_and_order_come_back_from_the_address(
    opened: Any,  # noqa: F811
    report: Path,
    taxonomy: Taxonomy,
    demo: Coverage,
) -> None:
    """Who must act, a component of another framework, the order: kept in the address, found again."""
    reading = demo.read_as("model-national-response")
    component = reading.components[0]
    page = opened(report).page
    page.locator("[data-filter=component]").select_option(f"{reading.id}/{component.id}")
    shown = page.locator("article[data-status]:not([hidden])")
    assert {a.get_attribute("id") for a in shown.all()} == {p for p, _ in component.provisions}
    page.get_by_role("button", name="Show all").click()
    page.locator("[data-filter=bearer]").select_option("courts")
    page.locator("[data-filter=sort]").select_option("gaps")
    wanted = {p.id for p in taxonomy.provisions if "courts" in p.bearer}
    again = opened(report).page
    again.goto(page.url)
    again.reload()
    for one in (page, again):
        articles = one.locator("section.chapter article[data-status]:not([hidden])")
        assert {a.get_attribute("id") for a in articles.all()} == wanted
        chapter = [a.get_attribute("data-status") for a in articles.all()][:3]
        assert chapter == sorted(
            chapter, key=["missing", "not_assessed", "partial", "addressed"].index
        )
    assert again.locator("[data-filter=sort]").input_value() == "gaps"


def test_a_search_finds_what_the_law_and_the_provisions_say(
    opened: Any,  # noqa: F811
    report: Path,
    taxonomy: Taxonomy,
    demo: Coverage,
) -> None:
    """Titles, duties, passages, headings and sections; never what the program says beside them."""
    texts = {
        cell.provision: " ".join(
            (
                taxonomy[cell.provision].title,
                taxonomy[cell.provision].duty,
                *(
                    " ".join((*e.headings, e.locator, e.lead, e.text, e.tail))
                    for e in (*cell.evidence, *cell.nearest)
                ),
            )
        ).lower()
        for cell in demo.cells
    }
    page = opened(report).page
    strongest = next(cell.evidence[0] for cell in demo.cells if cell.evidence)
    section = strongest.locator.lower().split()[-1]
    for word in ("score", "cite", "speaks", "confidence", "commitment", "grooming", section):
        page.locator("[data-filter=q]").fill(word)
        shown = page.locator("article[data-status]:not([hidden])")
        found = {article.get_attribute("id") for article in shown.all()}
        assert found == {provision for provision, text in texts.items() if word in text}, word


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_bars_anyone_from_a_filtered_page_or_the_text(
    opened: Any,  # noqa: F811
    taxonomy: Taxonomy,
    tmp_path: Path,
    scheme: str,
) -> None:
    """axe finds nothing when filters are set, the text is open and a form stands in it; at 320 px nothing overflows."""
    ids = [provision.id for provision in taxonomy.provisions]
    passages = tuple(passage_of(f"Rule {n}. Schools shall teach.", number=n) for n in range(5))
    coverage = replace(coverage_of(ids, {ids[0]: evidence_of()}), passages=passages, _index={})
    report = tmp_path / "law.gc25.html"
    report.write_text(render_report(coverage, taxonomy), encoding="utf-8")
    shown = opened(report, color_scheme=scheme, viewport={"width": 320, "height": 640})
    page = shown.page
    page.locator("[data-filter=status]").select_option("addressed")
    passage = _open_law(page).nth(3)
    passage.get_by_role("button").click()
    _field(page, "provision").select_option(index=2)
    page.get_by_role("button", name="Keep this passage").click()
    passage.get_by_role("button").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not shown.violations()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys").click()
    assert not shown.violations("#help")


def test_the_keys_are_all_told(opened: Any, report: Path) -> None:  # noqa: F811
    """Every letter that does something stands in the list of keys, and each has its button."""
    page = opened(report).page
    page.keyboard.press("?")
    told = set("".join(page.locator("#help dt kbd").all_inner_texts()))
    assert set("fjkadum?") <= told
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()
    for name in ("Previous", "Next", "Keys", "Next not reviewed"):
        assert page.get_by_role("button", name=name, exact=True).is_visible()


def test_every_control_is_large_enough_to_be_hit(opened: Any, report: Path) -> None:  # noqa: F811
    """24 px in both directions at least for whatever is pressed, on a telephone too (WCAG 2.2, 2.5.8)."""
    shown = opened(report, viewport={"width": 320, "height": 640})
    shown.open_details()
    shown.page.locator(".law .text button").nth(2).click()
    small = shown.page.evaluate(
        """[...document.querySelectorAll('button, select, input, textarea, summary')]
          .filter((e) => e.checkVisibility())
          .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
          .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
    )
    assert small == []


# --- Large and hostile laws -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def huge(taxonomy: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A law of one passage of a megabyte, made of attacks, with letters beyond the first plane."""
    ids = [provision.id for provision in taxonomy.provisions]
    unit = "\U0001f600 Schools shall teach. " + " ".join(HOSTILE) + "\n"
    text = (unit * (1_000_000 // len(unit.encode()) + 1))[:900_000]
    evidence = evidence_of(text)
    passages = (passage_of("\U0001f600\U0001f600 Schools shall teach.", number=1), passage_of(unit))
    coverage = replace(coverage_of(ids, {ids[0]: evidence}), passages=passages, _index={})
    path = tmp_path_factory.mktemp("huge") / "huge.gc25.html"
    path.write_text(render_report(coverage, taxonomy), encoding="utf-8")
    return path


def test_a_passage_of_a_megabyte_is_inert_and_leaves_the_page_usable(
    opened: Any,  # noqa: F811
    huge: Path,
    tmp_path: Path,
) -> None:
    """It opens, nothing in it runs, and a decision on it comes out as a file that can be read."""
    shown = opened(huge)
    shown.open_details()
    page = shown.page
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.get_by_label("Your initials").fill("AB")
    (decision,) = load_review(_downloaded(page, tmp_path)).decisions
    assert len(decision.passages[0].text) <= 50_000
    assert shown.said == []
    assert {url.partition("#")[0] for url in shown.asked if url.startswith("file")} == {
        huge.as_uri()
    }
    assert page.locator("main img, main iframe, main base, main script").count() == 0


def test_offsets_count_characters_and_not_their_halves(
    opened: Any,  # noqa: F811
    huge: Path,
    tmp_path: Path,
) -> None:
    """Where a browser counts a letter twice, the file counts it once, as the program does."""
    page = opened(huge).page
    passage = _open_law(page).filter(has_text="\U0001f600\U0001f600 Schools")
    passage.get_by_role("button").click()
    _field(page, "exact").fill("Schools")
    _field(page, "provision").select_option(index=1)
    page.get_by_role("button", name="Keep this passage").click()
    page.get_by_label("Your initials").fill("AB")
    (added,) = load_review(_downloaded(page, tmp_path)).additions
    start = int((passage.get_attribute("data-at") or "").split()[0])
    assert (added.start, added.end) == (start + 3, start + 10)


@pytest.mark.skipif(not (SHARED / "laws").is_dir(), reason="no folder shared/ beside the checkout")
@pytest.mark.parametrize(
    ("name", "most"),
    [(IT_ACT, 1.5), ("gha-cybersecurity-policy-strategy-2024.pdf", 4.0)],
    ids=["36-pages", "largest-judged"],
)
def test_the_report_of_a_real_law_is_small_and_soon_ready(
    opened: Any,  # noqa: F811
    taxonomy: Taxonomy,
    tmp_path: Path,
    name: str,
    most: float,
) -> None:
    """Megabytes it may have at most, and 1.5 seconds until everything can be pressed."""
    coverage = analyze_files(SHARED / "laws" / "labelled" / name)
    path = tmp_path / "law.gc25.html"
    path.write_text(render_report(coverage, taxonomy), encoding="utf-8")
    assert path.stat().st_size < most * 1_000_000
    ready = []
    for _ in range(3):
        page = opened(path).page
        ready.append(
            page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
        )
        assert page.locator("#reviewing").is_visible()
    # What else the machine does makes it slower, never faster.
    assert min(ready) < 1_500
