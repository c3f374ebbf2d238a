"""The nouns that travel between rooms: plain, frozen, and JSON in and out.

Offsets are character offsets into `Law.text`; for every passage `passage.text == law.text[start:end]`.
Pages are counted from 1, as a PDF viewer counts them; `label` is the number printed on the page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from gc25map.findings import Age, Tension
from gc25map.law import Source

if TYPE_CHECKING:
    from gc25map.decisions import CellReview, ReviewSummary
    from gc25map.taxonomy import MappedFramework

Status = Literal["addressed", "partial", "missing", "not_assessed"]
Kind = Literal[
    "operative",
    "offence",
    "definition",
    "preamble",
    "background",
    "contents",
    "amending",
    "repealed",
    "form",
]
Force = Literal[
    "offence",
    "prohibition",
    "duty",
    "power",
    "right",
    "commitment",
    "aspiration",
    "definition",
    "none",
]

STATUSES: tuple[Status, ...] = ("addressed", "partial", "missing", "not_assessed")
# What a reviewer may rest a finding on; the other kinds only ever give context.
EVIDENCE_KINDS: frozenset[Kind] = frozenset({"operative", "offence", "preamble", "amending"})


def content_id(*parts: str) -> str:
    """Twelve hex digits of SHA-256 over the parts: the same on every machine."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a law that a lawyer would cite.

    `lead` is the opening that a sub-paragraph continues ("A person who intentionally —"), `tail` the
    closing that it runs into ("commits an offence."): both stand elsewhere in the law. `source`,
    `engine` and `confidence` are those of its least sure page.
    """

    id: str
    law_id: str
    locator: str
    headings: tuple[str, ...]
    lead: str
    start: int
    end: int
    first_page: int
    last_page: int
    kind: Kind
    language: str
    text: str
    tail: str = ""
    source: Source = "text"
    engine: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Limbs:
    """Whether a passage speaks of children and of the digital environment, and with what force."""

    children: bool
    digital: bool
    force: Force


@dataclass(frozen=True, slots=True)
class Scope:
    """Whether a law governs only children, or only the digital; `elsewhere`: hardly either at all."""

    children_only: bool
    digital_only: bool
    elsewhere: bool = False
    by_user: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A passage serves a provision: how surely, and why.

    `score` is in 0–1. `grade` is "part" where all that speaks for the tag is what the provision itself
    calls partial; `method` is "company" where it is listed only beside others that
    carry the provision. `spans` are offsets into `Law.text` of the words that decided, `by_rules` and
    `probability` (the classifier's) what the decision rests on.
    """

    passage_id: str
    provision_id: str
    score: float
    grade: Literal["full", "part"]
    method: Literal["rules", "classifier", "both", "company"]
    rules: tuple[str, ...]
    terms: tuple[str, ...]
    elements: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    limbs: Limbs
    by_rules: Literal["outright", "cue", "none"]
    probability: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """One passage behind a cell, complete enough to be read and cited without the law at hand."""

    instrument: str
    passage: str
    page: int
    last_page: int
    page_label: str | None
    locator: str
    headings: tuple[str, ...]
    lead: str
    text: str
    spans: tuple[tuple[int, int], ...]
    score: float
    grade: str
    method: str
    rules: tuple[str, ...]
    terms: tuple[str, ...]
    elements: tuple[str, ...]
    limbs: Limbs
    kind: Kind
    language: str
    shortfalls: tuple[str, ...]
    tail: str = ""
    source: Source = "text"
    engine: str = ""
    confidence: float | None = None

    @property
    def carries(self) -> bool:
        """Whether a status may rest on it, and it is not listed only beside what carries one."""
        return self.method != "company"


@dataclass(frozen=True, slots=True)
class Cell:
    """One provision measured over one or several instruments.

    `evidence` is complete, strongest first and last what carries no status, and empty unless the status is
    addressed or partial; `nearest` are the closest passages that did not suffice. `review` is what people
    hold of it; the status remains the machine's.
    """

    provision: str
    status: Status
    reasons: tuple[str, ...]
    score: float
    evidence: tuple[Evidence, ...] = ()
    nearest: tuple[Evidence, ...] = ()
    by_instrument: tuple[tuple[str, Status], ...] = ()
    review: CellReview | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """What was read of one document; where it has no pages, `pages` is 1 and `paged` false.

    `ocr_confidence` (0–1) is the mean over the pages read by OCR.
    """

    id: str
    title: str
    file_name: str
    sha256: str
    pages: int
    pages_unreadable: tuple[int, ...]
    language: str
    scope: Scope
    passages: int
    notes: tuple[str, ...] = ()
    pages_ocr: tuple[int, ...] = ()
    ocr_confidence: float | None = None
    paged: bool = True


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be analysed, and why, in one line."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class ComponentCell:
    """A component of another framework: its status, and the provisions that gave it.

    `core` are the provisions that must all be addressed; `inferred`: the source does not name it.
    """

    id: str
    number: int | None
    group: str
    title: str
    description: str
    inferred: bool
    status: Status
    reasons: tuple[str, ...]
    core: tuple[str, ...]
    provisions: tuple[tuple[str, Status], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A coverage as another framework sees it: one cell for each of its components."""

    id: str
    title: str
    by: str
    source: str
    note: str
    components: tuple[ComponentCell, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of one country's instruments: one cell for every provision, in taxonomy order.

    `tensions` and `ages` are in the order of the documents and of their text. `passages` are all that
    was read, so that the page can show the documents whole; they are no part of the JSON.
    """

    tool: str
    taxonomy: str
    model: str
    country: str
    title: str
    instruments: tuple[Instrument, ...]
    cells: tuple[Cell, ...]
    failures: tuple[Failure, ...] = ()
    frameworks: tuple[Reading, ...] = ()
    tensions: tuple[Tension, ...] = ()
    ages: tuple[Age, ...] = ()
    review: ReviewSummary | None = None
    passages: tuple[Passage, ...] = field(default=(), repr=False, compare=False)
    _index: dict[str, Cell] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._index.update((cell.provision, cell) for cell in self.cells)

    def __getitem__(self, provision_id: str) -> Cell:
        """The cell of a provision, by its id; KeyError when the taxonomy has no such provision."""
        return self._index[provision_id]

    def counts(self) -> dict[Status, int]:
        """How many provisions have each status."""
        return {status: sum(c.status == status for c in self.cells) for status in STATUSES}

    def read_as(self, framework: MappedFramework | str) -> Reading:
        """This coverage by the components of another framework (see `gc25map.frameworks`)."""
        from gc25map.frameworks import read_as

        return read_as(self, framework)

    def to_frame(self) -> object:
        """A pandas DataFrame, one row per provision; needs pandas (`pip install gc25map[frame]`)."""
        from gc25map.tables import coverage_frame

        return coverage_frame(self)

    def tensions_to_frame(self) -> object:
        """A pandas DataFrame, one row per tension, in the order of the documents."""
        from gc25map.tables import tension_frame

        return tension_frame(self)

    def ages_to_frame(self) -> object:
        """A pandas DataFrame, one row per age, in the order of the documents."""
        from gc25map.tables import age_frame

        return age_frame(self)

    def to_json(self) -> str:
        """The versioned JSON document of this coverage (see `gc25map.exchange`)."""
        from gc25map.exchange import dump_coverage

        return dump_coverage(self)

    def _repr_html_(self) -> str:
        from gc25map.report.notebook import coverage_card

        return coverage_card(self)


def strongest(statuses: Iterable[Status]) -> Status:
    """The status that stands for several documents, or several passages, together.

    `not_assessed` goes before `missing`: where one could not be read, the others' silence shows nothing.
    """
    found = set(statuses)
    order: tuple[Status, ...] = ("addressed", "partial", "not_assessed")
    return next((status for status in order if status in found), "missing")
