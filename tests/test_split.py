"""From a Law to passages: cut where a lawyer would cite, and never losing a character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from factories import law_of
from hypothesis import given
from hypothesis import strategies as st

from gc25map.law import Stretch
from gc25map.records import EVIDENCE_KINDS, Passage
from gc25map.split import split_passages
from gc25map.split.background import tells_background
from gc25map.split.kinds import kind_of
from gc25map.split.markers import section
from gc25map.split.outline import outline_of
from gc25map.split.streams import streams_of

STATUTE = [
    "An Act to protect young users of online services.",
    "PART I",
    "PRELIMINARY",
    "1. Short title.—This Act may be cited as the Young Users Act.",
    "2. Interpretation.—In this Act—",
    "“child” means a person under eighteen;",
    "“service” means a service offered over the internet.",
    "PART II",
    "DUTIES OF PROVIDERS",
    "3. Duty of care.—(1) A provider shall protect children from harm.",
    "(2) A provider shall, without delay—",
    "(a) assess the risks; and",
    "(b) publish the assessment.",
    "4. [Repealed by Act 7 of 2019.]",
    "5. Offences.—(1) A person who contravenes section 3 commits an offence.",
    "(2) The court may order the removal of the content.",
    "SCHEDULE",
    "Forms to be used under this Act.",
]


def split(lines: Sequence[str], **options: object) -> dict[str, Passage]:
    """The passages of these lines by locator; those without a locator under their first words."""
    passages = split_passages(law_of(lines, **options))  # type: ignore[arg-type]
    return {p.locator or " ".join(p.text.split()[:3]): p for p in passages}


def test_a_statute_is_cut_at_its_subsections() -> None:
    """Each subsection is one passage, its lettered paragraphs included."""
    found = split(STATUTE)
    assert [loc for loc in found if loc.startswith("s. ")] == [
        "s. 1",
        "s. 2",
        "s. 3(1)",
        "s. 3(2)",
        "s. 4",
        "s. 5(1)",
        "s. 5(2)",
    ]
    assert found["s. 3(2)"].text.splitlines() == STATUTE[10:13]


def test_headings_above_a_section_travel_with_it() -> None:
    """A passage carries the part and the section heading under which it stands."""
    headings = split(STATUTE)["s. 3(1)"].headings
    assert headings == ("PART II DUTIES OF PROVIDERS", "Duty of care")


@pytest.mark.parametrize(
    ("locator", "kind"),
    [
        ("An Act to", "preamble"),
        ("s. 2", "definition"),
        ("s. 3(1)", "operative"),
        ("s. 4", "repealed"),
        ("s. 5(1)", "offence"),
    ],
)
def test_passages_know_their_kind(locator: str, kind: str) -> None:
    """Preamble, definitions, rules, offences and repealed sections are told apart."""
    assert split(STATUTE)[locator].kind == kind


def test_a_schedule_does_not_continue_the_last_section() -> None:
    """What stands in a schedule is not cited as the section before it."""
    passage = split(STATUTE)["Schedule"]
    assert passage.headings == ("SCHEDULE",)


def test_a_heading_on_its_own_line_belongs_to_its_section() -> None:
    """A section that opens with its number and heading alone is cited by the number."""
    lines = [
        "1. Short title",
        "This Act may be cited as the Schools Act.",
        "2. Filtering in schools",
        "(1) A school shall filter harmful content.",
        "(2) The filter shall not block counselling.",
        "3. Commencement",
        "This Act comes into force on the first of May.",
    ]
    found = split(lines, bold=[0, 2, 5])
    assert list(found) == ["s. 1", "s. 2(1)", "s. 2(2)", "s. 3"]
    assert found["s. 2(2)"].headings == ("Filtering in schools",)


TRADITIONS: list[tuple[str, str, list[str], list[str]]] = [
    (
        "Arabic, ordinals in words",
        "ar",
        [
            "الباب الأول",
            "أحكام عامة",
            "المادة الأولى: يقصد بالطفل كل شخص دون الثامنة عشرة.",
            "المادة الثانية: تلتزم الشركات بحماية الأطفال.",
            "المادة (٣) - تنشر الشركات تقريرا كل سنة.",
            "المادة (3) مكررا - يحدد الوزير شكل التقرير.",
            "المادة الرابعة - يعمل بهذا القانون من تاريخ نشره.",
        ],
        ["المادة الأولى", "المادة الثانية", "المادة ٣", "المادة 3 مكررا", "المادة الرابعة"],
    ),
    (
        "Russian",
        "ru",
        [
            "Глава 1. Общие положения",
            "Статья 1. Основные понятия",
            "В настоящем законе ребенок есть лицо до восемнадцати лет.",
            "Статья 2. Обязанности",
            "1. Оператор защищает детей.",
            "2. Оператор публикует отчет.",
            "Статья 2.1. Надзор",
            "Орган проверяет отчеты.",
            "Статья 3. Вступление в силу",
            "Закон вступает в силу с мая.",
        ],
        ["ст. 1", "ст. 2(1)", "ст. 2(2)", "ст. 2.1", "ст. 3"],
    ),
    (
        "French, articles bis and first",
        "fr",
        [
            "Article premier",
            "Le fournisseur protège les enfants.",
            "Article 2",
            "Le fournisseur publie un rapport.",
            "Article 2 bis",
            "Le ministre fixe la forme du rapport.",
            "Article 3",
            "La présente loi entre en vigueur en mai.",
        ],
        ["art. premier", "art. 2", "art. 2 bis", "art. 3"],
    ),
    (
        "Brazilian, an excerpt",
        "pt",
        [
            "Art. 70. É dever de todos proteger a criança na internet.",
            "Art. 70-A. Os provedores publicarão relatórios.",
            "§ 1º O relatório será anual.",
            "§ 2º O relatório será público.",
            "Art. 81. É proibida a venda de dados da criança.",
            "Art. 95. Esta lei entra em vigor em maio.",
        ],
        ["art. 70", "art. 70-A(1)", "art. 70-A(2)", "art. 81", "art. 95"],
    ),
    (
        "Roman numerals",
        "es",
        [
            "Artículo I. El Estado protege a los niños.",
            "Artículo II. Los proveedores publican un informe.",
            "Artículo III. La autoridad vigila a los proveedores.",
            "Artículo IV. Esta ley rige desde mayo.",
        ],
        ["art. I", "art. II", "art. III", "art. IV"],
    ),
    (
        "a heading over each section",
        "ms",
        [
            "Nama",
            "1. Akta ini bolehlah dinamakan Akta Kanak-Kanak.",
            "Kewajipan pembekal",
            "2. Pembekal hendaklah melindungi kanak-kanak.",
            "Laporan",
            "3. Pembekal hendaklah menyiarkan laporan.",
        ],
        ["s. 1", "s. 2", "s. 3"],
    ),
    (
        "lists within articles",
        "de",
        [
            "§ 1 Pflichten",
            "(1) Anbieter haben",
            "1. Kinder zu schützen,",
            "2. einen Bericht zu veröffentlichen.",
            "(2) Der Bericht enthält Zahlen.",
            "§ 2 Beschwerden",
            "Anbieter haben Beschwerden",
            "1. anzunehmen,",
            "2. zu beantworten.",
            "§ 3 Aufsicht",
            "Die Behörde kann",
            "1. Auskunft verlangen,",
            "2. Anordnungen treffen.",
        ],
        ["§ 1(1)", "§ 1(2)"],
    ),
    (
        "civil law",
        "es",
        [
            "Artículo 1º- Créase el Programa Nacional de Prevención.",
            "Artículo 2º- El programa protege a niñas, niños y adolescentes.",
            "Artículo 3º- La autoridad difundirá el programa en las escuelas.",
        ],
        ["art. 1", "art. 2", "art. 3"],
    ),
    (
        "German",
        "de",
        [
            "§ 1 Anwendungsbereich",
            "(1) Dieses Gesetz gilt für Anbieter sozialer Netzwerke.",
            "(2) Es schützt Kinder und Jugendliche.",
            "§ 2 Berichtspflicht",
            "Anbieter veröffentlichen jährlich einen Bericht.",
            "§ 2a Beschwerden",
            "Anbieter halten ein Verfahren für Beschwerden vor.",
            "§ 3 Inkrafttreten",
            "Dieses Gesetz tritt am Tag nach der Verkündung in Kraft.",
        ],
        ["§ 1(1)", "§ 1(2)", "§ 2", "§ 2a", "§ 3"],
    ),
    (
        "Chinese",
        "zh",
        [
            "第一条 为了保护未成年人的合法权益，制定本法。",
            "第二条 未成年人是指未满十八周岁的公民。",
            "第三条 网络产品和服务提供者应当履行保护义务。",
        ],
        ["第一条", "第二条", "第三条"],
    ),
    (
        "code",
        "en",
        [
            "13-63-101. Definitions.",
            "As used in this chapter, the following terms apply.",
            "13-63-102. Age verification required.",
            "(1) A company shall verify the age of an account holder.",
            "(2) A company shall obtain the consent of a parent.",
            "13-63-103. Prohibited hours.",
            "A company shall close the account of a minor during the night.",
        ],
        ["13-63-101", "13-63-102(1)", "13-63-102(2)", "13-63-103"],
    ),
    (
        "numbered policy",
        "en",
        [
            "4.1 Awareness",
            "4.1.1 The ministry will run campaigns on the safety of children online.",
            "4.1.2 The ministry will train teachers.",
            "4.2 Response",
            "4.2.1 The ministry will set up a hotline.",
            "4.2.2 The ministry will support victims.",
        ],
        ["4.1.1", "4.1.2", "4.2.1", "4.2.2"],
    ),
]


@pytest.mark.parametrize(
    ("language", "lines", "locators"),
    [pytest.param(*rest, id=name) for name, *rest in TRADITIONS],
)
def test_each_drafting_tradition_is_cited_in_its_own_way(
    language: str, lines: list[str], locators: list[str]
) -> None:
    """Articles, paragraph signs, Han numerals, code sections and decimals become locators."""
    found = split(lines, language=language)
    assert [locator for locator in locators if locator not in found] == []


@pytest.mark.parametrize(
    "line",
    [
        "Article 5 of the Convention applies to every provider.",
        "§ 3b Absatz 1 gilt entsprechend.",
        "第三条规定的网络服务提供者应当公布报告。",
        "المادة 97 من قانون الطفل تلغى.",
        "Art. 5 Abs. 2 bleibt unberührt.",
    ],
)
def test_a_reference_at_the_beginning_of_a_line_opens_nothing(line: str) -> None:
    """A number that another article is referred to by is no article, wherever the line was broken."""
    assert section(line, "article") is None


def test_headings_over_sections_go_with_the_section_below() -> None:
    """What is printed over a section is its heading, and no end of the passage before it."""
    lines = next(lines for name, _, lines, _ in TRADITIONS if name == "a heading over each section")
    found = split(lines, language="ms")
    assert found["s. 2"].headings == ("Kewajipan pembekal",)
    assert found["s. 1"].text == lines[1]


def test_articles_that_were_run_together_are_parted() -> None:
    """Where text was set anew, an article may open in the midst of a line; it is cited all the same."""
    lines = [
        "Artículo 1.- Créase el programa. Artículo 2.- El programa protege a los niños.",
        "La autoridad informa. Artículo 3.- Rige desde mayo, según el artículo 2. Artículo 9.- Nada.",
    ]
    found = split(lines, language="es")
    assert list(found) == ["art. 1", "art. 2", "art. 3"]
    assert found["art. 2"].text.endswith("La autoridad informa.")


def test_closing_words_go_with_every_item() -> None:
    """Words flush left after the last paragraph close all of them, and each passage carries them."""
    filler = "in the course of offering a service that children are likely to use " * 4
    items = [f"({letter}) keeps register {letter} {filler.strip()};" for letter in "abcd"]
    closing = "commits an offence and is liable to a fine."
    lines = [
        "1. Short title.—This Act may be cited as the Young Users Act.",
        "2. Registers.—(1) A person who—",
        *items,
        closing,
        "3. Commencement.—This Act comes into force on the first of May.",
    ]
    law = law_of(lines)
    indented = [
        replace(line, x0=100.0) if 2 <= n <= 5 else line for n, line in enumerate(law.lines)
    ]
    found = {p.locator: p for p in split_passages(replace(law, lines=tuple(indented)))}
    assert [found[f"s. 2(1)({letter})"].tail for letter in "abc"] == [closing] * 3
    assert found["s. 2(1)(d)"].text.endswith(closing) and found["s. 2(1)(d)"].tail == ""
    assert {found[f"s. 2(1)({letter})"].kind for letter in "abcd"} == {"offence"}
    flush = {p.locator: p for p in split_passages(law)}
    assert flush["s. 2(1)(a)"].tail == "", "without an indent nothing tells the closing words"


def test_each_language_is_cut_as_if_the_other_were_not_there() -> None:
    """Two languages that alternate page by page give two sets of sections, each whole."""
    lines = [
        "1. Short title. This Act may be cited as the Young Users Act.",
        "2. Every provider shall protect children",
        "1. Titre abrégé. Loi sur les jeunes.",
        "2. Tout fournisseur protège les enfants",
        "\f",
        "from harm on the internet.",
        "3. This Act comes into force in May.",
        "du danger sur Internet.",
        "3. La présente loi entre en vigueur en mai.",
    ]
    law = law_of(lines)
    starts = [law.lines[n].start for n in (0, 2, 4, 6)] + [len(law.text)]
    stretches = tuple(
        Stretch(a, b, language)
        for (a, b), language in zip(pairwise(starts), ("en", "fr", "en", "fr"), strict=True)
    )
    passages = split_passages(replace(law, stretches=stretches))
    assert [p.language for p in passages] == ["en", "en", "fr", "fr", "en", "en", "fr", "fr"]
    broken = [p for p in passages if p.language == "en" and p.locator == "s. 2"]
    assert [p.text for p in broken] == [lines[1], lines[5]]
    assert broken[0].tail == lines[5] and broken[1].lead == lines[1]


KINDS: list[tuple[str, str]] = [
    ("operative", "A provider shall publish a report on the safety of children."),
    ("form", "Name of applicant: ........................ Date: ................"),
    ("form", "Signature of applicant"),
    ("form", "☐ Licence ☐ Certificate ☐ Renewal"),
    ("form", "Firma del solicitante: ______________"),
    ("form", "توقيع مقدم الطلب ................"),
    ("form", "申请人签名：______________"),
    ("repealed", "4. [Repealed by Act 7 of 2019.]"),
    ("repealed", "7. * * * * *"),
    ("repealed", "Article 4 (abrogé)"),
    ("repealed", "Artículo 4. Derogado."),
    ("repealed", "Art. 4º (Revogado)"),
    ("repealed", "Статья 4. Утратила силу."),
    ("repealed", "§ 4 (aufgehoben)"),
    ("repealed", "المادة 4 - ملغاة"),
    ("repealed", "第四条 （删除）"),
    ("amending", "Section 3 of the principal Act is amended by deleting the word “may”."),
    ("amending", "Sustitúyese el artículo 3 por el siguiente."),
    ("amending", "L'article 3 de la loi est remplacé par le texte suivant."),
    ("amending", "O art. 3 passa a vigorar com a seguinte redação."),
    ("amending", "§ 3 wird wie folgt geändert."),
    ("amending", "Статью 3 изложить в следующей редакции."),
    ("amending", "يستبدل بنص المادة 3 النص الآتي."),
    ("amending", "将第三条修改为下列内容。"),
    ("definition", "“child” means a person under eighteen."),
    ("definition", "Se entiende por niño toda persona menor de edad."),
    ("definition", "On entend par enfant toute personne mineure."),
    ("definition", "يقصد بالطفل كل شخص لم يبلغ الثامنة عشرة."),
    ("definition", "本法所称未成年人是指未满十八周岁的公民。"),
    ("preamble", "Whereas children use the internet every day"),
    ("preamble", "Considérant que les enfants utilisent Internet"),
    ("preamble", "Considerando que los niños usan la red"),
    ("preamble", "بعد الاطلاع على الدستور"),
    ("offence", "A person who grooms a child commits an offence."),
    ("offence", "Est puni d'un an d'emprisonnement le fait de menacer un mineur."),
    ("offence", "Será castigado con prisión quien amenace a un menor."),
    ("offence", "Pena: reclusão de um ano."),
    ("offence", "Wer ein Kind bedroht, wird mit Freiheitsstrafe bestraft."),
    ("offence", "Угроза ребенку наказывается лишением свободы."),
    ("offence", "يعاقب بالحبس كل من هدد طفلا."),
    ("offence", "威胁未成年人的，处三年以下有期徒刑。"),
    # Words that look alike and mean something else.
    (
        "operative",
        "The register shall hold the name and the date of birth of each child in the care of a provider.",
    ),
    (
        "operative",
        "The Minister shall publish a repealed order together with the reasons for which it was made.",
    ),
    (
        "operative",
        "The report shall say: accounts opened…, accounts closed, and every complaint by a child or a parent.",
    ),
]


@pytest.mark.parametrize(("kind", "text"), KINDS)
def test_the_kind_of_a_passage_in_eight_languages(kind: str, text: str) -> None:
    """Forms, repeals, amendments, definitions, recitals and offences are known by their words."""
    assert kind_of(text, (), before_first_section=False) == kind


@pytest.mark.parametrize(
    ("heading", "is_form"),
    [
        ("FORM A", True),
        ("Form No. 3", True),
        ("Formulario 2", True),
        ("Forms of abuse", False),
        ("Formation of the Board", False),
        ("Form of application", False),
    ],
)
def test_a_heading_names_a_form_by_its_number(heading: str, is_form: bool) -> None:
    """A form has a number or letter; what only begins like the word is a heading like others."""
    text = "The Board receives and decides every complaint within thirty days."
    assert (kind_of(text, (heading,), before_first_section=False) == "form") is is_form


def test_a_form_in_a_schedule_is_never_evidence() -> None:
    """All that stands under the heading of a form is there to be filled in."""
    lines = [*STATUTE, "FORM A", "Application for a licence", "I declare that I protect children."]
    passage = next(p for p in split_passages(law_of(lines)) if "I declare" in p.text)
    assert passage.kind == "form" and passage.kind not in EVIDENCE_KINDS


@pytest.mark.parametrize(
    ("heading", "tells"),
    [
        ("Introduction", True),
        ("Chapter 2: Background to this plan", True),
        ("1.3 The threat landscape", True),
        ("Key challenges", True),
        ("Regional context", True),
        ("2. Contexto y antecedentes", True),
        ("État des lieux", True),
        ("Enquadramento", True),
        ("3 Ausgangslage", True),
        ("1. Введение", True),
        ("一、发展现状与形势", True),
        ("المقدمة", True),
        ("Background checks of staff", False),
        ("Background-check requirements", False),
        ("Introduction of mandatory age verification", False),
        ("Presentación de informes", False),
        ("第三章 背景审查", False),
        ("Threat reports", False),
        ("Meeting the challenges", False),
        ("Introducing digital skills", False),
        ("Contextual advertising", False),
        ("Overviews for parents", False),
        ("Diagnostic tools in schools", False),
        ("Medidas", False),
        ("Challenges and opportunities", True),
        ("Background to the action plan", True),
        ("Part 2: Background to the measures", True),
        ("Challenges and actions", False),
        ("Overview of protection measures", False),
        ("Situation analysis and action plan", False),
        ("Diagnóstico y medidas", False),
        ("Ausgangslage und Ziele", False),
        ("Введение и цели", False),
        ("التحديات والإجراءات", False),
        ("一、现状与对策", False),
    ],
)
def test_headings_of_a_policy_announce_how_things_stand(heading: str, tells: bool) -> None:
    """Such a heading names the state of things, in any language; one that goes on is another matter."""
    assert tells_background([heading]) is tells


def test_measures_under_an_introduction_are_measures() -> None:
    """The innermost heading that announces anything decides; one that announces nothing leaves it."""
    assert not tells_background(["1 Introduction", "1.3 Objectives"])
    assert tells_background(["1 Introduction", "1.3 Objectives", "Background"])
    assert tells_background(["1 Introduction", "1.2 Children online"])
    assert tells_background(["2 Situation analysis", "2.4 Existing responses"])
    assert tells_background(["Background", "Sustainable Development Goals"])
    assert not tells_background(["Background", "3.2 Strategic objectives"])


def test_what_a_policy_describes_is_never_evidence() -> None:
    """Dangers are told in the words of the measures; only the measures count. An act has no such part."""
    danger = "Children are groomed in chat rooms and images of abuse are passed on."
    plan = ["1.1 Background", danger, "1.2 Trends", danger, "2.1 Measures"]
    plan += [
        "The Ministry shall open a hotline.",
        "2.2 Budget",
        "The plan is paid from the budget.",
    ]
    kinds = {p.locator: p.kind for p in split_passages(law_of(plan))}
    assert kinds["1.1"] == "background" and kinds["2.1"] == "operative"
    act = [
        "Introduction",
        "1. Title.—This is the Chat Rooms Act.",
        "2. Duty.—No one shall groom a child.",
    ]
    act += ["3. Courts.—The High Court hears the case.", "4. Report.—The Board shall report."]
    assert "background" not in {p.kind for p in split_passages(law_of(act))}


def test_chinese_articles_count_past_ten() -> None:
    """An article numbered in Han numerals is cited as the law prints it."""
    signs = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"]
    lines = [f"第{sign}条 网络服务提供者应当保护未成年人。" for sign in signs]
    assert [p.locator for p in split_passages(law_of(lines, language="zh"))] == [
        f"第{sign}条" for sign in signs
    ]


def test_a_list_of_contents_is_no_rule() -> None:
    """The arrangement of sections is kept apart, so that no heading in it counts as a passage."""
    listed = ["1. Short title", "2. Duty of care", "3. Offences"]
    lines = [
        "ARRANGEMENT OF SECTIONS",
        *listed,
        "An Act to protect young users of online services.",
        "1. Short title.—This Act may be cited as the Young Users Act.",
        "2. Duty of care.—A provider shall protect children.",
        "3. Offences.—A person who contravenes section 2 commits an offence.",
        *(f"{n}. Rule {n}.—The authority shall keep register {n}." for n in range(4, 9)),
    ]
    passages = split_passages(law_of(lines))
    contents = [p.text for p in passages if p.kind == "contents"]
    assert all(line in contents for line in listed)
    assert [p.locator for p in passages if p.kind != "contents" and p.locator][:3] == [
        "s. 1",
        "s. 2",
        "s. 3",
    ]


def test_a_long_subsection_is_cut_at_its_paragraphs_with_the_lead() -> None:
    """Paragraphs of a long subsection stand alone, each with the words that open the subsection."""
    filler = "in the manner that the authority prescribes for services used by children " * 3
    lines = [
        "1. Short title.—This Act may be cited as the Young Users Act.",
        "2. Duties.—(1) A provider of a service shall—",
        *(f"({letter}) keep register {letter} {filler.strip()};" for letter in "abcdefg"),
        "3. Commencement.—This Act comes into force on the first of May.",
    ]
    found = split(lines)
    assert [loc for loc in found if loc.startswith("s. 2(1)(")] == [
        f"s. 2(1)({letter})" for letter in "abcdefg"
    ]
    assert "A provider of a service shall—" in found["s. 2(1)(c)"].lead
    assert "shall—" not in found["s. 2(1)(c)"].text


def test_a_passage_names_its_first_and_last_page() -> None:
    """A subsection that runs over the turn of a page lies on both."""
    lines = [
        "1. Title.—This Act may be cited as the Young Users Act.",
        "2. Duty.—A provider shall protect children",
        "\f",
        "from harm that comes from its service.",
        "3. Start.—This Act comes into force on the first of May.",
    ]
    found = split(lines)
    assert (found["s. 2"].first_page, found["s. 2"].last_page) == (1, 2)
    assert found["s. 3"].first_page == 2


def test_text_without_numbers_is_cut_at_its_paragraphs() -> None:
    """A policy in running prose becomes several passages without locators."""
    sentence = "The government will teach every pupil how to stay safe on the internet."
    passages = split_passages(law_of([sentence] * 40))
    assert len(passages) > 1
    assert {p.locator for p in passages} == {""}


MARKS = [
    "1. ",
    "2. ",
    "12. Heading.—(1) ",
    "(1) ",
    "(a) ",
    "Art. 3 ",
    "§ 10a ",
    "第二条 ",
    "4.2.1 ",
]
WORDS = [
    "PART I",
    "SCHEDULE",
    "CONTENTS",
    "children",
    "shall",
    "internet",
    "means",
    ".",
    "—",
    "儿童",
]
LINES = st.lists(
    st.one_of(
        st.builds(
            lambda mark, words: mark + " ".join(words),
            st.sampled_from(["", *MARKS]),
            st.lists(st.sampled_from(WORDS), min_size=1, max_size=12),
        ),
        st.text(
            st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40
        ).filter(str.strip),
        st.just("\f"),
    ),
    max_size=40,
)


@given(lines=LINES, bold=st.sets(st.integers(0, 39)))
def test_every_passage_slices_back(lines: list[str], bold: set[int]) -> None:
    """Whatever the lines are, passages are slices of the text, in order and without overlap."""
    law = law_of(lines, bold=bold)
    passages = split_passages(law)
    end = 0
    for passage in passages:
        assert passage.text == law.text[passage.start : passage.end]
        assert end <= passage.start < passage.end
        assert passage.first_page <= passage.last_page
        end = passage.end


@given(lines=LINES, foreign=st.sets(st.integers(0, 39)))
def test_every_line_lies_in_one_passage_or_is_a_heading(
    lines: list[str], foreign: set[int]
) -> None:
    """Every line with a letter or digit is in exactly one passage, or is a heading that the law was read to have."""
    law = law_of(lines)
    inside = [
        Stretch(line.start, line.end + 1, "fr" if number in foreign else "en")
        for number, line in enumerate(law.lines)
    ]
    law = replace(law, stretches=tuple(inside))
    passages = split_passages(law)
    headings = {
        (opened.lines[n].start, opened.lines[n].end)
        for opened in streams_of(law)
        for o in outline_of(opened).openings
        for n in range(o.line - o.above, o.line + (o.heading_lines if o.rank < 9 else 0))
    }
    for line in law.lines:
        text = law.text[line.start : line.end]
        holding = [p for p in passages if p.start < line.end and line.start < p.end]
        if any(char.isalnum() for char in text):
            within = any(start <= line.start and line.end <= end for start, end in headings)
            assert len(holding) >= 1 or within
            assert all(p.language == holding[0].language for p in holding)


def test_a_heading_over_two_lines_is_one_heading() -> None:
    """A heading that runs on in lower case before the first subsection stays whole."""
    law = law_of(
        [
            "1. Short title",
            "This Act may be cited as the Young Users Act.",
            "2. Care of data that relate to",
            "a child",
            "(1) Every controller shall keep the data of a child safe.",
            "(2) The Minister may make regulations.",
            "3. Offences",
            "A person who breaks this Act commits an offence.",
        ]
    )
    cut = {p.locator: p for p in split_passages(law)}
    assert cut["s. 2(1)"].headings[-1] == "Care of data that relate to a child"
    assert cut["s. 2(2)"].headings[-1] == "Care of data that relate to a child"


def test_subsections_that_continue_their_section_carry_its_opening() -> None:
    """ "A provider shall: (1) …; (2) …" gives each item the words that it continues."""
    filler = (
        "and this duty holds for every account that a child may open in the course of a year " * 5
    )
    law = law_of(
        [
            "1. Short title",
            "This Act may be cited as the Young Users Act.",
            "2. Duties of providers",
            "A provider of a social service for children shall:",
            f"(1) keep the account of a child private, {filler};",
            f"(2) show no advertising in the account of a child, {filler}.",
            "3. Offences",
            "A person who breaks this Act commits an offence.",
        ]
    )
    cut = {p.locator: p for p in split_passages(law)}
    assert cut["s. 2(2)"].lead.endswith("A provider of a social service for children shall:")
