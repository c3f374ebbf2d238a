"""The norm a law is measured against: provisions, their elements, the rules that find them, the lexicon.

In:  a folder (`framework.yaml`, `provisions/*.yaml`, `rules/<language>/*.yaml`) and a lexicon folder.
Out: a frozen `Taxonomy`, or one `TaxonomyError` that names every problem with its file and line.

Nothing here knows of General Comment 25: any folder of the same shape will do.
"""

from gc25map.taxonomy.load import load_taxonomy
from gc25map.taxonomy.shapes import Chapter, Element, Framework, Lexicon, Provision, Rule, Taxonomy

__all__ = [
    "Chapter",
    "Element",
    "Framework",
    "Lexicon",
    "Provision",
    "Rule",
    "Taxonomy",
    "load_taxonomy",
]
