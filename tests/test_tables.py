"""Tables as rows: found where they are ruled, whole over the turn of a page, and cited by their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pdfplumber
import pytest
from factories import CHILD_SECTIONS, column, law_of
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen import canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from gc25map.law import Law
from gc25map.read import plumber, read_law
from gc25map.read.grid import Grids
from gc25map.read.raw import Fragment
from gc25map.read.rows import follow_tables, row_text
from gc25map.read.ruled import MOST_SEGMENTS, Rule, table_rules
from gc25map.read.spacing import Word, join_spaced, part_crowded, words_of
from gc25map.split import split_passages
from gc25map.split.aims import aim

BODY = getSampleStyleSheet()["BodyText"]
HEAD = ["No.", "Activity", "Responsible"]
TASK = "Teach the pupils of every school how to recognise grooming online"
INTRO = "The government adopts this plan so that every child is safe online and learns to be."


def words(text: str) -> Paragraph:
    """Text that breaks into lines."""
    return Paragraph(text, BODY)


def ruled(
    rows: Sequence[Sequence[object]], spans: Sequence[tuple[int, int]] = (), **options: object
) -> Table:
    """A table with every line ruled; `spans` are cells (column, row) that fill the rest of their row."""
    style: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *(("SPAN", (column, row), (-1, row)) for column, row in spans),
    ]
    cells = [[words(c) if isinstance(c, str) and len(c) > 20 else c for c in row] for row in rows]
    options.setdefault("colWidths", [60, 280, 100])
    return Table(cells, style=style, **options)


def typeset(path: Path, *parts: str | Flowable) -> Path:
    """A PDF of paragraphs and tables, one below the other."""
    flow = [words(part) if isinstance(part, str) else part for part in parts]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build([Spacer(1, 60), *flow])
    return path


def plan_rows(objectives: int, activities: int) -> tuple[list[list[object]], list[tuple[int, int]]]:
    """The rows of an action plan, and which of them are one wide cell."""
    rows: list[list[object]] = [list(HEAD)]
    spans = []
    for one in range(1, objectives + 1):
        spans.append((0, len(rows)))
        rows.append([f"Objective {one}: Children are safe in place {one}", "", ""])
        rows += [
            [f"{one}.1.{two}", f"{TASK} {one}{two}.", "Ministry"]
            for two in range(1, activities + 1)
        ]
    return rows, spans


def table_lines(law: Law) -> list[str]:
    """The rows of a law's tables as they stand in its text."""
    return [law.text[line.start : line.end] for line in law.lines if line.table]


@pytest.mark.parametrize("engine", ["auto", "pdfplumber"])
def test_a_ruled_table_becomes_rows(tmp_path: Path, engine: str) -> None:
    """Each row is one line of the law with its cells in order, however many lines a cell has."""
    table = ruled([HEAD, ["1", f"{TASK}. " * 3, "Ministry"], ["2", "Set up a hotline", "Police"]])
    law = read_law(typeset(tmp_path / "a.pdf", INTRO, table, INTRO), engine=engine)
    assert table_lines(law) == [
        "No. | Activity | Responsible",
        f"1 | {(TASK + '. ') * 3}".strip() + " | Ministry",
        "2 | Set up a hotline | Police",
    ]
    assert law.text.count(INTRO.split(" so ")[0]) == 2


def test_both_engines_find_the_same_tables(tmp_path: Path) -> None:
    """What PDFium's lines and pdfminer's lines rule is the same table."""
    rows, spans = plan_rows(2, 3)
    path = typeset(tmp_path / "a.pdf", INTRO, ruled(rows, spans), INTRO)
    fast, slow = (table_lines(read_law(path, engine=engine)) for engine in ("auto", "pdfplumber"))
    assert fast == slow
    assert len(fast) == len(rows)


def test_characters_are_those_of_pdfplumber(tmp_path: Path) -> None:
    """The short way to the characters of a page gives the same ones in the same places as the long way."""
    path = typeset(tmp_path / "a.pdf", INTRO, ruled([HEAD, ["1", TASK, "Police"]]), *CHILD_SECTIONS)
    with pdfplumber.open(path) as pdf:
        page = pdf.pages[0]
        chars, _, _ = plumber._contents(page)
        ours = [(c.text, round(c.x0, 3), round(c.top, 3), round(c.x1, 3)) for c in chars]
        stock = [
            (c["text"], round(c["x0"], 3), round(c["top"], 3), round(c["x1"], 3))
            for c in page.chars
        ]
    assert len(ours) > 400
    assert ours == stock


def test_a_table_goes_on_over_the_page_without_its_repeated_head(tmp_path: Path) -> None:
    """The rows of both pages are counted together, and the head is in the text once."""
    rows = [HEAD, *([f"{n}", f"{TASK} {n}.", "Ministry"] for n in range(1, 60))]
    law = read_law(typeset(tmp_path / "a.pdf", INTRO, ruled(rows, repeatRows=1)))
    lines = [line for line in law.lines if line.table]
    assert len(law.pages) > 1
    assert [line.row for line in lines] == list(range(60))
    assert {line.table for line in lines} == {1}
    assert law.text.count("Responsible") == 1
    assert "No. | Activity | Responsible" in law.pages[1].furniture


def test_a_row_parted_by_the_page_is_one_row(tmp_path: Path) -> None:
    """A row that begins on one page and ends on the next is one line, on both pages."""
    long = " ".join(f"Word{n} of a long account of what is done for children" for n in range(70))
    table = ruled(
        [HEAD, ["1", long, "Police"], ["2", "Set up a hotline", "Police"]],
        repeatRows=1,
        splitInRow=1,
    )
    law = read_law(typeset(tmp_path / "a.pdf", INTRO, table, INTRO))
    rows = [line for line in law.lines if line.row == 1]
    assert len(rows) == 1
    assert rows[0].last_page == rows[0].page + 1
    text = law.text[rows[0].start : rows[0].end]
    assert text == f"1 | {long} | Police"
    parts = [p for p in split_passages(law) if p.locator == "Activity 1"]
    assert len(parts) > 2
    assert max(len(part.text.split()) for part in parts) <= 200
    assert {part.last_page for part in parts} == {rows[0].last_page}


def rules_pdf(
    path: Path,
    lines: Sequence[tuple[float, float, float, float]],
    texts: Sequence[tuple[float, float, str]],
) -> Path:
    """A PDF of one page with ruled lines (x0, top, x1, bottom) and words."""
    drawing = canvas.Canvas(str(path), pagesize=A4, invariant=1)
    for x0, top, x1, bottom in lines:
        drawing.line(x0, A4[1] - top, x1, A4[1] - bottom)
    drawing.setFont("Helvetica", 9)
    for x, top, text in texts:
        drawing.drawString(x, A4[1] - top, text)
    drawing.save()
    return path


LEFT = [f"The left column says in line {n} what a child may do." for n in range(20)]
RIGHT = [f"The right column says in line {n} what a court may do." for n in range(20)]
FRAME = [(50, 90, 545, 90), (50, 500, 545, 500), (50, 90, 50, 500), (545, 90, 545, 500)]
MIDDLE = (297.0, 90.0, 297.0, 500.0)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([MIDDLE], id="a rule between"),
        pytest.param([*FRAME, MIDDLE], id="a frame and a rule between"),
        pytest.param([*FRAME, MIDDLE, (50, 130, 545, 130)], id="a ruled head"),
        pytest.param(
            [*FRAME, MIDDLE, *((50, y, 545, y) for y in (150, 290, 430))], id="parts side by side"
        ),
    ],
)
def test_two_columns_with_rules_are_no_table(
    tmp_path: Path, lines: list[tuple[float, float, float, float]]
) -> None:
    """Columns of running text are read one after the other, whatever is drawn around them."""
    texts = [*column(LEFT, x=60, top=145), *column(RIGHT, x=310, top=145)]
    law = read_law(rules_pdf(tmp_path / "a.pdf", lines, texts))
    assert table_lines(law) == []
    assert [law.text.index(line) for line in (*LEFT, *RIGHT)] == sorted(
        law.text.index(line) for line in (*LEFT, *RIGHT)
    )


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(FRAME, id="a frame"),
        pytest.param(
            [
                *FRAME,
                (55, 95, 540, 95),
                (55, 495, 540, 495),
                (55, 95, 55, 495),
                (540, 95, 540, 495),
            ],
            id="a double frame",
        ),
        pytest.param([(90, 90, 90, 500)], id="a rule in the margin"),
        pytest.param([*FRAME, (50, 250, 545, 250)], id="boxed notices"),
        pytest.param(
            [(60, 152 + 14 * n, 200, 152 + 14 * n) for n in range(12)], id="underlined words"
        ),
    ],
)
def test_frames_and_underlines_are_no_table(
    tmp_path: Path, lines: list[tuple[float, float, float, float]]
) -> None:
    """What is drawn around and below ordinary text leaves its lines as they are."""
    texts = column(
        [f"A provider shall do what rule {n} asks for every child." for n in range(20)], x=100
    )
    law = read_law(rules_pdf(tmp_path / "a.pdf", lines, texts))
    assert table_lines(law) == []
    assert law.text.splitlines() == [text for _, _, text in texts]


def test_the_cells_of_an_arabic_row_are_read_from_the_right() -> None:
    """The first cell is the rightmost one where the script begins on the right."""
    lines = [Rule(0, y, 200, y) for y in (0, 20, 40)]
    lines += [Rule(x, 0, x, 40) for x in (0, 100, 200)]
    grids = Grids(lines)
    for x, top, text in (
        (110, 5, "الهدف"),
        (10, 5, "الجهة"),
        (110, 25, "التوعية"),
        (10, 25, "الوزارة"),
    ):
        assert grids.put(Fragment(x, top, x + 40, top + 10, 10, False, text))
    assert [row.text for row in grids.rows()] == ["الهدف | الجهة", "التوعية | الوزارة"]


def test_a_drawing_of_countless_lines_costs_no_time(tmp_path: Path) -> None:
    """A page full of hatching is read as text, and no table is looked for in it."""
    hatching = [
        (50 + n % 400, 90 + n // 400, 50 + n % 400, 99 + n // 400) for n in range(MOST_SEGMENTS)
    ]
    texts = column(["Every provider shall keep children safe online."])
    law = read_law(rules_pdf(tmp_path / "a.pdf", hatching, texts), seconds=20)
    assert "Every provider shall keep children safe online." in law.text
    assert table_lines(law) == []


def test_a_table_without_its_outer_lines_is_a_table(tmp_path: Path) -> None:
    """Lines between the columns, and above and below each row, are enough."""
    rows = [HEAD, *([f"{n}", f"{TASK} {n}.", "Ministry"] for n in range(1, 6))]
    inner = Table(
        [[words(str(cell)) for cell in row] for row in rows],
        colWidths=[60, 280, 100],
        style=[
            ("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("LINEABOVE", (0, 0), (-1, 0), 0.5, colors.black),
            ("LINEBELOW", (0, -1), (-1, -1), 0.5, colors.black),
        ],
    )
    law = read_law(typeset(tmp_path / "a.pdf", INTRO, inner, INTRO))
    assert [line.row for line in law.lines if line.table] == list(range(6))


# --- Citing ------------------------------------------------------------------------------------


def test_activities_are_cited_under_their_objective(tmp_path: Path) -> None:
    """A row is cited by its number, by what the head calls it, and by the objective above it."""
    rows, spans = plan_rows(2, 3)
    passages = split_passages(read_law(typeset(tmp_path / "a.pdf", INTRO, ruled(rows, spans))))
    found = {p.locator: p for p in passages}
    row = found["Objective 2, Activity 2.1.3"]
    assert row.text == f"2.1.3 | {TASK} 23. | Ministry"
    assert row.lead == "No. | Activity | Responsible"
    assert row.headings == ("Objective 2: Children are safe in place 2",)
    assert found["Objective 1"].text == "Objective 1: Children are safe in place 1"
    assert [p.kind for p in passages if p.text.startswith("No. |")] == ["contents"]


@pytest.mark.parametrize(
    ("above", "locator"),
    [
        ("Table 3: What is done and by whom", "Table 3, row 2"),
        ("SCHEDULE 1", "Schedule 1, row 2"),
        ("ANEXO II", "Anexo II, row 2"),
        ("What is done and by whom.", "s. 3, table, row 2"),
    ],
)
def test_a_row_without_a_number_is_counted(tmp_path: Path, above: str, locator: str) -> None:
    """A row is cited by the table or the schedule in which it stands."""
    table = ruled(
        [
            ["Area", "What is done", "By whom"],
            ["Schools", TASK, "Ministry"],
            ["Courts", "Hear every child", "Court"],
        ]
    )
    sections = [
        f"{n}. Section {n} of the Act.—A provider shall protect children." for n in (1, 2, 3)
    ]
    path = typeset(tmp_path / "a.pdf", INTRO, *sections, above, table)
    found = {p.locator: p.text for p in split_passages(read_law(path))}
    assert found[locator] == "Courts | Hear every child | Court"


def test_a_cell_that_reaches_down_heads_the_rows_beside_it(tmp_path: Path) -> None:
    """An objective printed once beside several activities is a heading of each of them."""
    table = ruled(
        [
            ["Objective", "Activity", "Who"],
            ["Objective 4: Safe schools", "Train teachers", "Ministry"],
            ["", "Teach pupils", "Schools"],
        ]
    )
    table.setStyle([("SPAN", (0, 1), (0, 2))])
    passages = split_passages(read_law(typeset(tmp_path / "a.pdf", INTRO, table)))
    last = passages[-1]
    assert last.text == "Teach pupils | Schools"
    assert last.headings == ("Objective 4: Safe schools",)
    assert last.locator == "Objective 4, row 2"


@pytest.mark.parametrize(
    ("language", "line", "label"),
    [
        ("en", "STRATEGIC GOAL 3: SAFE CHILDREN", "Strategic goal 3"),
        ("en", "Objective 2.1 Children are safe", "Objective 2.1"),
        ("en", "Priority Area 4 – Schools", "Priority Area 4"),
        ("fr", "Axe stratégique II : Protéger les enfants", "Axe stratégique II"),
        ("fr", "Activité 3.2 : Former les enseignants", "Activité 3.2"),
        ("es", "Objetivo específico 2: Proteger a los niños", "Objetivo específico 2"),
        ("pt", "Ação 5 – Formar professores", "Ação 5"),
        ("de", "Maßnahme 7: Lehrkräfte schulen", "Maßnahme 7"),
        ("ru", "Задача 2. Защита детей", "Задача 2"),
        ("ar", "الهدف الثاني: حماية الأطفال", "الهدف الثاني"),
        ("zh", "目标三：保护未成年人", "目标三"),
    ],
)
def test_goals_and_actions_are_known_in_many_languages(
    language: str, line: str, label: str
) -> None:
    """The numbered parts of a policy are passages of their own, cited in its own words."""
    mark = aim(line)
    assert mark is not None and mark.label == label
    lines = [line, *CHILD_SECTIONS[1:3]]
    assert label in {p.locator for p in split_passages(law_of(lines, language=language))}


@pytest.mark.parametrize(
    "line",
    [
        "Target groups are children.",
        "But a child may object.",
        "Action plan",
        "Results of 2019",
        "objective 2 says",
    ],
)
def test_words_without_a_number_open_nothing(line: str) -> None:
    """Ordinary sentences that begin like a goal are ordinary sentences."""
    assert aim(line) is None


def test_goals_hold_objectives_and_those_hold_actions() -> None:
    """A plain number is cited under the part that holds it; one of several figures stands alone."""
    lines = [
        "Goal 1: Children are safe",
        "Objective 2: Schools protect their pupils",
        "Action 1: The ministry will train teachers, and every school will name one of them.",
        "Action 2: The ministry will inspect every school and publish what it finds.",
        "Goal 2: Children are heard",
        "Objective 2.1: Courts hear children",
        "Courts will hear every child before they decide.",
    ]
    passages = split_passages(law_of(lines))
    assert [p.locator for p in passages] == [
        "Goal 1",
        "Goal 1, Objective 2",
        "Goal 1, Objective 2, Action 1",
        "Goal 1, Objective 2, Action 2",
        "Goal 2",
        "Objective 2.1",
    ]
    assert passages[2].headings[:2] == (lines[0], lines[1])


def test_steps_of_a_statute_do_not_take_its_sections_apart() -> None:
    """A calculation in steps within a section leaves the subsections after it their section."""
    sections = [
        f"{n}. Rule {n}.—(1) A provider shall keep register {n} of accounts." for n in range(1, 30)
    ]
    lines = [
        *sections,
        "30. Fees.—(1) The fee is found thus:",
        "Step 1: Count the accounts.",
        "(2) The fee is paid yearly.",
    ]
    assert "s. 30(2)" in {p.locator for p in split_passages(law_of(lines))}


def test_the_next_number_in_the_midst_of_a_line_opens_a_passage() -> None:
    """Numbers that lost their line are found where they count on; other numbers there are not."""
    lines = [
        "1.01 The ministry will run campaigns for children in schools.",
        "1.02 The ministry will train teachers. It spends 4.5 Million on them. 1.03 Hotlines for children are set up",
        "and funded by the ministry.",
        "1.04 The ministry reports on these each year.",
    ]
    found = {p.locator: p.text for p in split_passages(law_of(lines))}
    assert found["1.02"].endswith("4.5 Million on them.")
    assert found["1.03"].splitlines()[0] == "1.03 Hotlines for children are set up"


def test_numbers_of_a_column_read_for_itself_are_cited_together() -> None:
    """Where only the numbers of two rows are known, what follows is cited with both."""
    lines = [
        "3.01 The ministry will run campaigns for children in schools.",
        "3.02 The ministry will train teachers of children.",
        "3.03",
        "3.04",
        "Teachers are trained. Hotlines for children are set up.",
        "3.05 The ministry reports on these each year.",
    ]
    locators = [p.locator for p in split_passages(law_of(lines))]
    assert locators == ["3.01", "3.02", "3.03–3.04", "3.05"]


def test_items_of_a_long_list_carry_the_words_that_open_it() -> None:
    """A bullet that stands as a passage of its own has the sentence that opens the list as its lead."""
    item = (
        "teach the pupils of every school in the country how to stay safe on the internet and where"
        " to find help when something goes wrong there"
    )
    lines = [
        "The law of 2011 was reviewed. To protect children online the ministry will:",
        *(f"• {item} in year {n};" for n in range(6)),
    ]
    passages = split_passages(law_of(lines))
    assert len(passages) > 2
    assert passages[-1].lead.startswith("To protect children online the ministry will:")


# --- Words ------------------------------------------------------------------------------------


def boxes(
    line: str, gaps: dict[int, float], usual: float = 0.0
) -> list[tuple[float, float, float, float]]:
    """Boxes of characters six points wide; the gap after one is `usual` unless `gaps` says otherwise."""
    x, placed = 0.0, []
    for number in range(len(line)):
        placed.append((x, 0.0, x + 6, 10.0))
        x += 6 + gaps.get(number, usual)
    return placed


def test_words_run_together_are_parted_where_the_print_is(tmp_path: Path) -> None:
    """A line printed with narrow gaps in place of spaces is read as words; a long word stays whole."""
    drawing = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=A4, invariant=1)
    drawing.setFont("Helvetica", 11)
    for number, line in enumerate(CHILD_SECTIONS):
        x = 72.0
        for word in line.split():
            drawing.drawString(x, 700 - 14 * number, word)
            x += drawing.stringWidth(word) + 1.4
    drawing.drawString(72, 500, "Rindfleischetikettierungsgesetzgebung")
    drawing.save()
    law = read_law(tmp_path / "a.pdf", language="en")
    assert law.text.splitlines() == [*CHILD_SECTIONS, "Rindfleischetikettierungsgesetzgebung"]


def test_letters_set_apart_are_joined_into_words(tmp_path: Path) -> None:
    """A heading set letter by letter reads as its words, as far as the print parts them."""
    drawing = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=A4, invariant=1)
    drawing.setFont("Helvetica", 11)
    text = drawing.beginText(72, 700)
    text.setCharSpace(4)
    text.textOut("CHAPTER  ONE")
    drawing.drawText(text)
    drawing.drawString(72, 650, "This chapter protects every child that uses a service online.")
    drawing.save()
    law = read_law(tmp_path / "a.pdf", language="en")
    assert law.text.splitlines()[0] == "CHAPTER ONE"


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=9), min_size=3, max_size=12))
def test_parting_gives_back_the_words(printed: list[str]) -> None:
    """However words were run together, gaps wider than those between letters give them back."""
    together = "".join([*printed, "abcdefghijklmno"])
    ends, place = set(), 0
    for word in printed:
        place += len(word)
        ends.add(place - 1)
    at = boxes(together, dict.fromkeys(ends, 2.0))
    parted = part_crowded(words_of(together), lambda n: at[n])
    if len(ends) < len(together) / 2 - 1:
        assert [word.text for word in parted] == [*printed, "abcdefghijklmno"]
    assert "".join(word.text for word in parted) == together


@given(st.text("abc 12", max_size=40))
def test_joining_loses_no_letter(line: str) -> None:
    """Joining what is set apart changes spaces, never letters."""
    at = boxes(line, {})
    joined = join_spaced(words_of(line), lambda n: at[n])
    assert "".join(word.text for word in joined) == "".join(line.split())
    assert all(isinstance(word, Word) and word.text for word in joined)


# --- Rows over pages, whatever they hold ---------------------------------------------------------

CELLS = st.lists(
    st.sampled_from([None, "", "1.1", "Train teachers.", "and pupils", "Who"]),
    min_size=2,
    max_size=3,
)


@given(st.lists(st.lists(CELLS.filter(any), max_size=4), min_size=1, max_size=4))
def test_no_cell_is_lost_over_the_pages(pages: list[list[list[str | None]]]) -> None:
    """Every cell stands in a row, or is a head that was repeated; rows of a table count upwards."""
    bodies = [
        tuple(
            Fragment(50, 100 + 20 * n, 500, 118 + 20 * n, 10, False, row_text(row), 1, tuple(row))
            for n, row in enumerate(rows)
        )
        for rows in pages
    ]
    followed = follow_tables(bodies)
    given_cells = sorted(
        word for rows in pages for row in rows for cell in row if cell for word in cell.split()
    )
    kept = [f.text for body, _ in followed for f in body] + [
        head for _, heads in followed for head in heads
    ]
    assert sorted(word for text in kept for word in text.replace(" | ", " ").split()) == given_cells


@given(st.lists(st.builds(Rule, *[st.floats(0, 600)] * 4), max_size=12))
def test_lines_that_rule_a_table_include_those_printed(rules: list[Rule]) -> None:
    """Lines may be added at the edges, but none that was printed is dropped from a table."""
    straight = [replace_end(rule) for rule in rules]
    closed = table_rules(straight)
    assert closed == [] or closed[: len(straight)] == straight


def replace_end(rule: Rule) -> Rule:
    """The rule made upright or level, in order."""
    if rule.x1 > rule.bottom:
        return Rule(min(rule.x0, rule.x1), rule.top, max(rule.x0, rule.x1), rule.top)
    return Rule(rule.x0, min(rule.top, rule.bottom), rule.x0, max(rule.top, rule.bottom))
