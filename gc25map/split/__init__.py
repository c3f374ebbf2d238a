"""A law's text → the passages a lawyer would cite, with locators, headings, pages and offsets.

In:  a `Law`.
Out: `Passage`s in the order of the text; for each, `passage.text == law.text[start:end]`.
"""

from gc25map.split.passages import split_passages

__all__ = ["split_passages"]
