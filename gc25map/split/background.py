"""Which headings of a policy announce how things stand, and not what shall be done.

A strategy describes the dangers that it answers, often in the very words of its measures; what it
describes commits nobody. Only a policy is read so: the "Introduction" of an act holds rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = (
    r"^\W*(?:(?:chapter|part|section|capítulo|chapitre|kapitel|глава|раздел)\s+)?"
    r"(?:(?:\d[\d.]*|[ivxlc]+|[a-z])[\s.:)–—-]+)?"
)
# What shall be done, or reached.
_MEASURE = (
    r"\b(?:measures?|actions?|objectives?|goals?|responses?|recommendations?|interventions?|solutions?"
    r"|priorities|way forward|next steps"
    r"|medidas?|acción|acciones|objetivos?|respuestas?|recomendaciones|prioridades"
    r"|mesures?|objectifs?|réponses?|recommandations?|priorités|ação|ações|respostas?|recomendações"
    r"|empfehlungen|меры|мероприятия|действия|цели|задачи|рекомендации)\b"
    r"|(?:maßnahmen?|ziele?)\b|تدابير|إجراءات|أهداف|توصيات|أولويات|استجابة"
    r"|措施|对策|行动|目标|任务|建议"
)
_MEASURES = re.compile(_MEASURE, re.IGNORECASE)
# A heading of measures alone: they are what it begins with, or its subject; "Existing responses" are none.
_OPENS = re.compile(
    rf"{_NUMBER}(?:(?:the|our|strategic|specific|general|overall|key|main|priority|policy|proposed|planned)\s+)*"
    rf"(?:{_MEASURE})",
    re.IGNORECASE,
)
# What a heading announces besides: "Challenges and actions", "Overview of measures", but not
# "Background to the action plan".
_BESIDES = re.compile(
    r"\b(?:and|et|y|e|und|и)\b|[&,;:/–—]|\s-\s|\sو|[与和及、]|(?<=overview)\s+of\b"
    r"|(?<=panorama)\s+(?:de|das|dos)\b",
    re.IGNORECASE,
)
# What may follow the word: nothing, or what it is a background of; "background checks" are none.
_END = r"(?=\W*$|\s*[:–—/]|\s+-|\s+(?:of|to|and|in|et|y|e|und|и|de|del|du|des|da|do)\b)"
# Headings that begin so, and those that hold the words anywhere.
_BEGINS = re.compile(
    rf"{_NUMBER}(?:"
    r"(?:(?:the|an?|key|main|general|cyber) )*(?:background|introduction(?!\s+of\b)|overview|context|situation|foreword"
    r"|preface|rationale|challenges|threats|cyber-?threats|problem statement"
    r"|where we (?:are|stand)|state of play|baseline)"
    r"|(?:introducción|presentación)(?!\s+de)|contexto|antecedentes|diagnóstico|prólogo|panorama|justificación"
    r"|contexte|avant-propos|préface|diagnostic|constats?|état des lieux"
    r"|(?:introdução|apresentação)(?!\s+d[aeo])|enquadramento|prefácio|justificativa"
    r"|einleitung|einführung|ausgangslage|hintergrund|bestandsaufnahme|vorwort|lagebild"
    r"|введение|предпосылки|вызовы и угрозы"
    rf"){_END}"
    rf"|{_NUMBER}(?:ال)?(?:مقدمة|تمهيد|خلفية|سياق|تحديات)(?!\w)"
    r"|^[\s\d.、一二三四五六七八九十（）()第章节部分]*(?:背景|现状|前言|引言|形势|概述|序言|发展基础)(?!审查|调查|核查)",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"\b(?:landscape|situation(?:al)? analysis|current situation|current state|threat (?:actors?|environment)"
    r"|(?:global|regional|international) (?:perspectives?|context|trends?)|strengths and weaknesses|swot"
    r"|overview(?= of\b)|background(?= (?:to|and))"
    r"|situación actual|análisis de (?:la )?situación|analyse de la situation|situation actuelle"
    r"|situação atual|análise da situação|aktuelle lage|lageanalyse)\b"
    r"|(?:современное|текущее) состояние|анализ (?:ситуации|состояния)|оценка (?:ситуации|состояния)"
    r"|الوضع (?:الراهن|الحالي)|تحليل الوضع|الواقع (?:الراهن|الحالي)"
    r"|面临的(?:形势|挑战)|形势(?:与|和)挑战|现状(?=与|和|分析)",
    re.IGNORECASE,
)


def tells_background(headings: Iterable[str]) -> bool:
    """Whether a passage under these headings of a policy, outermost first, tells how things stand.

    The innermost that announces anything decides: measures under an "Introduction" are measures.
    """
    for heading in reversed(tuple(headings)):
        found = _BEGINS.search(heading) or _HOLDS.search(heading)
        if found:
            besides = _BESIDES.search(heading, found.end())
            return not (besides and _MEASURES.search(heading, besides.end()))
        if _OPENS.search(heading):
            return False
    return False
