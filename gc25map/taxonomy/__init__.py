"""The norm a law is measured against: provisions, their elements, the rules that find them, the lexicon.

In:  a folder (`framework.yaml`, `provisions/*.yaml`, `rules/<language>/*.yaml`, `tensions/`), folders of
     lexicons and of words for ages, a folder of further frameworks that are mapped to the provisions,
     and translations of its titles, duties and elements;
     by which kinds of instruments (`instruments.yaml`) and groups (`rights.yaml`) countries are compared.
Out: a frozen `Taxonomy`, or one `TaxonomyError` that names every problem with its file and line.

Nothing here knows of General Comment 25: any folder of the same shape will do.
"""

from gc25map.taxonomy.load import load_taxonomy
from gc25map.taxonomy.mapped import load_frameworks
from gc25map.taxonomy.reliability import Measured, Reliability, fingerprint, load_reliability
from gc25map.taxonomy.shapes import (
    AgeWords,
    Chapter,
    Component,
    Element,
    Framework,
    InstrumentKind,
    Instruments,
    Lexicon,
    MappedFramework,
    Provision,
    RightsGroup,
    Rule,
    Taxonomy,
    TensionKind,
)
from gc25map.taxonomy.translations import (
    in_language,
    load_translation,
    translated_into,
    untranslated,
)
from gc25map.taxonomy.wording import Foreign, FrameworkWords, Translation
from gc25map.taxonomy.yaml_tree import Place

__all__ = [
    "AgeWords",
    "Chapter",
    "Component",
    "Element",
    "Foreign",
    "Framework",
    "FrameworkWords",
    "InstrumentKind",
    "Instruments",
    "Lexicon",
    "MappedFramework",
    "Measured",
    "Place",
    "Provision",
    "Reliability",
    "RightsGroup",
    "Rule",
    "Taxonomy",
    "TensionKind",
    "Translation",
    "fingerprint",
    "in_language",
    "load_frameworks",
    "load_reliability",
    "load_taxonomy",
    "load_translation",
    "translated_into",
    "untranslated",
]
