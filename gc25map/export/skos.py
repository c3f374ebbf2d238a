"""The taxonomy as a SKOS vocabulary, in Turtle.

Chapters, sections, provisions and elements are concepts, each broader than the next; neighbours are
`skos:related`. Every further framework is a scheme of its own, whose components match provisions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from gc25map.taxonomy import Chapter, Component, MappedFramework, Provision, Taxonomy

PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
# A subject, and what is said of it: property and value, both as Turtle writes them.
Statement = tuple[str, list[tuple[str, str]]]


def skos_files(taxonomy: Taxonomy, frameworks: Sequence[MappedFramework]) -> dict[str, str]:
    """One Turtle file."""
    vocabulary = _Vocabulary(taxonomy)
    head = [f"@prefix {name}: <{address}> ." for name, address in PREFIXES.items()]
    blocks = [
        f"{subject}\n    " + " ;\n    ".join(f"{name} {value}" for name, value in said) + " ."
        for subject, said in (*vocabulary.norm(), *vocabulary.mapped(frameworks))
    ]
    return {"ttl": "\n".join(head) + "\n\n" + "\n\n".join(blocks) + "\n"}


class _Vocabulary:
    """What is said of each concept; texts are in the language of the taxonomy."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._scheme = _iri(taxonomy.uri())

    def norm(self) -> Iterator[Statement]:
        """The scheme of the taxonomy, its chapters, and its provisions with their elements."""
        framework = self._taxonomy.framework
        source = f"{framework.body}, {framework.symbol} ({framework.adopted})"
        yield (
            self._scheme,
            [
                ("a", "skos:ConceptScheme"),
                ("dct:title", self._text(framework.title)),
                ("dct:source", _plain(source)),
                ("owl:versionInfo", _plain(framework.version)),
                *(("skos:hasTopConcept", self._chapter(c.id)) for c in framework.chapters),
            ],
        )
        for chapter in framework.chapters:
            yield from self._chapters(chapter)
        for provision in self._taxonomy.provisions:
            yield from self._provision(provision)

    def mapped(self, frameworks: Iterable[MappedFramework]) -> Iterator[Statement]:
        """A scheme for each further framework, with its components."""
        for framework in frameworks:
            scheme = _iri(framework.uri())
            yield (
                scheme,
                [
                    ("a", "skos:ConceptScheme"),
                    ("dct:title", self._text(framework.title)),
                    ("dct:source", _plain(f"{framework.by}, {framework.source}")),
                    ("skos:note", self._text(framework.note)),
                ],
            )
            for component in framework.components:
                yield self._component(framework, component, scheme)

    def _chapters(self, chapter: Chapter) -> Iterator[Statement]:
        own = self._chapter(chapter.id)
        said = self._concept(self._scheme, chapter.title, chapter.id)
        yield (own, [*said, ("skos:topConceptOf", self._scheme)])
        for section in chapter.sections:
            said = self._concept(self._scheme, section.title, f"{chapter.id}.{section.letter}")
            yield (self._chapter(chapter.id, section.letter), [*said, ("skos:broader", own)])

    def _provision(self, provision: Provision) -> Iterator[Statement]:
        taxonomy = self._taxonomy
        own = _iri(taxonomy.uri(provision.id))
        above = self._chapter(provision.chapter, provision.section)
        notes = [f"In part: {provision.partial}"]
        notes += [f"Does not count: {text}" for text in provision.excludes]
        near = taxonomy.neighbours(provision.id)
        yield (
            own,
            [
                *self._concept(self._scheme, provision.title, provision.id),
                ("skos:definition", self._text(provision.duty)),
                *(("skos:scopeNote", self._text(note)) for note in notes),
                ("dct:source", _plain(taxonomy.citation(provision.id))),
                ("skos:broader", above),
                *(("skos:related", _iri(taxonomy.uri(other))) for other in near),
            ],
        )
        for element in provision.elements:
            said = self._concept(self._scheme, element.text, f"{provision.id}/{element.id}")
            yield (_iri(taxonomy.uri(provision.id, element.id)), [*said, ("skos:broader", own)])

    def _component(
        self, framework: MappedFramework, component: Component, scheme: str
    ) -> Statement:
        # Close where the component stands or falls with the provision.
        close = set() if component.distant else set(component.core)
        matches = [
            ("skos:closeMatch" if p in close else "skos:relatedMatch", _iri(self._taxonomy.uri(p)))
            for p in component.provisions
        ]
        return (
            _iri(framework.uri(component.id)),
            [
                *self._concept(scheme, component.title, component.id),
                ("skos:definition", self._text(component.description)),
                ("skos:topConceptOf", scheme),
                *matches,
            ],
        )

    def _concept(self, scheme: str, label: str, notation: str) -> list[tuple[str, str]]:
        return [
            ("a", "skos:Concept"),
            ("skos:inScheme", scheme),
            ("skos:prefLabel", self._text(label)),
            ("skos:notation", _plain(notation)),
        ]

    def _chapter(self, chapter: str, section: str | None = None) -> str:
        parts = ("chapter", chapter, section) if section else ("chapter", chapter)
        return _iri(self._taxonomy.uri(*parts))

    def _text(self, text: str) -> str:
        return f"{_plain(text)}@{self._taxonomy.framework.language}"


def _iri(address: str) -> str:
    return f"<{quote(address, safe=':/#?&=@+;,.~%-_')}>"


def _plain(text: str) -> str:
    # Every escape of a JSON string means the same in Turtle.
    return json.dumps(text, ensure_ascii=False)
