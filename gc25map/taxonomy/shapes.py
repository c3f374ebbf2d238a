"""The shapes of the taxonomy files, strict: an unknown key or a wrong type is a problem, never ignored."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gc25map.findings import Comparator, Purpose
from gc25map.taxonomy.yaml_tree import Place

if TYPE_CHECKING:
    from gc25map.taxonomy.wording import Translation

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
RuleId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z]{2}\.[a-z0-9-]+$")
]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Need = Literal["inherent", "needed"]


class Shape(BaseModel):
    """What is read of a file: nothing else may stand there, and nothing changes it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Section(Shape):
    """A lettered section of a chapter; `paragraphs` is first and last."""

    letter: Text
    title: Text
    paragraphs: list[int] = Field(min_length=2, max_length=2)


class Chapter(Shape):
    """A chapter of the framework; `paragraphs` is first and last."""

    id: Text
    title: Text
    paragraphs: list[int] = Field(min_length=2, max_length=2)
    sections: list[Section]


class Framework(Shape):
    """What the provisions are drawn from. `symbol` and `base_uri` make citations and stable URIs.

    `language` is that of titles and duties, which need not be that of the laws.
    """

    id: Id
    title: Text
    version: Text
    symbol: Text
    body: Text
    adopted: int
    base_uri: Text
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "en"
    chapters: list[Chapter] = Field(min_length=1)


class Element(Shape):
    """A checkable part of a provision: one kind of rule or commitment that would count for it."""

    id: Id
    text: Text


class Provision(Shape):
    """One duty of the framework, in our own words; see taxonomy/README.md for every field."""

    id: Id
    chapter: Text
    section: Text | None
    paragraphs: list[int] = Field(min_length=1)
    crc_articles: list[int | str]
    title: Text
    duty: Text
    measure: Text
    bearer: list[Text] = Field(min_length=1)
    child_specific: Need
    digital_specific: Need
    elements: list[Element] = Field(min_length=2, max_length=5)
    partial: Text
    excludes: list[Text]
    see_also: list[Id]
    signals: list[Text] = Field(min_length=3)


class Rule(Shape):
    """One keyword rule: which words, in one passage, speak for a provision (see taxonomy/README.md).

    `any` must occur in the passage; every group of `also` must occur in it, its lead-in or its
    headings (within `within` words of the `any` hit, when given); nothing of `unless` may occur.
    `grade` is "full", "part" (only what the provision calls partial) or "cue" (never enough alone).
    """

    id: RuleId
    element: list[Id] = []
    any: list[Text] = Field(min_length=1)
    also: list[list[Text]] = []
    within: int | None = None
    unless: list[Text] = []
    heading: list[Text] = []
    grade: Literal["full", "part", "cue"] = "full"
    match: list[Text] = Field(min_length=1)
    no_match: list[Text] = []


class RuleSet(Shape):
    """The rules of one provision in one language."""

    provision: Id
    rules: list[Rule] = Field(min_length=1)


class Component(Shape):
    """A part of another framework, and the provisions that serve it.

    `core` are those without which it is not whole (all of `provisions` where none is named);
    `distant`: the provisions only come near it. `inferred`: the source does not name it.
    """

    id: Id
    number: int | None = None
    group: Text | None = None
    title: Text
    description: Text
    inferred: bool = False
    distant: bool = False
    core: list[Id] = []
    provisions: list[Id] = Field(min_length=1)

    @property
    def deciding(self) -> list[str]:
        """The provisions that must all be addressed."""
        return self.core or self.provisions


class MappedFramework(Shape):
    """Another framework whose components are served by the provisions of the taxonomy `maps`."""

    id: Id
    title: Text
    by: Text
    source: Text
    note: Text
    maps: Id
    components: list[Component] = Field(min_length=1)

    def uri(self, component: str = "") -> str:
        """The stable name of the framework, or of one of its components."""
        return ":".join(["urn:gc25map:framework", self.id, *([component] if component else [])])


class TensionKind(Shape):
    """A way in which a law may run against provisions; see taxonomy/README.md for every field."""

    id: Id
    title: Text
    what: Text
    paragraphs: list[int] = Field(min_length=1)
    provisions: list[Id] = Field(min_length=1)
    child_specific: Need
    digital_specific: Need
    excludes: list[Text]


class InstrumentKind(Shape):
    """A kind of instrument, and by language the words by which a title names it (see taxonomy/README.md).

    A title with words of `unless` does not name it. A title may name several kinds; one that names a kind
    that stands `alone` names no other.
    """

    id: Id
    title: Text
    alone: bool = False
    words: dict[str, list[Text]] = Field(min_length=1)
    unless: dict[str, list[Text]] = {}
    match: list[Text] = Field(min_length=1)
    no_match: list[Text] = []


class Instruments(Shape):
    """The kinds of instruments, and for every provision those kinds that would carry it."""

    kinds: list[InstrumentKind] = Field(min_length=1)
    carriers: dict[Id, Annotated[list[Id], Field(min_length=1)]]


class RightsGroup(Shape):
    """The provisions that do the same sort of thing for children; each stands in one group."""

    id: Id
    title: Text
    what: Text
    provisions: list[Id] = Field(min_length=1)


class TensionRuleSet(Shape):
    """The rules of one kind of tension in one language: of the shape of any other, and always full."""

    tension: Id
    rules: list[Rule] = Field(min_length=1)


class AgeWords(Shape):
    """The words by which ages are known in one language; `#` in a phrase is a number of 0 to 99.

    `numbers` are those written in letters. An age that overlaps a phrase of `unless` is none.
    """

    language: Text
    numbers: dict[str, int] = {}
    comparators: dict[Comparator, list[Text]]
    unless: list[Text] = []
    purposes: dict[Purpose, list[Text]]


class Lexicon(Shape):
    """The words by which the limbs of a passage are known in one language.

    `force` lists words by force, and a passage has the first force, in the order of the
    file, of which it holds a word. `scope_*` are words of titles and application sections.
    """

    language: Text
    children: list[Text] = Field(min_length=1)
    children_unless: list[Text] = []
    digital: list[Text] = Field(min_length=1)
    digital_unless: list[Text] = []
    force: dict[str, list[Text]]
    scope_children: list[Text] = []
    scope_digital: list[Text] = []


@dataclass(frozen=True)
class Taxonomy:
    """A framework with its provisions, and by language its rules, lexicons and words for ages.

    `tension_rules` are, like `rules`, pairs of what a rule speaks for and the rule. `places` tells
    where a provision, a rule, the lexicon (the words for ages) of a language, or the kinds of
    instruments were read, `folder` where all of it was. `instruments` and `groups` serve the
    comparison of countries; a taxonomy need not have them. `wording` is set where titles, duties and
    elements are in the words of a translation (see `gc25map.taxonomy.translations`).
    """

    framework: Framework
    provisions: tuple[Provision, ...]
    rules: dict[str, tuple[tuple[str, Rule], ...]]
    lexicons: dict[str, Lexicon]
    places: dict[str, Place] = field(default_factory=dict, repr=False, compare=False)
    tensions: tuple[TensionKind, ...] = ()
    tension_rules: dict[str, tuple[tuple[str, Rule], ...]] = field(default_factory=dict)
    ages: dict[str, AgeWords] = field(default_factory=dict)
    folder: Path | None = field(default=None, repr=False, compare=False)
    instruments: Instruments | None = None
    groups: tuple[RightsGroup, ...] = ()
    wording: Translation | None = field(default=None, repr=False)
    _by_id: dict[str, Provision] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_id.update((provision.id, provision) for provision in self.provisions)

    def __getitem__(self, provision_id: str) -> Provision:
        return self._by_id[provision_id]

    def __contains__(self, provision_id: object) -> bool:
        return provision_id in self._by_id

    def place(self, name: str) -> Place:
        """Where the provision or rule of this id, or the lexicon of this language, was read."""
        return self.places[name]

    @property
    def version(self) -> str:
        """`gc25 1.0`: the framework's id and the version of these files."""
        return f"{self.framework.id} {self.framework.version}"

    def uri(self, *parts: str) -> str:
        """The stable name of a provision, of its element (`uri(provision, element)`), or of the whole.

        Ids never change, and so these do not; they lead nowhere.
        """
        base = self.framework.base_uri
        return f"{base}{':'.join(parts)}" if parts else base.rstrip(":/#")

    def neighbours(self, provision_id: str) -> tuple[str, ...]:
        """The provisions that it refers to by `see_also`, and then those that refer to it."""
        own = self[provision_id].see_also
        back = [p.id for p in self.provisions if provision_id in p.see_also]
        return tuple(dict.fromkeys([*own, *back]))

    def title(self, provision_id: str) -> str:
        """The title of a provision; its id where the taxonomy does not have it."""
        return self[provision_id].title if provision_id in self else provision_id

    def bearer(self, name: str) -> str:
        """Who must act, in the words of the translation where there is one."""
        return self.wording.bearers.get(name, name) if self.wording else name

    def citation(self, provision_id: str) -> str:
        """`CRC/C/GC/25, paras 43–44`."""
        one = len(self[provision_id].paragraphs) == 1
        numbers = self.paragraphs(provision_id)
        return f"{self.framework.symbol}, {'para' if one else 'paras'} {numbers}"

    def paragraphs(self, provision_id: str) -> str:
        """The numbers of a provision's paragraphs: `43–44, 47`."""
        numbers = self[provision_id].paragraphs
        runs: list[list[int]] = []
        for number in numbers:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)
