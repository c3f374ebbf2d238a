"""The page in Arabic in a real browser: usable by everyone, from the right, and its reviews fit every report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_browser import (  # noqa: F401
    CHROMIUM,
    _focus,
    browser,
    opened,
)

from gc25map import apply_reviews, render_report
from gc25map.records import Coverage
from gc25map.review import load_review, report_of
from gc25map.taxonomy import Taxonomy

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def report(demo: Coverage, taxonomy: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the demonstration law in Arabic, as a file."""
    path = tmp_path_factory.mktemp("arabic") / "law.gc25.html"
    path.write_text(render_report(demo, taxonomy, "ar"), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_bars_anyone_from_the_page_in_arabic(
    opened: Any,  # noqa: F811
    report: Path,
    scheme: str,
) -> None:
    """axe finds nothing with all passages shown; the page says nothing and asks for nothing."""
    assert not opened(report, color_scheme=scheme).faults()


def test_the_page_in_arabic_runs_from_the_right(opened: Any, report: Path) -> None:  # noqa: F811
    """The first chapter and the first column are on the right, passages of an English law on the left."""
    page = opened(report).page
    tiles = page.locator("a.tile")
    assert tiles.first.bounding_box()["x"] > tiles.last.bounding_box()["x"]
    heads = page.locator("section[aria-labelledby=matrix] thead th")
    assert heads.first.bounding_box()["x"] > heads.last.bounding_box()["x"]
    quote = page.locator("blockquote").first
    assert quote.evaluate("quote => getComputedStyle(quote).direction") == "ltr"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_review_made_in_arabic_fits_any_report(
    opened: Any,  # noqa: F811
    report: Path,
    demo: Coverage,
    tmp_path: Path,
) -> None:
    """Decided by keyboard, downloaded: the same file that an English page would give."""
    first = next(cell.provision for cell in demo.cells if cell.evidence)
    gap = _a_gap(demo)
    shown = opened(report)
    page = shown.page
    _focus(page, first)
    page.keyboard.press("d")
    article = page.locator(f"article#{gap}")
    article.locator("[data-verdict=agree]").click()
    page.locator("[data-field=initials]").fill("AB")
    assert "روجع 2 من 109" in page.locator("#reviewing").inner_text()
    with page.expect_download() as download:
        page.locator("[data-act=download]").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    review = load_review(path)
    assert review.report == report_of(demo)
    assert {d.provision: d.verdict for d in review.decisions} == {first: "disagree", gap: "agree"}
    again = apply_reviews(demo, [review])
    assert again.review is not None
    assert (again.review.reviewed, again.review.carried) == (2, 2)
    assert shown.said == []


def _a_gap(coverage: Coverage) -> str:
    return next(cell.provision for cell in coverage.cells if cell.status == "missing")
