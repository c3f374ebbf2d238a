"""What a country is called in English, by its code: from the Unicode locale data (CLDR)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


def name_of(code: str) -> str:
    """The name behind a code of ISO 3166-1 (three letters, or two); "" where there is none."""
    names, aliases = _known()
    code = code.upper()
    # A state that broke up stands for several.
    now = aliases.get(code, [code])
    known = len(now) == 1 and now[0].isalpha() and now[0] != "ZZ"
    return str(names.get(now[0], "")) if known else ""


@lru_cache(maxsize=1)
def _known() -> tuple[Any, Any]:
    from babel import Locale
    from babel.core import get_global

    return Locale("en").territories, get_global("territory_aliases")
