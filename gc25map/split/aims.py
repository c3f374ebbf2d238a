"""How policies and plans number their parts: pillars, goals, objectives, outputs, actions.

The words of eight languages, ranked by how far such a part reaches; a part of a lower rank holds those of
higher ranks below it. They count only with a number: "Objective 2.1", "Axe III", "目标一".
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Ranks between those of the divisions of a law and that of its sections.
_WORDS: tuple[tuple[float, str], ...] = (
    (
        5,
        r"pillar|axis|imperative|(?:strategic|priority|thematic|focus|key result|policy|action|intervention) area"
        r"|theme|policy statement|pilier|axe|domaine|pilar|eje|eixo|área|linha|línea|säule|handlungsfeld|schwerpunkt"
        r"|направление|приоритет|столп|(?:ال)?محور|(?:ال)?ركيزة|(?:ال)?مجال|支柱|重点领域|优先领域|领域",
    ),
    (6, r"goal|aim|priority|but|meta|ziel|цель|(?:ال)?غاية|目标|总目标"),
    (
        7,
        r"objective|outcome|result|target|objectif|résultat|effet|priorité|objetivo|resultado|prioridad|prioridade"
        r"|teilziel|ergebnis|priorität|задача|результат|(?:ال)?هدف|(?:ال)?نتيجة|具体目标|成果|任务",
    ),
    (
        8,
        r"output|strategy|intervention|programme|program|project|commitment|recommendation|produit|extrant|producto|produto"
        r"|estrategia|estratégia|recommandation|recomendación|recomendação|engagement|empfehlung|продукт|(?:ال)?مخرج|产出",
    ),
    (
        8.5,
        r"action|activity|initiative|measure|task|step|milestone|activité|mesure|acción|actividad|iniciativa|medida"
        r"|ação|acção|atividade|actividade|maßnahme|aktivität|мероприятие|мера|действие|(?:ال)?نشاط|(?:ال)?إجراء"
        r"|(?:ال)?مبادرة|行动|活动|措施|举措",
    ),
)
_BEFORE = r"(?:(?:strategic|specific|general|overall|key|national|policy|main|priority)\s+)?"
_AFTER = (
    r"(?:\s+(?:stratégique|spécifique|général|prioritaire|estratégic[oa]|específic[oa]|general|prioritari[oa]"
    r"|temátic[oa]|geral|الاستراتيجي[ة]?|العام[ة]?))?"
)
_ARABIC = (
    r"ال(?:أول|أولى|ثاني|ثانية|ثالث|ثالثة|رابع|رابعة|خامس|خامسة|سادس|سادسة|سابع|سابعة|ثامن|ثامنة"
    r"|تاسع|تاسعة|عاشر|عاشرة)"
)
_NUMBER = (
    rf"(?:[A-Z]{{0,2}}[.-]?\d{{1,2}}(?:\.\d{{1,3}}){{0,4}}[a-z]?|[IVX]{{1,5}}|[A-H](?=\s*[:.)–—-])"
    rf"|[一二三四五六七八九十]{{1,3}}|{_ARABIC})"
)
_AIMS = [
    (
        rank,
        re.compile(
            rf"^(?P<word>{_BEFORE}(?:{words}){_AFTER})(?:\s+(?:no\.?|nº|n°|№)\s*|\s*)(?P<number>{_NUMBER})"
            r"(?P<end>\s*[:.)–—：、-]+\s*|\s+(?=\S)|$)",
            re.IGNORECASE,
        ),
    )
    for rank, words in _WORDS
]
_NAMES = [
    re.compile(rf"^\W*({_BEFORE}(?:{words}){_AFTER})\W*$", re.IGNORECASE) for _, words in _WORDS
]
# The number of an upper-case word must be upper case itself: "Objective I", never "objective i".
_SMALL = re.compile(r"^[ivxa-h]+$")


class Aim(NamedTuple):
    """A numbered part of a policy: its rank, how it is cited, where the line goes on, and how it is set off."""

    rank: float
    label: str
    rest: int
    set_off: bool


def aim(text: str) -> Aim | None:
    """The part that a line opens, if it opens one: "Objective 2: …", "Acción 3.1 …"."""
    for rank, pattern in _AIMS:
        match = pattern.match(text)
        if match and (text[0].isupper() or text[0].lower() == text[0].upper()):
            number = match["number"]
            spaced = text[match.end("word") : match.start("number")].isspace()
            if _SMALL.match(number) or not (spaced or ord(text[0]) > 0x2E80):
                return None
            joint = " " if spaced else ""
            set_off = bool(match["end"].strip()) or match.end() == len(text)
            return Aim(rank, f"{_tidy(match['word'])}{joint}{number}", match.end(), set_off)
    return None


def aim_name(text: str) -> str:
    """The word for a part of a policy, where a cell of a table's head is just that; else nothing."""
    for pattern in _NAMES:
        match = pattern.match(text)
        if match:
            return _tidy(match.group(1))
    return ""


def _tidy(word: str) -> str:
    word = " ".join(word.split())
    return word.capitalize() if word.isupper() else word
