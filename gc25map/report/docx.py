"""The memo (DOCX, python-docx): gaps first, then what is partial, then what is addressed.

A memo is short: of each provision it quotes the strongest passage, with its place, and names the
others. The whole of every passage is in the page, the workbook and the JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from docx.document import Document

from gc25map.records import STATUSES, Coverage, Status
from gc25map.report import word
from gc25map.report.beside import AgainstPassage
from gc25map.report.language import SOURCE, gettext, ngettext, speaking
from gc25map.report.reviewed import in_words, summary_in_words
from gc25map.report.text import excerpt, visible
from gc25map.report.view import ChapterView, Page, Row, Shown, counted, page_of
from gc25map.taxonomy import Taxonomy, in_language
from gc25map.words import (
    N_,
    NO_ADVICE,
    NOT_FOUND_MEANS,
    OUR_WORDS,
    STATUS_WORDS,
    SYMBOLS,
    TENSION_SYMBOL,
)

# Characters of a passage that are quoted, and passages that are named beside the one quoted.
LONGEST_QUOTATION = 700
MOST_NAMED = 12


def render_memo(coverage: Coverage, taxonomy: Taxonomy, language: str = SOURCE) -> bytes:
    """The coverage as a memo for a ministry, in one of `LANGUAGES`."""
    with speaking(language):
        return _render(coverage, page_of(coverage, in_language(taxonomy, language)))


def _render(coverage: Coverage, page: Page) -> bytes:
    title = gettext("{title}: coverage of {symbol}").format(title=page.title, symbol=page.symbol)
    document = word.new_document(title, f"gc25map {visible(coverage.tool)}", page.versions)
    word.add_paragraph(document, page.title, word.TITLE)
    head = gettext(
        "Memo: what the documents supplied do for children online, measured against {symbol}"
    )
    word.add_paragraph(document, head.format(symbol=page.symbol))
    if page.country:
        word.add_paragraph(document, page.country)
    _documents(document, page)
    _what_it_is(document, page)
    _summary(document, page)
    _review(document, page)
    for status, heading, said, show in _CHAPTERS:
        _provisions(document, page, status, heading, said, show)
    _tensions(document, page)
    _ages(document, page)
    _readings(document, page)
    _annex(document, page)
    footer = document.sections[0].footer.paragraphs[0]
    footer._p.style = word.FINE
    footer.add_run(f"{page.versions} · " + gettext("page "))
    word.add_page_number(footer)
    return word.saved(document)


def _documents(document: Document, page: Page) -> None:
    word.add_heading(document, gettext("Documents supplied"), level=1)
    for one in page.documents:
        paragraph = word.add_paragraph(document, style=word.BULLET)
        paragraph.add_run(one.title).bold = True
        paragraph.add_run(f" ({one.file_name}): {one.facts}")
        for warning in one.warnings:
            paragraph.add_run(f"\n{warning}").bold = True
    if page.failures:
        word.add_heading(document, gettext("Documents that could not be read"), level=2)
        for path, message in page.failures:
            word.add_paragraph(document, f"{path}: {message}", style=word.BULLET)


def _what_it_is(document: Document, page: Page) -> None:
    word.add_heading(document, gettext("What this memo is, and what it is not"), level=1)
    word.add_paragraph(
        document,
        gettext(
            "A program read the documents named above and compared each passage with the provisions of "
            "{symbol}. Every status rests on passages that are quoted here with their place; where a"
            " reader disagrees, the reader is right and the program is wrong."
        ).format(symbol=page.symbol),
    )
    never_silence = gettext("What could not be read is named, and never counted as silence.")
    word.add_paragraph(document, f"{gettext(NOT_FOUND_MEANS)} {never_silence}")
    our_words = gettext(OUR_WORDS).format(symbol=page.symbol)
    word.add_paragraph(document, f"{our_words} {gettext(NO_ADVICE)}")


def _summary(document: Document, page: Page) -> None:
    word.add_heading(document, gettext("Summary"), level=1)
    total = sum(count for _, _, count in page.legend)
    said = gettext("Of {total} provisions: {counts}.").format(total=total, counts=counted(page))
    word.add_paragraph(document, said)
    table = word.add_table(
        document,
        gettext("Counts by chapter"),
        gettext("For each chapter, how many provisions have each status."),
        (gettext("Chapter"), *(f"{SYMBOLS[s]} {gettext(STATUS_WORDS[s])}" for s in STATUSES)),
        (6.8, 2.4, 2.4, 2.4, 2.4),
    )
    for chapter in page.chapters:
        word.add_row(table, (f"{chapter.id} {chapter.title}", *map(str, chapter.counts)))
    totals = [str(count) for _, _, count in page.legend]
    word.add_row(table, (gettext("All provisions"), *totals), bold=True)
    word.add_paragraph(document)
    for mark, text, _ in page.legend:
        paragraph = word.add_paragraph(document, style=word.BULLET)
        word.add_marked(paragraph, mark)
        paragraph.add_run(f": {text}")


def _review(document: Document, page: Page) -> None:
    """What people have decided in all; where nobody has reviewed, nothing is said."""
    if page.review:
        word.add_heading(document, gettext("Review"), level=1)
        for line in summary_in_words(page.review):
            word.add_paragraph(document, line)


def _provisions(
    document: Document,
    page: Page,
    status: Status,
    heading: str,
    said: str,
    show: Callable[[Document, Row], None],
) -> None:
    """All provisions of one status, by chapter."""
    word.add_heading(document, gettext(heading), level=1)
    chapters = [(c, rows) for c in page.chapters if (rows := _having(c, status))]
    if not chapters:
        none = gettext("No provision has this status: {status}.")
        word.add_paragraph(document, none.format(status=gettext(STATUS_WORDS[status])))
        return
    word.add_paragraph(document, gettext(said))
    for chapter, rows in chapters:
        word.add_heading(document, f"{chapter.id} {chapter.title}", level=2)
        for row in rows:
            word.add_heading(document, row.title, level=3)
            show(document, row)
            _reviewed(document, row)


def _having(chapter: ChapterView, status: Status) -> list[Row]:
    return [row for row in chapter.rows if row.overall.key == status]


def _gap(document: Document, row: Row) -> None:
    """A provision without evidence: what it asks, what was looked for, and what came closest."""
    word.add_paragraph(document, f"{row.duty} ({row.citation})")
    if row.overall.key == "not_assessed":
        why = gettext("Why it was not assessed: {reasons}.").format(reasons=_listed(row.reasons))
        word.add_paragraph(document, why)
    word.add_paragraph(
        document, gettext("What was looked for:")
    ).paragraph_format.keep_with_next = True
    for item in row.looked_for:
        word.add_paragraph(document, item, style=word.BULLET)
    if row.nearest:
        near = gettext("Came closest, and not enough alone: {passages}.")
        said = near.format(passages=_named(row.nearest))
        word.add_paragraph(document, said, style=word.FINE)
    _against(document, row)


def _found(document: Document, row: Row) -> None:
    """A provision with evidence: why it is only partial, the strongest passage, and the others."""
    word.add_paragraph(document, f"{row.duty} ({row.citation})")
    if row.overall.key == "partial":
        paragraph = word.add_paragraph(document)
        paragraph.add_run(gettext("Why only partial: ")).bold = True
        paragraph.add_run(f"{_listed(row.reasons)}.")
    for heading, items in (
        (gettext("Found:"), row.found),
        (gettext("No passage for:"), row.lacking),
    ):
        if items:
            paragraph = word.add_paragraph(document)
            paragraph.add_run(f"{heading} ").bold = True
            paragraph.add_run(_listed(items))
    for shown in row.evidence[:1]:
        _quoted(document, shown)
        cited = word.add_paragraph(document, style=word.FINE)
        cited.add_run(shown.citation).bold = True
        if shown.ocr:
            cited.add_run(f" · {shown.ocr}.")
    if row.evidence[1:]:
        others = gettext("See also {passages}.").format(passages=_named(row.evidence[1:]))
        word.add_paragraph(document, others, style=word.FINE)
    _against(document, row)


def _quoted(document: Document, shown: Shown | AgainstPassage) -> None:
    """A passage with the words that it continues and those that it runs into."""
    before = [(f"{shown.lead[:LONGEST_QUOTATION]} …", False)] if shown.lead else []
    after = [(f"… {shown.tail[:LONGEST_QUOTATION]}", False)] if shown.tail else []
    for words in (before, excerpt(shown.parts, LONGEST_QUOTATION), after):
        if words:
            word.add_quotation(document, words, shown.lang, shown.direction)


def _reviewed(document: Document, row: Row) -> None:
    """What people hold of a provision, beside the status of the program."""
    if row.review:
        paragraph = word.add_paragraph(document)
        paragraph.add_run(gettext("Reviewer: ")).bold = True
        mark = row.review.mark
        paragraph.add_run(
            f"{mark.sign} {mark.word} ({row.review.reviewers}). {row.review.explained}"
        )
        for said in (*row.review.said, *row.review.added):
            word.add_paragraph(document, in_words(said), word.BULLET)


def _against(document: Document, row: Row) -> None:
    if row.against:
        said = gettext("In tension with it: {tensions} (see Tensions).")
        titles = _listed(title for _, title in row.against)
        word.add_paragraph(document, f"{TENSION_SYMBOL} {said.format(tensions=titles)}")


def _named(shown: Sequence[Shown]) -> str:
    """Where passages stand; of many, the strongest."""
    places = list(dict.fromkeys(one.citation for one in shown))
    more = len(places) - MOST_NAMED
    named = places[:MOST_NAMED]
    if more > 0:
        named.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    return _listed(named)


def _listed(items: Iterable[str]) -> str:
    return gettext("; ").join(items)


_CHAPTERS: tuple[tuple[Status, str, str, Callable[[Document, Row], None]], ...] = (
    (
        "missing",
        N_("Gaps: not found in the documents supplied"),
        N_("For each provision, what it asks and what was looked for."),
        _gap,
    ),
    (
        "not_assessed",
        N_("Not assessed"),
        N_(
            "Nothing was found for these provisions, and something could not be read or has no rules for"
            " its language; so nothing is said of them."
        ),
        _gap,
    ),
    (
        "partial",
        N_("Partial"),
        N_("The subject is there, and something is lacking."),
        _found,
    ),
    (
        "addressed",
        N_("Addressed"),
        N_("A rule or commitment in the documents does what the provision asks."),
        _found,
    ),
)


def _tensions(document: Document, page: Page) -> None:
    word.add_heading(document, gettext("Tensions"), level=1)
    if not page.tensions:
        word.add_paragraph(
            document,
            gettext(
                "No passage that a rule of tension knows was found in the documents supplied. These"
                " rules are few and precise; their silence shows nothing."
            ),
        )
        return
    word.add_paragraph(
        document,
        gettext(
            "Passages that meet the subject of a provision against its sense. They change no status. A"
            " safeguard may stand in another passage or another law, so each needs a reader."
        ),
    )
    for kind in page.tensions:
        word.add_heading(document, f"{TENSION_SYMBOL} {kind.title}", level=2)
        against = gettext("Against {symbol}, para {paragraphs}: {provisions}.").format(
            symbol=page.symbol,
            paragraphs=kind.paragraphs,
            provisions=_listed(title for _, title in kind.provisions),
        )
        word.add_paragraph(document, f"{kind.what} {against}")
        for passage in kind.passages[:MOST_NAMED]:
            _quoted(document, passage)
            place = gettext(", ").join(
                part for part in (passage.instrument, passage.locator, passage.place) if part
            )
            word.add_paragraph(document, place, style=word.FINE)
        if kind.passages[MOST_NAMED:]:
            more = len(kind.passages) - MOST_NAMED
            said = ngettext("And {count} more passage.", "And {count} more passages.", more)
            word.add_paragraph(document, said.format(count=more))


def _ages(document: Document, page: Page) -> None:
    word.add_heading(document, gettext("Ages in the law"), level=1)
    if not page.ages:
        word.add_paragraph(document, gettext("No age was found in the documents supplied."))
        return
    table = word.add_table(
        document,
        gettext("Ages in the law"),
        gettext(
            "Every age found in the documents supplied, with what it is for and where it stands."
        ),
        (gettext("Age"), gettext("For"), gettext("Where"), gettext("Words")),
        (2.2, 3.6, 4.6, 6.0),
    )
    for row in page.ages:
        where = gettext(", ").join(
            part for part in (row.locator, row.instrument, row.place) if part
        )
        word.add_row(table, (row.age, row.purpose, where, "".join(row.parts)[:LONGEST_QUOTATION]))


def _readings(document: Document, page: Page) -> None:
    for reading in page.readings:
        title = gettext("Read as {framework}").format(framework=reading.title)
        word.add_heading(document, title, level=1)
        word.add_paragraph(document, f"{reading.source} {reading.note}", style=word.FINE)
        table = word.add_table(
            document,
            gettext("Components of {framework}").format(framework=reading.title),
            gettext("Every component of the framework with its status and the reasons."),
            (gettext("Component"), gettext("Status"), gettext("Reasons")),
            (6.4, 3.0, 7.0),
        )
        for group, components in reading.groups:
            for one in components:
                name = f"{group}: {one.name}" if group else one.name
                word.add_row(table, (name, one.mark, _listed(one.reasons)))


def _annex(document: Document, page: Page) -> None:
    word.add_heading(document, gettext("Annex: all provisions"), level=1)
    table = word.add_table(
        document,
        gettext("All provisions"),
        gettext(
            "Every provision with its paragraphs, its status, and its strongest passage or what lacks."
        ),
        (
            gettext("Provision"),
            gettext("Paragraphs"),
            gettext("Status"),
            gettext("Strongest passage, or what lacks"),
        ),
        (5.4, 2.6, 2.8, 5.6),
    )
    for chapter in page.chapters:
        for row in chapter.rows:
            paragraphs = row.paragraphs
            strongest = row.evidence[0].citation if row.evidence else ""
            why = ": ".join(part for part in (strongest, _listed(row.reasons)) if part)
            word.add_row(table, (f"{chapter.id} · {row.title}", paragraphs, row.overall, why))
