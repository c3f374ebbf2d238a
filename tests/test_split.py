"""From a Law to passages: cut where a lawyer would cite, and never losing a character."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from factories import law_of
from hypothesis import given
from hypothesis import strategies as st

from gc25map.records import Passage
from gc25map.split import split_passages

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


@given(lines=LINES)
def test_no_body_line_with_a_word_is_lost(lines: list[str]) -> None:
    """Every line with a letter or digit is in a passage, or is a heading that passages carry."""
    law = law_of(lines)
    passages = split_passages(law)
    carried = "\n".join(h for p in passages for h in p.headings)
    for line in law.lines:
        text = law.text[line.start : line.end]
        inside = any(p.start <= line.start and line.end <= p.end for p in passages)
        last = line.end >= law.lines[-1].end or not any(p.start >= line.end for p in passages)
        if any(char.isalnum() for char in text) and not inside:
            assert text.strip(" .") in carried or text in carried or last


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
