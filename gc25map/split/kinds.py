"""What kind of passage a text is: a rule, an offence, a definition, an aim, an amendment, nothing left.

By the words with which legal texts of each language say so; the first kind that fits is taken.
"""

from __future__ import annotations

import re

from gc25map.records import Kind

_DEFINITION_HEADING = re.compile(
    r"\b(?:interpretation|definitions?|définitions?|definiciones|definições|begriffsbestimmungen|glossary|glosario"
    r"|определения|понятия|ορισμοί|takrif|tafsiran)\b|用语|定义|تعريف|تعاريف",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r"[\"”’'»】]\s*(?:,?\s*in relation to[^,]{1,60},)?\s*"
    r"(?:means|includes|has the (?:same )?meaning|shall mean|bedeutet|significa|désigne|s'entend)\b"
    r"|\bse entiende por\b|\bentende-se por\b|\bim Sinne dieses Gesetzes\b|是指|本法所称|يقصد|понимается",
    re.IGNORECASE,
)
_REPEALED = re.compile(
    r"^\W*(?:\d+[A-Z]*\.?\s*)?[\[(*\s]*(?:repealed|omitted|deleted|abrogé|derogado|revogado|aufgehoben|утратил)\b",
    re.IGNORECASE,
)
_AMENDING = re.compile(
    r"\bis (?:hereby )?amended\b|\bare (?:hereby )?amended\b|\bis enacted to read\b"
    r"|\bshall be (?:substituted|inserted|omitted)\b"
    r"|\bsubstituting (?:for|the)\b|\bsustitúyese\b|\bmodifíquese\b|\best (?:modifié|remplacé)\b|\bпосле слов\b"
    r"|\bpassa a vigorar\b|\bwird wie folgt geändert\b",
    re.IGNORECASE,
)
_PREAMBLE = re.compile(
    r"^\W*(?:whereas|preamble|considering|considérant|considerando|in der Erwägung|foreword|vision\b|mission\b)",
    re.IGNORECASE,
)
_OFFENCE = re.compile(
    r"\b(?:commits? an? offen[cs]e|guilty of|punish\w*|imprisonment|liable (?:on|to)|fine not exceeding|penalty of"
    r"|emprisonnement|amende de|prisión|reclusión|multa de|detenção|reclusão|Freiheitsstrafe|Geldbuße|bestraft"
    r"|лишени\w+ свободы|штраф\w*|наказыва\w+)\b|有期徒刑|处.{0,12}罚款|يعاقب|الحبس|غرامة",
    re.IGNORECASE,
)


def kind_of(text: str, headings: tuple[str, ...], before_first_section: bool) -> Kind:
    """The kind of a passage, from its words, its headings, and whether it stands before section 1."""
    if _REPEALED.match(text) and len(text) < 200:
        return "repealed"
    own_heading = headings[-1] if headings else ""
    if _DEFINITION_HEADING.search(own_heading):
        return "definition"
    if _MEANS.search(text[:400]) and not _OFFENCE.search(text):
        return "definition"
    if before_first_section or _PREAMBLE.match(text):
        return "preamble"
    if _OFFENCE.search(text):
        return "offence"
    if _AMENDING.search(text[:300]):
        return "amending"
    return "operative"
