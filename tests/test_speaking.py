"""Reports in other languages: nothing untranslated, nothing stale, and the data the same in all of them."""

from __future__ import annotations

import re
import string
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from conftest import ROOT, Run
from factories import age_of, coverage_of, evidence_of, tension_of
from reviews import decision_on, review_by
from test_office import memo_of, words_of
from test_report import Parsed
from test_reviewed_reports import two_views

from gc25map import apply_reviews, load_frameworks, render_report
from gc25map.cli import analyze
from gc25map.decisions import Comparison
from gc25map.frameworks import with_readings
from gc25map.reasons import REASONS, UNREAD
from gc25map.records import Coverage, Failure
from gc25map.report import language
from gc25map.report.docx import render_memo
from gc25map.report.files import write_reports
from gc25map.report.html import render_adjudication
from gc25map.report.language import (
    CATALOGUES,
    LANGUAGES,
    decimal,
    number,
    percent,
    reason,
    speaking,
)
from gc25map.report.supplied import passages_of
from gc25map.report.svg import render_overview
from gc25map.review import compare_reviews
from gc25map.taxonomy import Foreign, Taxonomy

TRANSLATED = [name for name in LANGUAGES if name != "en"]
Id = str | tuple[str, ...]


# --- Catalogues -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def messages() -> dict[Id, set[str]]:
    """Every message in the code, the templates and the scripts, with the files in which it stands."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]
    maps = [(m["pattern"], m["method"]) for m in settings["mappings"]]
    options = {m["pattern"]: m for m in settings["mappings"]}
    found: dict[Id, set[str]] = {}
    for file, _, message, *_ in extract_from_dir(ROOT, maps, options):
        found.setdefault(message, set()).add(Path(file).as_posix())
    return found


def catalogue(name: str) -> Catalog:
    """One of the shipped catalogues."""
    with (CATALOGUES / f"{name}.po").open("rb") as file:
        return read_po(file, locale=name, abort_invalid=True)


def forms(message: Message) -> list[str]:
    """What a message becomes, in all its forms."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_catalogue_has_every_message_and_no_other(
    name: str, messages: dict[Id, set[str]]
) -> None:
    """None lacks, none is stale, none is unsure, and scripts find theirs by the file they stand in."""
    found = catalogue(name)
    own = {message.id: message for message in found if message.id}
    assert set(messages) - set(own) == set()
    assert set(own) - set(messages) == set()
    assert [m.id for m in own.values() if m.fuzzy or not all(forms(m))] == []
    assert not found.obsolete
    for key, message in own.items():
        assert {place for place, _ in message.locations} == messages[key], key


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_translation_keeps_what_is_filled_in(name: str) -> None:
    """Names in braces, markup, and spaces at the ends are those of the English message."""
    found = catalogue(name)
    for message in found:
        if not message.id:
            continue
        plural = not isinstance(message.id, str)
        english = message.id[-1] if plural else message.id
        assert len(forms(message)) == (found.num_plurals if plural else 1), english
        for number_of, form in enumerate(forms(message)):
            filled = {p for _, p, _, _ in string.Formatter().parse(form) if p}
            wanted = {p for _, p, _, _ in string.Formatter().parse(english) if p}
            # "One passage", "two passages" may be said without a figure.
            if not (plural and number_of < len(forms(message)) - 1):
                assert filled == wanted, form
            assert filled <= wanted, form
            had, has = (set(re.findall(r"%\(\w+\)s", text)) for text in (english, form))
            assert has == had or (plural and has < had), form
            assert re.findall(r"</?\w+>", form) == re.findall(r"</?\w+>", english), form
            assert form[-1].isspace() == english[-1].isspace(), form
            assert "%" not in re.sub(r"%\(\w+\)s", "", form) or "%" in english, form


def test_the_command_line_offers_what_there_is() -> None:
    """Every catalogue can be chosen, and nothing else."""
    assert set(analyze.LANGUAGES) == set(LANGUAGES)
    with pytest.raises(ValueError, match="no report in"), speaking("xx"):
        pass


def test_numbers_and_plurals_are_those_of_the_language() -> None:
    """The six forms of Arabic, the comma of French, and English as it was."""
    assert [passages_of(n) for n in (1, 1234)] == ["1 passage", "1,234 passages"]
    with speaking("ar"):
        said = [passages_of(n) for n in (0, 1, 2, 3, 11, 100)]
        assert said == ["لا مقاطع", "مقطع واحد", "مقطعان", "3 مقاطع", "11 مقطعًا", "100 مقطع"]
    with speaking("fr"):
        assert [passages_of(n) for n in (0, 2)] == ["0 passage", "2 passages"]
        assert number(1234567) == "1\u202f234\u202f567"
        assert (decimal(0.875), percent(0.93)) == ("0,88", "93\xa0%")
        assert percent(0.931, 1) == "93,1\xa0%"
    assert (decimal(0.875), percent(0.93), percent(0.931, 1)) == ("0.88", "93%", "93.1%")


@pytest.fixture(scope="module")
def pages(demo: Coverage, taxonomy: Taxonomy) -> Callable[[str], Parsed]:
    """The report of the demonstration law in a language, made once."""
    return cache(lambda name: Parsed(render_report(demo, taxonomy, name)))


# --- Data and pages -------------------------------------------------------------------------------


@pytest.mark.parametrize("template", REASONS)
def test_a_page_knows_every_reason_of_the_data(template: str) -> None:
    """Filled in with whatever a document is called, the sentence is told by its template."""
    names = [name for _, name, _, _ in string.Formatter().parse(template) if name]
    figures = {"count", "page", "pages", "percent"}
    values = {name: "7" if name in figures else f"«{name}» (1)" for name in names}
    sentence = template.format(**values)
    for chosen in TRANSLATED:
        with speaking(chosen):
            told = reason(sentence)
        assert not isinstance(told, Foreign)
        assert told != sentence
        assert all(value in told for value in values.values())
    assert reason(sentence) is sentence


def test_a_sentence_made_to_take_long_is_given_up_at_once() -> None:
    """What only resembles a reason, over and over, is no reason, and nobody waits for it."""
    begun = time.process_time()
    with speaking("fr"):
        for size in (60, 30_000):
            assert isinstance(reason(" of " * size + " pages of " * size + "x"), Foreign)
    assert time.process_time() - begun < 5


def test_reasons_that_are_joined_are_told_one_by_one() -> None:
    """Two sentences of one kind are two, and each is translated."""
    with speaking("fr"):
        told = reason(f"{UNREAD.format(title='a.pdf')}; {UNREAD.format(title='b.pdf')}")
    assert "could not be read" not in told and "a.pdf" in told and "b.pdf" in told


def test_what_no_catalogue_knows_says_that_it_is_english() -> None:
    """A sentence of another version, or of the reader, stands as it is, marked with its language."""
    with speaking("fr"):
        told = reason("something that nobody translated")
        both = reason(
            f"{UNREAD.format(title='a.pdf')}; its document is no longer among those supplied"
        )
    assert (told, isinstance(told, Foreign)) == ("something that nobody translated", True)
    assert not isinstance(both, Foreign)
    assert "a.pdf" in both


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_page_says_in_which_language_and_direction_it_is(
    name: str, taxonomy: Taxonomy, provision_ids: list[str], pages: Callable[[str], Parsed]
) -> None:
    """The page, its passages, and the words of the taxonomy that are not translated."""
    page = pages(name)
    (root,) = (attrs for tag, attrs in page.elements if tag == "html")
    assert root == {"lang": name, **({"dir": "rtl"} if name == "ar" else {})}
    quotes = [attrs for tag, attrs in page.elements if tag == "blockquote"]
    assert quotes
    assert {(q["lang"], q["dir"]) for q in quotes} == {("en", "ltr")}
    untranslated = replace(taxonomy, folder=None)
    bare = Parsed(render_report(coverage_of(provision_ids), untranslated, name))
    foreign = [a for tag, a in bare.elements if tag == "span" and a.get("lang") == "en"]
    assert len(foreign) > 3 * len(taxonomy.provisions)
    assert {a["dir"] for a in foreign} == {"ltr"}


def test_what_programs_read_is_the_same_in_every_language(
    taxonomy: Taxonomy, provision_ids: list[str], tmp_path: Path
) -> None:
    """JSON, CSV and workbook do not change by a byte, with readings and reviews; what people read does."""
    held = {
        provision_ids[0]: evidence_of(),
        provision_ids[1]: evidence_of(shortfalls=(REASONS[0],)),
    }
    small = coverage_of(provision_ids, held, tensions=(tension_of(),), ages=(age_of(),))
    law = with_readings(two_views(small), load_frameworks(None, taxonomy).values())
    formats = ("json", "csv", "xlsx", "svg", "docx", "html")
    for name in ("en", "fr"):
        write_reports(law, taxonomy, tmp_path / name, formats, name)
    for ending in formats:
        same = (tmp_path / f"en.{ending}").read_bytes() == (tmp_path / f"fr.{ending}").read_bytes()
        assert same == (ending in ("json", "csv", "xlsx")), ending


def test_the_commands_take_a_language(run: Run, demo: Coverage, tmp_path: Path) -> None:
    """A report laid together with reviews, and an adjudication page, in Spanish."""
    first = demo.cells[0].provision
    law = tmp_path / "law.gc25.json"
    law.write_text(demo.to_json(), encoding="utf-8")
    paths = []
    for initials, verdict in (("AB", "agree"), ("CD", "unsure")):
        review = review_by(
            demo, decision_on(demo, first, initials, verdict=verdict), reviewer=initials
        )
        paths.append(tmp_path / f"{initials}.json")
        paths[-1].write_text(_dumped(review), encoding="utf-8")
    assert run("review", "apply", law, *paths, "--lang", "es", "--format", "html").code == 0
    page = (tmp_path / "law-reviewed.gc25.html").read_text(encoding="utf-8")
    assert '<html lang="es">' in page
    assert "Disposiciones revisadas: 1 de 109, por AB, CD." in page
    result = run("review", "agree", *paths, "-o", tmp_path / "page.html", "--lang", "es")
    assert result.code == 0
    assert "kappa undefined" in result.out
    assert "Por dirimir: AB y CD" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert run("review", "apply", law, *paths, "--lang", "xx").code == 2


def _dumped(review: object) -> str:
    from gc25map.review import dump_review

    return dump_review(review)  # type: ignore[arg-type]


# --- Nothing goes past the catalogues -------------------------------------------------------------


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language in which every message stands in brackets."""
    template = catalogue("fr")
    pseudo = Catalog(locale="eo")
    for message in template:
        if message.id and isinstance(message.id, str):
            pseudo.add(message.id, f"⟦{message.id}⟧", locations=message.locations)
        elif message.id:
            pseudo.add(message.id, [f"⟦{form}⟧" for form in message.id])
    with (tmp_path / "eo.po").open("wb") as file:
        write_po(file, pseudo)
    monkeypatch.setattr(language, "CATALOGUES", tmp_path)
    monkeypatch.setattr(language, "LANGUAGES", ("en", "eo"))
    yield "eo"
    language._catalogue.cache_clear()
    language._translations.cache_clear()


def everything(demo: Coverage, taxonomy: Taxonomy) -> Coverage:
    """The demonstration law with all that a report can hold: readings, reviews, failures, tensions, gaps."""
    (instrument,) = demo.instruments
    instrument = replace(
        instrument, pages_unreadable=(2, 3), pages_ocr=(4,), ocr_confidence=0.9, notes=("1 x",)
    )
    cells = (
        replace(
            demo.cells[0], status="not_assessed", evidence=(), reasons=("a.pdf could not be read",)
        ),
        *demo.cells[1:],
    )
    tension = replace(
        tension_of("Shut it."),
        id=taxonomy.tensions[0].id,
        instrument=instrument.id,
        provisions=(taxonomy.provisions[0].id,),
    )
    coverage = replace(
        demo,
        instruments=(instrument,),
        cells=cells,
        failures=(Failure("b.pdf", "is broken"),),
        tensions=(tension,),
        _index={},
    )
    frameworks = load_frameworks(None, taxonomy).values()
    return with_readings(two_views(coverage), frameworks)


class OwnWords(HTMLParser):
    """The words of a page that are its own: no passage, title or name, nothing in another language."""

    # In these stand words of documents and people, names of keys, and what is not shown.
    NOT_OURS = ("bdi", "cite", "kbd", "mark", "style", "script", "h1")
    VOID = ("meta", "input", "br", "rect")

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""
        self.labels: list[str] = []
        self._inside: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in ("aria-label", "placeholder"):
            if given.get(name):
                self.labels.append(str(given[name]))
        if tag not in self.VOID:
            foreign = given.get("lang", "eo") != "eo" or given.get("dir") == "auto"
            self._inside.append(foreign or tag in self.NOT_OURS or self._inside[-1:] == [True])

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside[-1:] != [True]:
            self.words += data


def own(text: str, names: list[str]) -> str:
    """What is left of a text without messages of the catalogue, names, numbers and signs."""
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = shorter
    for name in names:
        text = text.replace(name, " ")
    return " ".join(re.findall(r"[^\W\d_]{3,}", text))


def foreign_names(coverage: Coverage, taxonomy: Taxonomy) -> list[str]:
    """Words of provisions, chapters and frameworks, which have translations of their own."""
    names = [coverage.title, coverage.country]
    names += [provision.title for provision in taxonomy.provisions]
    names += [chapter.title for chapter in taxonomy.framework.chapters]
    for reading in coverage.frameworks:
        names += [reading.by, reading.source, reading.title]
        names += [component.title for component in reading.components]
    for group in taxonomy.groups:
        names += [group.title, group.what]
    names += {bearer for provision in taxonomy.provisions for bearer in provision.bearer}
    # Roman numerals of chapters, and a hash.
    names += ["SHA-256", "XIII", "VIII", "XIV", "XII", "VII", "III"]
    return sorted(names, key=len, reverse=True)


def test_every_word_of_a_page_comes_from_the_catalogue(
    marked: str, demo: Coverage, taxonomy: Taxonomy
) -> None:
    """In a language of brackets nothing of ours stands outside brackets: no sentence was forgotten."""
    coverage = everything(demo, taxonomy)
    names = foreign_names(coverage, taxonomy)
    html = render_report(coverage, replace(taxonomy, folder=None), marked)
    page = OwnWords(html)
    left = [own(words, names) for words in (page.words, *page.labels)]
    assert [words for words in left if words] == []


def test_every_word_of_an_adjudication_comes_from_the_catalogue(
    marked: str, demo: Coverage, taxonomy: Taxonomy
) -> None:
    """The page of disagreements, too."""
    html = render_adjudication(disagreeing(demo), replace(taxonomy, folder=None), marked)
    ids = [cell.provision for cell in demo.cells]
    names = sorted([*ids, *foreign_names(demo, taxonomy)], key=len, reverse=True)
    page = OwnWords(html)
    left = [own(words, names) for words in (page.words, *page.labels)]
    assert [words for words in left if words] == []


def disagreeing(demo: Coverage) -> Comparison:
    """Two reviews that differ on one provision of one document."""
    first = demo.cells[0].provision
    place = demo.instruments[0].sha256
    one = review_by(demo, decision_on(demo, first, instrument=place))
    other = review_by(
        demo,
        decision_on(demo, first, "CD", verdict="disagree", status="missing", instrument=place),
        reviewer="CD",
    )
    return compare_reviews(one, other)


def test_every_word_of_the_overview_comes_from_the_catalogue(
    marked: str, demo: Coverage, taxonomy: Taxonomy
) -> None:
    """What stands in the picture beside brackets are names."""
    coverage = everything(demo, taxonomy)
    picture = Parsed(render_overview(coverage, replace(taxonomy, folder=None), marked)).text
    # A line that is too long for the picture ends in dots, and so before its bracket.
    lines = "\n".join(re.sub(r"⟦[^⟧]*…$", "", line) for line in picture.splitlines())
    assert own(lines, foreign_names(coverage, taxonomy)) == ""


def test_every_word_of_the_memo_comes_from_the_catalogue(
    marked: str, taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """Of a law of words with two letters, so that a longer one is ours, or of the taxonomy."""
    first, second, third = provision_ids[:3]
    short = evidence_of("Aa bb.", shortfalls=(REASONS[0],))
    coverage = coverage_of(
        provision_ids, {first: evidence_of("Aa bb."), second: short}, title="T", file_name="t.q"
    )
    cells = [
        replace(c, status="not_assessed", reasons=("a could not be read",))
        if c.provision == third
        else c
        for c in coverage.cells
    ]
    tension = tension_of("Aa bb.", title="T", id=taxonomy.tensions[0].id)
    coverage = replace(
        coverage,
        cells=tuple(cells),
        failures=(Failure("b", "b could not be read"),),
        tensions=(tension,),
        ages=(replace(age_of(), context="in aa bb", words="aa"),),
        _index={},
    )
    reviewed = two_views(coverage)
    names = ["Schools shall teach children how to stay safe.", "As I read it"]
    names += [kind.what for kind in taxonomy.tensions] + [kind.title for kind in taxonomy.tensions]
    for provision in taxonomy.provisions:
        names += [provision.duty, *(element.text for element in provision.elements)]
    names = sorted([*names, *foreign_names(coverage, taxonomy)], key=len, reverse=True)
    memo = words_of(memo_of(render_memo(reviewed, replace(taxonomy, folder=None), marked)))
    assert own(memo, names) == ""


def test_english_words_stand_in_the_scripts_and_others_in_the_page(
    pages: Callable[[str], Parsed],
) -> None:
    """An English page brings no table of words; another brings just what the scripts say."""
    assert pages("en").values("data-words") == []
    (words,) = pages("fr").values("data-words")
    assert '"Copied": "Copié"' in words
    assert "kappa" not in words


def test_reviews_do_not_know_a_language(demo: Coverage, pages: Callable[[str], Parsed]) -> None:
    """What a review is made of is the same in pages of every language."""
    english, arabic = pages("en"), pages("ar")
    for attribute in ("data-report", "data-hash", "data-instrument", "data-status", "value"):
        assert arabic.values(attribute) == english.values(attribute)
    assert apply_reviews(demo, [review_by(demo)]).review is not None
