"""What kind of passage a text is: a rule, an offence, a definition, an aim, an amendment, a form, nothing left.

By the words with which legal texts of each language say so; the first kind that fits is taken.
"""

from __future__ import annotations

import re

from gc25map.records import Kind

_DEFINITION_HEADING = re.compile(
    r"\b(?:interpretation|definitions?|définitions?|definiciones|definições|begriffsbestimmungen"
    r"|glossary|glosario"
    r"|glossaire|glossário|определения|понятия|термины|ορισμοί|takrif|tafsiran)\b|用语|用語|定义|定義|تعريف|تعاريف",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r"[\"”’'»】]\s*(?:,?\s*in relation to[^,]{1,60},)?\s*[:：]?\s*"
    r"(?:means|includes|has the (?:same )?meaning|shall mean|bedeutet|significa|désigne|s'entend|означает)\b"
    r"|\bse entiende por\b|\bse entenderá por\b|\bentende-se por\b|\bconsidera-se\b(?=[^.]{0,80}:)"
    r"|\bon entend par\b|\bim Sinne dieses Gesetzes\b|是指|本法所称|本法所稱|يقصد|понимает?ся|понимаются"
    r"|используются следующие"
    r" (?:основные )?понятия",
    re.IGNORECASE,
)
_NUMBERED = (
    r"(?:(?:sec(?:tion|\.)|art(?:[ií]culo|icle|igo|ikel|\.)|статья|المادة|مادة"
    r"|§+)?\s*[\d٠-٩]+(?:bis|[a-z])?\s*[.ºo°)–—-]*\s*)?"
)
_REPEALED = re.compile(
    rf"^\W*{_NUMBERED}(?:第[一二三四五六七八九十百\d]+[条條])?[\s\[(（*.–—-]*"
    r"(?:repealed|omitted|deleted|revoked|rescinded|spent\b|abrogée?s?\b|supprimée?s?\b"
    r"|derogad[oa]s?\b|suprimid[oa]s?\b|revogad[oa]s?\b"
    r"|(?:\(?weggefallen|aufgehoben|entfallen)\b|утратил[аио]?\s+силу"
    r"|исключен[аыо]?\b|признан[аоы]?\s+утратив"
    r"|ملغاة|ملغى|ملغاه|ملغية|ألغيت|حذفت|（?删除|（?刪除|已废止|dimansuhkan|dipotong\b)"
    r"|^\W*\w{0,4}\W*(?:\*\s*){3,}",
    re.IGNORECASE,
)
_AMENDING = re.compile(
    r"\b(?:is|are) (?:hereby )?amended\b|\bis enacted to read\b|\bshall be (?:substituted|inserted|omitted)\b"
    r"|\bsubstituting (?:for|the)\b|\b(?:sustitúye|modifíca|incorpóra|agréga|deróga)(?:n?se|nse)\b"
    r"|\b(?:est|sont) (?:ainsi )?(?:modifiée?s?|remplacée?s?|insérée?s?|abrogée?s?)\b"
    r"|\bpassam? a vigorar\b|\bfica(?:m)? (?:acrescid|revogad|alterad)[oa]s?\b|\b(?:wird"
    r"|werden) wie folgt (?:geändert|gefasst)\b"
    r"|\bfolgende[rs]? (?:Absatz|Satz|§)[^.]{0,40}(?:eingefügt|angefügt)\b|\bпосле слов\b"
    r"|\bизложить в (?:следующей )?редакции\b"
    r"|\bвнести (?:в|следующие)\b[^.]{0,120}изменени|(?:يستبدل|تستبدل|يضاف|تضاف"
    r"|يلغى)\b[^.]{0,60}(?:نص|مادة|المادة|فقرة|بند)"
    r"|(?:修改为|修改為|增加一[条款項项]|删去|刪去)",
    re.IGNORECASE,
)
_PREAMBLE = re.compile(
    r"^\W*(?:whereas|preamble|préambule|preámbulo|preâmbulo|präambel|преамбула|considering"
    r"|having regard|vu (?:la|le|les|l')"
    r"|considérant|considerando|vist[oa]s?\b|in (?:der )?Erwägung|gestützt auf|принимая во внимание"
    r"|руководствуясь"
    r"|بعد الاطلاع|ديباجة|حيث إن|为了[^。]{4,120}制定本法|鉴于|foreword|vision\b|mission\b)",
    re.IGNORECASE,
)
_OFFENCE = re.compile(
    r"\b(?:commits? an? offen[cs]e|guilty of|punish\w*|imprisonment|liable (?:on|to)"
    r"|fine not exceeding|penalty of"
    r"|emprisonnement|amende de|est punie?|réclusion|prisión|reclusión|multa de|detenção|reclusão"
    r"|Freiheitsstrafe|Geldbuße|bestraft"
    r"|ordnungswidrig handelt|лишени\w+ свободы|штраф\w*|наказыва\w+)\b"
    r"|有期徒刑|拘役|处.{0,12}罚款|處.{0,12}罰[款金鍰]|يعاقب|الحبس|السجن|غرامة",
    re.IGNORECASE,
)
# A number, or a letter or Roman numeral that stands alone: "Form 2", "FORM B", and not "Forms of abuse".
_FORM_HEADING = re.compile(
    r"^(?:FORM|FORMULAIRE|FORMULARIO|FORMULÁRIO|FORMBLATT|BORANG|Форма|نموذج)"
    r"(?:(?:\s+(?:No\.?|Nº|N°|№|رقم))?\s*[\d٠-٩]|\s+(?:[IVXLC]+|[A-Z])(?![^\W_]))",
    re.IGNORECASE,
)
# What is there to be filled in: blanks, boxes, and the names of what belongs into them.
_BLANK = re.compile(
    r"_{4,}|\.{6,}|…{2,}|(?:\.\s){5,}|[☐□❑❒▢]|\[\s{2,}\]|\[\s*(?:insert|name|date)\b[^\]]{0,60}\]|＿{3,}",
    re.I,
)
_FILLED_IN = re.compile(
    r"\bsignature (?:of|du|de la)\b|\bsigned (?:by|at)\b|\b(?:name|full name|address"
    r"|date) of (?:the )?(?:applicant|declarant|issue)\b"
    r"|\bfor official use\b|\bofficial stamp\b|\btick (?:as|the|where)\b|\bdelete (?:as|whichever"
    r"|where) (?:in)?applicable\b"
    r"|\bfirma del (?:solicitante|interesado|declarante)\b|\bnombre y apellidos?:"
    r"|\bassinatura d[oa]\b|\bnom et prénoms?\s*:"
    r"|\bUnterschrift des\b|\bподпись\b|\b(?:Ф\.\s?И\.\s?О\.)|توقيع (?:مقدم|صاحب)|اسم مقدم الطلب"
    r"|申请人签[名字]|（签章）|\btandatangan\b",
    re.IGNORECASE,
)
# Words of a passage for each blank: with fewer it is there to be filled in.
WORDS_PER_BLANK = 25


def kind_of(
    text: str, headings: tuple[str, ...], before_first_section: bool, around: str = ""
) -> Kind:
    """The kind of a passage, from its words, its headings, and whether it stands before section 1.

    `around` is what it continues and runs into: "... shall be liable to imprisonment".
    """
    if _REPEALED.match(text) and len(text) < 200:
        return "repealed"
    if _is_form(text, headings):
        return "form"
    own_heading = headings[-1] if headings else ""
    if _DEFINITION_HEADING.search(own_heading):
        return "definition"
    if _MEANS.search(text[:400]) and not _OFFENCE.search(text):
        return "definition"
    if before_first_section or _PREAMBLE.match(text):
        return "preamble"
    if _OFFENCE.search(text) or _OFFENCE.search(around):
        return "offence"
    if _AMENDING.search(text[:300]):
        return "amending"
    return "operative"


def _is_form(text: str, headings: tuple[str, ...]) -> bool:
    if any(_FORM_HEADING.match(heading) for heading in headings):
        return True
    blanks = len(_BLANK.findall(text))
    filled_in = len(_FILLED_IN.findall(text))
    words = len(text.split())
    return (blanks > 0 and blanks * WORDS_PER_BLANK >= words) or (
        filled_in > 0 and (filled_in + blanks) * WORDS_PER_BLANK >= words and words < 60
    )
