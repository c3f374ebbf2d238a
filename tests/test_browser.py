"""The report in a real browser: usable by everyone, silent, printable, and inert whatever a law contains."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from conftest import Run
from factories import coverage_of, evidence_of
from reviews import addition_on, decision_on, review_by, written
from test_report import HOSTILE

from gc25map import render_report
from gc25map.errors import BadFile
from gc25map.records import Coverage
from gc25map.review import load_review, report_of
from gc25map.taxonomy import Taxonomy

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]
# WCAG 2.2 A and AA, and what axe calls good practice.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium without a window."""
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def report(demo: Coverage, taxonomy: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the demonstration law, as a file."""
    path = tmp_path_factory.mktemp("browser") / "law.gc25.html"
    path.write_text(render_report(demo, taxonomy), encoding="utf-8")
    return path


class Opened:
    """A page with all that it asked for and said."""

    def __init__(self, browser: Any, path: Path, **how: Any) -> None:
        self.context = browser.new_context(**how)
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.goto(path.as_uri())

    def _dismiss(self, dialog: Any) -> None:
        self.said.append(f"{dialog.type}: {dialog.message}")
        dialog.accept()

    def open_details(self) -> None:
        """Open everything that can be opened."""
        self.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")

    def violations(self, within: str = "html") -> list[str]:
        """What axe finds: the rule, how often, and the first place."""
        found = axe.Axe().run(self.page, within, RULES).response["violations"]
        return [
            f"{v['id']} ({len(v['nodes'])}×): {v['nodes'][0]['html'][:300]} "
            f"{v['nodes'][0]['failureSummary']}"
            for v in found
        ]

    def faults(self) -> list[str]:
        """With everything open: what axe finds, what the page says, what it asks for beside itself."""
        self.open_details()
        asked = {url.partition("#")[0] for url in self.asked} - {self.page.url.partition("#")[0]}
        return [*self.violations(), *self.said, *asked]


@pytest.fixture
def opened(browser: Any) -> Iterator[Any]:
    """Opens pages, and closes them after the test."""
    pages: list[Opened] = []

    def start(path: Path, **how: Any) -> Opened:
        pages.append(Opened(browser, path, **how))
        return pages[-1]

    yield start
    for page in pages:
        page.context.close()


@pytest.mark.parametrize(
    ("scheme", "details"),
    [("light", False), ("light", True), ("dark", True)],
    ids=["light", "light-open", "dark-open"],
)
def test_nothing_bars_anyone_from_the_page(
    opened: Any, report: Path, scheme: str, details: bool
) -> None:
    """axe finds nothing, in light and dark, with the passages folded and shown."""
    shown = opened(report, color_scheme=scheme)
    if details:
        shown.open_details()
    assert not shown.violations()


def test_the_page_asks_for_nothing_and_says_nothing(opened: Any, report: Path) -> None:
    """One file: no request to anywhere, no message, and links within it work."""
    shown = opened(report)
    shown.page.click("a[href='#csam-offences'] >> nth=0")
    shown.open_details()
    assert shown.page.url == f"{report.as_uri()}#csam-offences"
    assert {url.partition("#")[0] for url in shown.asked} == {report.as_uri()}
    assert shown.said == []


def test_the_page_reads_without_scripts(opened: Any, report: Path, demo: Coverage) -> None:
    """Without JavaScript every passage can be opened, and nothing is offered that would not work."""
    shown = opened(report, java_script_enabled=False)
    first = next(cell for cell in demo.cells if cell.evidence)
    article = shown.page.locator(f"article#{first.provision}")
    article.locator("summary").first.click()
    text = article.locator("blockquote").first.inner_text()
    assert " ".join(text.split()) == " ".join(first.evidence[0].text.split())
    assert shown.page.locator("button:visible, select:visible, textarea:visible").count() == 0


def test_printed_the_page_holds_every_provision_and_passage(
    opened: Any, report: Path, demo: Coverage, taxonomy: Taxonomy
) -> None:
    """The PDF holds what is folded on the screen, and none of what is there to be pressed."""
    printed = opened(report).page.pdf(format="A4")
    with pypdfium2.PdfDocument(printed) as pdf:
        text = _letters("".join(page.get_textpage().get_text_range() for page in pdf))
    for provision in taxonomy.provisions:
        assert text.count(_letters(provision.title)) >= 2, provision.id
        assert _letters(provision.duty) in text, provision.id
    lost = [
        cell.provision
        for cell in demo.cells
        for evidence in (*cell.evidence, *cell.nearest)
        if _letters(evidence.text)[:60] not in text
    ]
    assert not lost
    assert _letters("Download review") not in text


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


@pytest.mark.parametrize("details", [False, True], ids=["closed", "open"])
def test_a_telephone_shows_the_page_without_scrolling_sideways(
    opened: Any, report: Path, details: bool
) -> None:
    """At 320 px only the overview and wide tables scroll, each within itself."""
    shown = opened(report, viewport={"width": 320, "height": 640})
    if details:
        shown.open_details()
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.fixture(scope="module")
def hostile(taxonomy: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of a law made of attacks: in its title, file name, locators, headings, passages."""
    ids = [provision.id for provision in taxonomy.provisions]
    passages = {
        provision: evidence_of(f"{text} shall", locator=text, headings=(text,), lead=text)
        for provision, text in zip(ids, HOSTILE, strict=False)
    }
    everything = " ".join(HOSTILE)
    coverage = coverage_of(ids, passages)
    document = replace(coverage.instruments[0], title=everything, file_name=everything)
    path = tmp_path_factory.mktemp("hostile") / "hostile.html"
    coverage = replace(coverage, title=everything, instruments=(document,), _index={})
    path.write_text(render_report(coverage, taxonomy), encoding="utf-8")
    return path


def test_a_hostile_law_does_nothing_in_a_browser(opened: Any, hostile: Path) -> None:
    """Its markup is text: no script runs, nothing is fetched, nothing is hidden or turned round."""
    shown = opened(hostile)
    shown.open_details()
    shown.page.mouse.wheel(0, 5000)
    for quote in shown.page.locator("blockquote").all():
        quote.hover()
    assert shown.said == []
    assert {url.partition("#")[0] for url in shown.asked} == {hostile.as_uri()}
    assert shown.page.locator("main img, main base, main iframe, body style").count() == 0
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown.page.content())
    for attack in HOSTILE[:6]:
        assert attack in shown.page.locator("main").inner_text()


# --- Reviewing ------------------------------------------------------------------------------------


def _downloaded(page: Any, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Download review").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def _focus(page: Any, provision: str) -> Any:
    article = page.locator(f"article#{provision}")
    article.evaluate("article => article.focus()")
    return article


def test_a_review_goes_out_and_comes_back(
    opened: Any,
    run: Run,
    report: Path,
    demo: Coverage,
    tmp_path: Path,
) -> None:
    """Decided by keyboard, added by form, downloaded, applied by the command, shown in the report."""
    agreed, changed, doubtful, gap = _some_of_each(demo)
    shown = opened(report)
    page = shown.page
    _focus(page, agreed)
    page.keyboard.press("a")
    article = _focus(page, changed)
    page.keyboard.press("d")
    article.get_by_label("The right status").select_option("partial")
    article.get_by_label("Note").fill("It speaks of </script> <b>adults</b> only.")
    _focus(page, doubtful)
    page.keyboard.press("u")
    article = page.locator(f"article#{gap}")
    article.get_by_role("button", name="Add a missed passage").click()
    article.get_by_label("Words of the passage").fill("Schools shall teach children.")
    article.get_by_label("Page, as a viewer counts").fill("3")
    article.get_by_label("With it the provision is").select_option("partial")
    article.get_by_role("button", name="Keep this passage").click()
    assert "4 of 109 reviewed, not yet downloaded" in page.locator("#reviewing").inner_text()

    page.get_by_role("button", name="Download review").click()
    assert page.get_by_label("Your initials").evaluate("e => e === document.activeElement")
    page.keyboard.type("AB")
    path = _downloaded(page, tmp_path)
    assert path.name == "law.review.json"
    assert shown.said == []
    review = load_review(path)
    assert review.report == report_of(demo)
    assert {d.provision: d.passages for d in review.decisions} == {
        provision: decision_on(demo, provision).passages
        for provision in (agreed, changed, doubtful)
    }

    law = tmp_path / "law.gc25.json"
    law.write_text(demo.to_json(), encoding="utf-8")
    result = run("review", "apply", law, path, "-o", tmp_path)
    assert result.code == 0, result.err
    again = opened(tmp_path / "law-reviewed.gc25.html")
    assert "Reviewed 4 of 109 provisions, by AB." in again.page.locator("main").inner_text()
    for provision, said in {
        agreed: "agrees",
        changed: "disagrees: ◐ partial",
        doubtful: "is unsure",
        gap: "added a passage",
    }.items():
        assert said in again.page.locator(f"article#{provision} .review").inner_text()
    assert "<b>adults</b>" in again.page.locator(f"article#{changed} .review").inner_text()
    assert again.said == []


def _some_of_each(coverage: Coverage) -> tuple[str, str, str, str]:
    found = [cell.provision for cell in coverage.cells if cell.status == "addressed"]
    gap = next(cell.provision for cell in coverage.cells if cell.status == "missing")
    return found[0], found[1], found[2], gap


def test_a_review_is_continued(opened: Any, report: Path, demo: Coverage, tmp_path: Path) -> None:
    """Loaded in a browser that kept nothing, every decision is there again, and can be taken back."""
    first, second, third, gap = _some_of_each(demo)
    alone = decision_on(demo, third, instrument=demo.instruments[0].sha256)
    before = review_by(
        demo,
        decision_on(demo, first, note="As I read it"),
        decision_on(demo, second, verdict="disagree", status="missing", adjudicates=True),
        alone,
        addition_on(demo, gap),
    )
    page = opened(report).page
    page.set_input_files("input[type=file]", written(tmp_path / "earlier.json", before))
    playwright.expect(page.locator("#reviewing")).to_contain_text("4 of 109 reviewed")
    assert page.get_by_label("Your initials").input_value() == "AB"
    assert page.locator(f"article#{first}").get_by_label("Note").input_value() == "As I read it"
    status = page.locator(f"article#{second}").get_by_label("The right status")
    assert status.input_value() == "missing"
    after = load_review(_downloaded(page, tmp_path))
    assert set(after.decisions) == set(before.decisions)
    assert after.additions == before.additions
    page.locator(f"article#{first}").get_by_role("button", name="Take back").click()
    page.locator(f"article#{gap}").get_by_role("button", name="Remove").click()
    last = load_review(_downloaded(page, tmp_path))
    assert {d.provision for d in last.decisions} == {second, third}
    assert last.additions == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, "not a review of format 1"),
        ({"report": {"instruments": [{"sha256": "0" * 64}]}}, "it reviews other documents"),
        ({"decisions": [{"provision": "<img src=x>", "verdict": "maybe"}]}, "damaged"),
        ({"reviewer": "", "decisions": []}, "it is not a review"),
        ({"remarks": "none"}, "it is not a review"),
        ({"decisions": 7}, "cannot be loaded"),
        (None, "cannot be loaded"),
    ],
    ids=["format", "documents", "decision", "initials", "key", "shape", "not-json"],
)
def test_a_file_that_is_no_review_is_refused(
    opened: Any, report: Path, demo: Coverage, tmp_path: Path, change: Any, said: str
) -> None:
    """In one line, and nothing of it is taken."""
    path = written(
        tmp_path / "bad.json", review_by(demo, decision_on(demo, demo.cells[0].provision))
    )
    text = json.dumps({**json.loads(path.read_text()), **change}) if change else "<b>{"
    path.write_text(text, encoding="utf-8")
    shown = opened(report)
    shown.page.set_input_files("input[type=file]", path)
    playwright.expect(shown.page.locator("#reviewing")).to_contain_text(said)
    assert "0 of 109 reviewed" in shown.page.locator("#reviewing").inner_text()
    assert shown.said == []


@pytest.mark.parametrize(
    ("held", "change", "said"),
    [
        ("decisions", {"mood": "good"}, "a decision is damaged"),
        ("decisions", {"status": "maybe"}, "a decision is damaged"),
        ("decisions", {"status": "not_assessed"}, "a decision is damaged"),
        ("decisions", {"when": "2026-02-30"}, "a decision is damaged"),
        ("decisions", {"reviewer": "CD"}, "a decision is damaged"),
        ("decisions", {"instrument": "1" * 64}, "a decision is damaged"),
        ("decisions", {"passages": [{"hash": "0" * 12, "colour": "red"}]}, "a decision is damaged"),
        ("additions", {"selector": {}}, "an added passage is damaged"),
        ("additions", {"status": "missing"}, "an added passage is damaged"),
        ("additions", {"page": 0}, "an added passage is damaged"),
        ("additions", {"start": 7, "end": None}, "an added passage is damaged"),
    ],
)
def test_the_page_refuses_what_the_command_refuses(
    opened: Any,
    report: Path,
    demo: Coverage,
    tmp_path: Path,
    held: str,
    change: dict[str, Any],
    said: str,
) -> None:
    """An unknown key or a wrong value in one entry: both refuse the whole file, so none is made of it."""
    first, gap = demo.cells[0].provision, _some_of_each(demo)[3]
    good = review_by(demo, decision_on(demo, first), addition_on(demo, gap))
    path = written(tmp_path / "bad.json", good)
    found = json.loads(path.read_text(encoding="utf-8"))
    found[held][0].update(change)
    path.write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(BadFile):
        load_review(path)
    shown = opened(report)
    shown.page.set_input_files("input[type=file]", path)
    playwright.expect(shown.page.locator("#reviewing")).to_contain_text(said)
    assert "0 of 109 reviewed" in shown.page.locator("#reviewing").inner_text()
    assert shown.said == []


def test_a_loaded_review_stays_its_reviewers(
    opened: Any, report: Path, demo: Coverage, tmp_path: Path
) -> None:
    """Nobody's initials replace those of the file, after a reload neither; begun anew, they are free."""
    first = demo.cells[0].provision
    shown = opened(report)
    page = shown.page
    initials = page.get_by_label("Your initials")
    initials.fill("CD")
    path = written(tmp_path / "theirs.json", review_by(demo, decision_on(demo, first)))
    page.set_input_files("input[type=file]", path)
    playwright.expect(page.locator("#reviewing")).to_contain_text("The review of AB is loaded")
    for _ in range(2):
        assert initials.input_value() == "AB"
        assert not initials.is_editable()
        page.reload()
    page.get_by_role("button", name="Begin anew").click()
    initials.fill("CD")
    page.locator(f"article#{first}").get_by_role("button", name="Unsure").click()
    review = load_review(_downloaded(page, tmp_path))
    assert {d.reviewer for d in review.decisions} == {"CD"}


def test_a_kept_review_that_cannot_be_used_is_put_aside(
    opened: Any, report: Path, demo: Coverage
) -> None:
    """What the browser kept is held to the same as a file; it is said, and the text is not lost."""
    page = opened(report).page
    page.get_by_label("Your initials").fill("AB")
    first = demo.cells[0].provision
    page.locator(f"article#{first}").get_by_role("button", name="Unsure").click()
    damage = """() => {
      const [key] = Object.keys(localStorage);
      localStorage.setItem(key, localStorage.getItem(key).replace('"unsure"', '"maybe"'));
    }"""
    page.evaluate(damage)
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    playwright.expect(page.locator("#reviewing")).to_contain_text("cannot be used")
    assert "0 of 109 reviewed" in page.locator("#reviewing").inner_text()
    kept = page.evaluate("Object.entries(localStorage)")
    assert [text for key, text in kept if key.endswith("damaged") and "maybe" in text]


def test_nothing_decided_is_lost_unasked(opened: Any, report: Path, demo: Coverage) -> None:
    """Leaving with what was not downloaded is asked about; the browser keeps it for the next time."""
    first = demo.cells[0].provision
    shown = opened(report)
    shown.page.get_by_label("Your initials").fill("AB")
    shown.page.locator(f"article#{first}").get_by_role("button", name="Unsure").click()
    shown.page.reload()
    assert [said.partition(":")[0] for said in shown.said] == ["beforeunload"]
    bar = shown.page.locator("#reviewing")
    assert "1 of 109 reviewed, not yet downloaded" in bar.inner_text()
    pressed = shown.page.locator(f"article#{first} [aria-pressed=true]")
    assert pressed.inner_text().endswith("Unsure")
    bar.get_by_role("button", name="Begin anew").click()
    assert "0 of 109 reviewed" in bar.inner_text()
    shown.page.reload()
    assert "0 of 109 reviewed" in bar.inner_text()
    assert len(shown.said) == 2


def test_letters_decide_only_on_the_provision_in_focus(
    opened: Any, report: Path, demo: Coverage
) -> None:
    """Not beside it, not while a note is written, not with a control key held."""
    first, second = (cell.provision for cell in demo.cells[:2])
    page = opened(report).page
    page.keyboard.press("a")
    assert "0 of 109 reviewed" in page.locator("#reviewing").inner_text()
    article = _focus(page, first)
    page.keyboard.press("Control+d")
    assert "0 of 109 reviewed" in page.locator("#reviewing").inner_text()
    page.keyboard.press("u")
    assert not article.get_by_label("The right status").is_visible()
    article.get_by_label("Note").focus()
    page.keyboard.type("a bad day")
    pressed = article.locator("[aria-pressed=true]")
    assert pressed.get_attribute("data-verdict") == "unsure"
    page.get_by_role("button", name="Next not reviewed").click()
    page.keyboard.press("a")
    assert page.locator(f"article#{second} [aria-pressed=true]").count() == 1


def test_nothing_bars_anyone_from_reviewing(opened: Any, report: Path, demo: Coverage) -> None:
    """axe finds nothing when every control is shown, in dark too; at 320 px the page stays as wide."""
    first = demo.cells[0].provision
    shown = opened(report, viewport={"width": 320, "height": 640})
    article = _focus(shown.page, first)
    shown.page.keyboard.press("d")
    article.get_by_role("button", name="Add a missed passage").click()
    article.get_by_label("Words of the passage").fill("Schools shall teach children.")
    article.get_by_role("button", name="Keep this passage").click()
    article.get_by_role("button", name="Add a missed passage").click()
    for scheme in ("light", "dark"):
        shown.page.emulate_media(color_scheme=scheme)
        assert not shown.violations(f"article#{first}, #reviewing")
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 320
