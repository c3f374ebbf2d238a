"""Every table of a comparison and every column of it, declared once.

CSV headings, the Parquet schema, the DDL of SQLite, Datasette's metadata and `datapackage.json` are all
derived from `TABLES`. A value is a text, a number, yes or no, or None where there is none; an empty
text is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from gc25map.findings import Comparator, Purpose
from gc25map.law import Source
from gc25map.records import STATUSES, Force, Kind

# The types of Table Schema. An "object" is kept as the text of its JSON.
Type = Literal["string", "integer", "number", "boolean", "object"]
Value = str | int | float | bool | None
# What parts the items of a list that stands in one cell, and headings within headings.
SEPARATOR, HEADING_SEPARATOR = "; ", " › "


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `values` are all that it may hold, `unit` is what a number counts."""

    name: str
    type: Type
    description: str
    required: bool = False
    values: tuple[str, ...] = ()
    unit: str = ""
    facet: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns whose values stand, under `there`, in a row of another table."""

    here: tuple[str, ...]
    table: str
    there: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `key` are the columns that tell its rows apart, `searched` those with full-text search."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    searched: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def line(self, row: Mapping[str, Value]) -> tuple[Value, ...]:
        """The values of a row in the order of the columns; `KeyError` where it is not of this table."""
        if strangers := row.keys() - set(self.names):
            raise KeyError(f"{self.name}: no column {', '.join(sorted(strangers))}")
        return tuple(_kept(row[name]) for name in self.names)


def storable(text: str) -> str:
    """A text that every format can hold: no NUL, no half of a character."""
    text = text.replace("\0", "\ufffd")
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _kept(value: Value) -> Value:
    return (storable(value) or None) if isinstance(value, str) else value


def _text(name: str, description: str, required: bool = False, facet: bool = False) -> Column:
    return Column(name, "string", description, required, facet=facet)


def _count(name: str, description: str, unit: str, required: bool = False) -> Column:
    return Column(name, "integer", description, required, unit=unit)


def _one_of(
    name: str,
    values: tuple[str, ...],
    description: str,
    required: bool = False,
    facet: bool = False,
) -> Column:
    return Column(name, "string", description, required, values, facet=facet)


def _yes_no(name: str, description: str) -> Column:
    return Column(name, "boolean", description, required=True)


_COUNTRY = _text("country", "The country's code as the manifest has it.", required=True, facet=True)
_PROVISION = _text("provision", "The lasting id of the provision.", required=True, facet=True)
_CHAPTER = _text(
    "chapter", "The chapter of the framework that holds it.", required=True, facet=True
)
_PARAGRAPHS = _text("paragraphs", "The paragraphs of the framework, parted by spaces.")
_INSTRUMENT = _text(
    "instrument", "The id of the instrument: the first digits of its SHA-256.", required=True
)
_NUMBER = _count("number", "The place in the order of the documents, from 1.", "", required=True)
# Where a passage stands, the same wherever one is cited.
_PLACE = (
    _count("page", "The page, as a PDF viewer counts; none in a file without pages.", "page"),
    _text("page_label", "The number printed on that page."),
    _text("locator", "Section, article or row, as a lawyer would cite it."),
)
_PASSAGE = _text("passage", "The id of the passage.", required=True)
_WORDS = (
    _text("headings", "The headings above it, from the outermost, parted by “ › ”."),
    _text("lead", "The opening words that the passage continues."),
    _text("text", "The words of the passage, whole."),
    _text("tail", "The closing words that it runs into."),
)
_LANGUAGE = _text("language", "ISO 639-1 code of its language, as read.", facet=True)
_STATED = (
    _text(
        "path",
        "The file as the manifest names it; of a path from the root only the name.",
        required=True,
    ),
    _text("sha256", "SHA-256 of the file; none where it could not be opened."),
    _text("year", "The year as stated."),
    _text("kind", "The kind of instrument as stated.", facet=True),
    _text("inferred", "The fields that nobody stated, parted by “; ”."),
    Column("extra", "object", "The other columns of the manifest, as they are."),
)
_OF_COUNTRY = Reference(("country",), "countries", ("code",))
_OF_PROVISION = Reference(("provision",), "provisions", ("provision",))
_OF_INSTRUMENT = Reference(("country", "instrument"), "instruments", ("country", "instrument"))

PROVISIONS = Table(
    "provisions",
    "Provisions",
    "What was looked for, in the words of this project.",
    (
        _PROVISION,
        _count("number", "The place in the order of the taxonomy, from 1.", "", required=True),
        _CHAPTER,
        _text("chapter_title", "The title of the chapter."),
        _PARAGRAPHS,
        _text("citation", "The paragraphs as they are cited."),
        _text("title", "The title of the provision.", required=True),
        _text("duty", "What it asks."),
        _text("measure", "The kind of measure it asks for.", facet=True),
        _text(
            "carriers",
            "Ids of the kinds of instruments that would carry it, parted by “; ”; none where nobody says"
            " which would.",
        ),
        _text("uri", "A name that never changes; it leads nowhere.", required=True),
    ),
    ("provision",),
)
COUNTRIES = Table(
    "countries",
    "Countries",
    "What was supplied for each country and how much of it could be read. No total and no rank: what was"
    " supplied differs.",
    (
        _text("code", "The country's code as the manifest has it.", required=True),
        _text("name", "The country's name."),
        _count("documents", "Documents supplied.", "document", required=True),
        _count("instruments", "Different documents that were read.", "document", required=True),
        _count("failures", "Documents that could not be read.", "document", required=True),
        _count("pages", "Pages of those with pages.", "page", required=True),
        _count("pages_unreadable", "Pages without text that could be read.", "page", required=True),
        _count("pages_ocr", "Pages read by OCR.", "page", required=True),
        Column("unreadable_share", "number", "Share of the pages that could not be read, 0 to 1."),
        _text("languages", "Languages of the instruments, parted by “; ”."),
        _text(
            "kinds",
            "Ids of the kinds of the instruments that were read, parted by “; ” (see there).",
        ),
    ),
    ("code",),
)
INSTRUMENTS = Table(
    "instruments",
    "Instruments",
    "Every document that was read; one that was supplied twice for a country is one row.",
    (
        _COUNTRY,
        _INSTRUMENT,
        _text("title", "The title as stated, or as found in the document."),
        *_STATED,
        _text(
            "kinds",
            "Ids of the kinds that it is known to be, parted by “; ”: as stated, where that is one, else"
            " as the title names them.",
        ),
        _yes_no("kinds_inferred", "Whether the kinds come from the title; nobody stated them."),
        _LANGUAGE,
        _count("pages", "Its pages; none in a file without pages.", "page"),
        _count("pages_unreadable", "Pages without text that could be read.", "page", required=True),
        _count("pages_ocr", "Pages read by OCR.", "page", required=True),
        Column("ocr_confidence", "number", "Mean confidence of OCR, 0 to 1."),
        _count("passages", "Passages it was cut into.", "passage", required=True),
        _yes_no("children_only", "Whether it governs nothing but children."),
        _yes_no("digital_only", "Whether it governs nothing but the digital environment."),
        _text("also_supplied_as", "Other paths of the same document, parted by “; ”."),
        _text("notes", "What was noted while it was read, parted by “; ”."),
    ),
    ("country", "instrument"),
    (_OF_COUNTRY,),
)
FAILURES = Table(
    "failures",
    "Failures",
    "Every document that could not be read, and why; where one failed, silence is not assessed.",
    (
        _COUNTRY,
        _NUMBER,
        _text("title", "The title as stated."),
        *_STATED,
        _text("message", "Why it could not be read.", required=True),
    ),
    ("country", "number"),
    (_OF_COUNTRY,),
)
COVERAGE = Table(
    "coverage",
    "Coverage",
    "A row for every country and provision, also where nothing was found. A status speaks of the documents"
    " supplied: “missing” does not say that the country lacks the rule.",
    (
        _COUNTRY,
        _PROVISION,
        _CHAPTER,
        _PARAGRAPHS,
        _text("title", "The title of the provision.", required=True),
        _one_of(
            "status",
            STATUSES,
            "What the documents supplied do; missing: not found in them; not_assessed: pages, a document"
            " or its language could not be read.",
            required=True,
            facet=True,
        ),
        _text("reasons", "Why there is no better status, parted by “; ”."),
        Column("score", "number", "Of the strongest passage, 0 to 1.", required=True),
        _count(
            "passages",
            "Rows of evidence; those of the method company carry nothing.",
            "passage",
            required=True,
        ),
        _text(
            "instruments", "Ids of the instruments that address it, all or in part, parted by “; ”."
        ),
        _yes_no(
            "comparable",
            "Whether an instrument was read of a kind that would carry the provision; a silence without"
            " one compares with nothing.",
        ),
        _yes_no("hangs_by_one", "Whether without one single passage the status would be lower."),
        _text("tensions", "Kinds of tension with it, parted by “; ”; they change no status."),
    ),
    ("country", "provision"),
    (_OF_COUNTRY, _OF_PROVISION),
)
EVIDENCE = Table(
    "evidence",
    "Evidence",
    "A row for every passage and provision that it serves, strongest first.",
    (
        _COUNTRY,
        _PROVISION,
        _count("rank", "1 is the strongest passage of the provision.", "", required=True),
        _INSTRUMENT,
        _PASSAGE,
        *_PLACE,
        _count("last_page", "The page on which it ends.", "page"),
        *_WORDS,
        _one_of("kind", get_args(Kind), "What kind of text it is.", required=True),
        _LANGUAGE,
        _one_of("force", get_args(Force), "With what force it speaks.", required=True, facet=True),
        _yes_no("children", "Whether it speaks of children."),
        _yes_no("digital", "Whether it speaks of the digital environment."),
        _one_of("grade", ("full", "part"), "part: only what the provision itself calls partial."),
        Column("score", "number", "How surely it serves the provision, 0 to 1.", required=True),
        _one_of(
            "method",
            ("rules", "classifier", "both", "company"),
            "What proposed it; company: it may serve the provision too, beside a passage that carries the status.",
        ),
        _text("rules", "The rules that met, parted by “; ”."),
        _text("terms", "The terms on which the classifier rests, parted by “; ”."),
        _text("elements", "The elements of the provision that it serves, parted by “; ”."),
        _text("shortfalls", "What it lacks, parted by “; ”."),
        _one_of("source", get_args(Source), "Whether its pages have text or were read by OCR."),
        Column("confidence", "number", "Confidence of OCR on its least sure page, 0 to 1."),
    ),
    ("country", "provision", "rank"),
    (
        Reference(("country", "provision"), "coverage", ("country", "provision")),
        _OF_PROVISION,
        _OF_INSTRUMENT,
    ),
    searched=("headings", "lead", "text", "tail"),
)
TENSIONS = Table(
    "tensions",
    "Tensions",
    "Passages that meet the subject of provisions against their sense; they change no status.",
    (
        _COUNTRY,
        _NUMBER,
        _text("tension", "The kind of tension.", required=True, facet=True),
        _text("title", "Its title."),
        _text("paragraphs", "The paragraphs it pulls against, parted by spaces."),
        _text("provisions", "The ids of those provisions, parted by spaces."),
        _INSTRUMENT,
        _PASSAGE,
        *_PLACE,
        *_WORDS,
        _LANGUAGE,
        _text("rules", "The rules that met, parted by “; ”."),
    ),
    ("country", "number"),
    (_OF_COUNTRY, _OF_INSTRUMENT),
)
AGES = Table(
    "ages",
    "Ages",
    "Every age in years that the documents name, and what it is for.",
    (
        _COUNTRY,
        _NUMBER,
        _one_of(
            "comparator", get_args(Comparator), "How the age is meant.", required=True, facet=True
        ),
        _count("years", "The age; of two, the lower.", "year", required=True),
        _count("to", "The upper age, where the comparator is between.", "year"),
        _one_of("purpose", get_args(Purpose), "What it is for.", required=True, facet=True),
        _text("words", "The words of the age."),
        _text("context", "The words around them."),
        _INSTRUMENT,
        _PASSAGE,
        *_PLACE,
        _LANGUAGE,
    ),
    ("country", "number"),
    (_OF_COUNTRY, _OF_INSTRUMENT),
)
# In an order in which no row refers to one that comes later.
TABLES = (
    PROVISIONS,
    COUNTRIES,
    INSTRUMENTS,
    FAILURES,
    COVERAGE,
    EVIDENCE,
    TENSIONS,
    AGES,
)
