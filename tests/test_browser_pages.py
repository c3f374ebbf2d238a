"""The pages of differences and of a cross-check in a real browser: for everyone, silent, printable."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from factories import age_of, coverage_of, evidence_of, tension_of
from test_browser import browser, opened, pytestmark  # noqa: F401
from test_compare_with import GROOMING, MATERIAL, Files
from test_diff import ASKED, DUTY
from test_report import HOSTILE

from gc25map import diff_coverages, render_crosscheck, render_differences
from gc25map.records import Coverage
from gc25map.taxonomy import Taxonomy

ARABIC = "يجب على مقدم الخدمة أن يحمي الأطفال على الإنترنت وأن ينشر تقريرا كل سنة."


def side(ids: list[str], sha: str, *texts: str, **changes: Any) -> Coverage:
    """A result in which these passages serve the first provisions, one each."""
    held = {key: evidence_of(text) for key, text in zip(ids, texts, strict=False) if text}
    made = coverage_of(ids, held, **changes)
    # Of another language, so that the page runs from the right there.
    cells = tuple(
        replace(c, evidence=tuple(replace(e, language="ar") for e in c.evidence))
        if any(e.text.startswith(ARABIC[:3]) for e in c.evidence)
        else c
        for c in made.cells
    )
    instrument = replace(made.instruments[0], sha256=sha * 64)
    return replace(made, instruments=(instrument,), cells=cells, _index={})


def differences(folder: Path, taxonomy: Taxonomy, ids: list[str]) -> Path:
    """A page on which everything that it can hold stands, hostile titles too."""
    old = side(
        ids,
        "0",
        DUTY,
        "",
        "A school keeps a register.",
        ARABIC,
        tensions=(tension_of(),),
        ages=(age_of(),),
    )
    new = side(
        ids,
        "1",
        ASKED,
        "Schools teach every pupil.",
        "",
        ARABIC.replace("كل سنة", "كل شهر"),
        title="".join(HOSTILE),
    )
    path = folder / "differences.html"
    found = diff_coverages(old, replace(new, model="another"))
    path.write_text(render_differences(found, taxonomy), encoding="utf-8")
    return path


def cross_check(folder: Path, taxonomy: Taxonomy, ids: list[str]) -> Path:
    """A page with agreement, disagreement with and without passages, and what could not be compared."""
    files = Files(folder, ids)
    with files.table.open("a", encoding="utf-8") as table:
        table.write("PER,grooming,no,\nKEN,filtering,no,\n")
    path = folder / "check.html"
    found = files.check(files.country("KEN", []), files.country("GHA", [GROOMING, MATERIAL]))
    path.write_text(render_crosscheck(found, taxonomy), encoding="utf-8")
    return path


@pytest.fixture(params=[differences, cross_check], ids=["differences", "cross-check"])
def page(
    request: pytest.FixtureRequest, tmp_path: Path, taxonomy: Taxonomy, provision_ids: list[str]
) -> Path:
    """Each of the two pages, as a file."""
    made: Path = request.param(tmp_path, taxonomy, provision_ids)
    return made


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_bars_anyone_and_nothing_is_asked_for(
    opened: Any,  # noqa: F811
    page: Path,
    scheme: str,
) -> None:
    """axe finds nothing with everything open; no request, no message, no dialogue."""
    assert not opened(page, color_scheme=scheme).faults()


def test_a_telephone_shows_it_without_scrolling_sideways(opened: Any, page: Path) -> None:  # noqa: F811
    """At 320 px only wide tables scroll, each within itself."""
    shown = opened(page, viewport={"width": 320, "height": 640})
    shown.open_details()
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_differences_show_without_colour_and_in_print(
    opened: Any,  # noqa: F811
    tmp_path: Path,
    taxonomy: Taxonomy,
    provision_ids: list[str],
) -> None:
    """What differs has signs around it, its line, and words for those who listen; folded parts print."""
    path = differences(tmp_path, taxonomy, provision_ids)
    shown = opened(path, java_script_enabled=False)
    gone, come = (shown.page.locator(f"blockquote {tag}").first for tag in ("del", "ins"))
    assert " ".join(gone.inner_text().split()) == "only in the old: shall"
    assert " ".join(come.inner_text().split()) == "only in the new: may"
    # What a listener hears takes no room.
    assert gone.locator(".unseen").bounding_box()["width"] <= 1
    for tag, sign in (("del", "[−"), ("ins", "[+")):
        style = f"getComputedStyle(document.querySelector('{tag}'), '::before').content"
        assert opened(path).page.evaluate(style) == f'"{sign}"'
    rtl = shown.page.locator("blockquote[dir=rtl] ins")
    assert "شهر" in rtl.inner_text()
    with pypdfium2.PdfDocument(opened(path).page.pdf(format="A4")) as pdf:
        text = "".join(leaf.get_textpage().get_text_range() for leaf in pdf)
    assert "A school keeps a register" in " ".join(text.split())
