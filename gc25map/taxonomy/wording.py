"""The words of a taxonomy in another language than its own: titles, duties and elements, keyed by ids.

Every text may be lacking: then the taxonomy's own stands there, and says in which language it is.
"""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from gc25map.taxonomy.shapes import (
    Chapter,
    Id,
    Provision,
    RightsGroup,
    Shape,
    Taxonomy,
    TensionKind,
    Text,
)


class Foreign(str):
    """Words in another language than the page around them; `language` says in which."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, words: str, language: str) -> Foreign:
        """The words, as any other text, with their language."""
        foreign = super().__new__(cls, words)
        foreign.language = language
        return foreign


class ChapterWords(Shape):
    """A chapter, and its sections by their letters."""

    title: Text
    sections: dict[Text, Text] = Field(default_factory=dict)


class ProvisionWords(Shape):
    """A provision; `elements` are all that it has, by id."""

    title: Text
    duty: Text
    elements: dict[Id, Text]


class TensionWords(Shape):
    """A kind of tension."""

    title: Text
    what: Text


class GroupWords(Shape):
    """A group of rights."""

    title: Text
    what: Text


class ComponentWords(Shape):
    """A component of a further framework."""

    title: Text
    description: Text


class FrameworkWords(Shape):
    """A further framework; `groups` are keyed by their names in the framework itself."""

    title: Text
    note: Text
    groups: dict[Text, Text] = Field(default_factory=dict)
    components: dict[Id, ComponentWords] = Field(default_factory=dict)


class Wording(Shape):
    """What one file translates; every part may be left out. `title` is the taxonomy's.

    `bearers` are those who must act, keyed by their names in the taxonomy.
    """

    title: Text | None = None
    chapters: dict[Text, ChapterWords] = Field(default_factory=dict)
    provisions: dict[Id, ProvisionWords] = Field(default_factory=dict)
    bearers: dict[Text, Text] = Field(default_factory=dict)
    rights: dict[Id, GroupWords] = Field(default_factory=dict)
    tensions: dict[Id, TensionWords] = Field(default_factory=dict)
    frameworks: dict[Id, FrameworkWords] = Field(default_factory=dict)


class Translation(Wording):
    """What all files of a language translate together."""

    language: Text


def reworded(taxonomy: Taxonomy, wording: Translation) -> Taxonomy:
    """The taxonomy in the words of a translation; what that lacks is `Foreign`."""

    def own(words: str) -> str:
        return Foreign(words, taxonomy.framework.language)

    def chapter_in(chapter: Chapter) -> Chapter:
        words = wording.chapters.get(chapter.id)
        return chapter.model_copy(update={"title": words.title if words else own(chapter.title)})

    def provision_in(provision: Provision) -> Provision:
        words = wording.provisions.get(provision.id)
        texts = {e.id: words.elements[e.id] if words else own(e.text) for e in provision.elements}
        return provision.model_copy(
            update={
                "title": words.title if words else own(provision.title),
                "duty": words.duty if words else own(provision.duty),
                "elements": [
                    e.model_copy(update={"text": texts[e.id]}) for e in provision.elements
                ],
            }
        )

    def tension_in(kind: TensionKind) -> TensionKind:
        words = wording.tensions.get(kind.id)
        title, what = (words.title, words.what) if words else (own(kind.title), own(kind.what))
        return kind.model_copy(update={"title": title, "what": what})

    def group_in(group: RightsGroup) -> RightsGroup:
        words = wording.rights.get(group.id)
        title, what = (words.title, words.what) if words else (own(group.title), own(group.what))
        return group.model_copy(update={"title": title, "what": what})

    framework = taxonomy.framework.model_copy(
        update={
            "title": wording.title or own(taxonomy.framework.title),
            "chapters": [chapter_in(chapter) for chapter in taxonomy.framework.chapters],
        }
    )
    return replace(
        taxonomy,
        framework=framework,
        provisions=tuple(provision_in(provision) for provision in taxonomy.provisions),
        tensions=tuple(tension_in(kind) for kind in taxonomy.tensions),
        groups=tuple(group_in(group) for group in taxonomy.groups),
        wording=wording,
        _by_id={},
    )
