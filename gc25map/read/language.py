"""Which language a text is in, and where it changes: py3langid, on enough of the text to be sure.

In:  the lines of a law, with their text.
Out: its main language, and `Stretch`es where it is in more than one.

A guess rests on windows of some 300 letters from one column; two columns in two languages, one
language after the other, and halves of a page that alternate all come out as stretches. What is
shorter than a window (a quotation, a name, the title of a treaty) stays with its surroundings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gc25map.law import Line, Stretch

# Letters: below the first a guess is worth nothing; a window holds the second. In scripts that write
# a word in one or two signs, a third of them says as much.
FEWEST_LETTERS = 200
WINDOW_LETTERS = 300
DENSE = 3
# Characters of a sample for the main language.
SAMPLE_CHARS = 6_000
# Another language than the main one must be likelier by this factor (natural logarithm) in a window: real changes
# are likelier by e^150 and more even among close relatives, names and misread letters by e^60.
SURE = 100.0
# Windows that are looked at in one law; in a longer one every second, third ... of them.
MOST_WINDOWS = 1_200
UNKNOWN = "und"


def language_of(text: str, among: frozenset[str] = frozenset()) -> str:
    """ISO 639-1 code of the language that most of the text is in; "und" for too little text.

    `among` are the languages that come into question; empty for all.
    """
    if _letters(text[:20_000]) < FEWEST_LETTERS:
        return UNKNOWN
    middle, third = len(text) // 2, SAMPLE_CHARS // 3
    return _likeliest(" ".join((text[:third], text[middle : middle + third], text[-third:])), among)


def stretches_of(
    text: str, lines: Sequence[Line], main: str, among: frozenset[str]
) -> tuple[Stretch, ...]:
    """Where the text is in which language, from its first character to its last; empty for one alone."""
    texts = [text[line.start : line.end] for line in lines]
    windows = list(_windows(lines, texts))
    if main == UNKNOWN or len(windows) < 2:
        return ()
    guesses = _guesses([" ".join(texts[a:b]) for a, b in windows], main, among)
    if set(guesses) <= {main}:
        return ()
    languages = [g for (a, b), g in zip(windows, guesses, strict=True) for _ in range(a, b)]
    for (before, after), (window, following) in zip(
        pairwise(guesses), pairwise(windows), strict=True
    ):
        if before != after:
            first, middle, end = window[0], window[1], following[1]
            turn = first + _turn(texts[first:end], before, after)
            languages[turn:middle] = [after] * max(middle - turn, 0)
            languages[middle:turn] = [before] * max(turn - middle, 0)
    return _joined(text, lines, texts, languages)


def main_of(stretches: Sequence[Stretch], otherwise: str) -> str:
    """The language of the longest text among stretches."""
    lengths: Counter[str] = Counter()
    for stretch in stretches:
        lengths[stretch.language] += stretch.end - stretch.start
    return lengths.most_common(1)[0][0] if lengths else otherwise


def differ(one: str, other: str) -> bool:
    """Whether two texts, long enough to be sure, are in two languages."""
    if min(_letters(one), _letters(other)) < FEWEST_LETTERS:
        return False
    first = _likeliest(one, frozenset())
    second = _guess(other, first, frozenset())
    return second != first and _guess(one, second, frozenset()) != second


def _letters(text: str) -> int:
    """Letters of a text; a sign that stands for a syllable or a word counts for several."""
    return sum(
        DENSE if "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" else 1
        for char in text
        if char.isalpha()
    )


def _windows(lines: Sequence[Line], texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of lines of one column with letters enough; what is left over goes with the run before it."""
    runs: list[tuple[int, int, bool]] = []
    start, letters = 0, 0
    for number, line in enumerate(lines):
        letters += _letters(texts[number])
        last = number + 1 == len(lines)
        turns = last or lines[number + 1].page != line.page or lines[number + 1].top < line.top
        if letters >= WINDOW_LETTERS or (turns and letters >= FEWEST_LETTERS):
            runs.append((start, number + 1, turns))
            start, letters = number + 1, 0
        elif turns and runs and not runs[-1][2]:
            # The last lines of a column, too few to be sure of, are of one piece with those above.
            runs[-1] = (runs[-1][0], number + 1, True)
            start, letters = number + 1, 0
    if start < len(lines) and runs:
        runs[-1] = (runs[-1][0], len(lines), True)
    for first, end, _ in runs:
        yield first, end


def _guesses(windows: Sequence[str], main: str, among: frozenset[str]) -> list[str]:
    """The language of each window; of a very long law some are looked at, the others go with them."""
    step = -(-len(windows) // MOST_WINDOWS)
    guesses = [_guess(text, main, among) for text in windows[::step]]
    return [guesses[number // step] for number in range(len(windows))]


def _guess(text: str, main: str, among: frozenset[str]) -> str:
    scores = _scores(text)
    likeliest = max(among or scores, key=lambda code: scores.get(code, float("-inf")))
    known = scores.get(main)
    if known is not None and scores.get(likeliest, known) - known < SURE:
        return main
    return likeliest


def _likeliest(text: str, among: frozenset[str]) -> str:
    scores = _scores(text)
    return max(among & scores.keys() or scores, key=lambda code: scores[code])


def _scores(text: str) -> dict[str, float]:
    """The logarithm of each language's likelihood."""
    # Imported here: the model takes a tenth of a second, and short texts never need it.
    import py3langid

    return {str(code): float(score) for code, score in py3langid.rank(text)}


def _turn(texts: Sequence[str], before: str, after: str) -> int:
    """At which of the lines one language gives way to another: where both together are likeliest."""
    gains = [0.0]
    for text in texts:
        scores = _scores(text)
        gains.append(gains[-1] + scores[before] - scores[after])
    return max(range(len(gains)), key=lambda number: gains[number])


def _joined(
    text: str, lines: Sequence[Line], texts: Sequence[str], languages: Sequence[str]
) -> tuple[Stretch, ...]:
    """Lines → stretches over the whole text; what is too short to be sure of goes with its neighbour."""
    runs: list[tuple[int, int, str]] = []
    for number, language in enumerate(languages):
        runs.append((number, _letters(texts[number]), language))
    least = 0
    while True:
        joined: list[tuple[int, int, str]] = []
        for first, letters, language in runs:
            if joined and (joined[-1][2] == language or letters < least):
                joined[-1] = (joined[-1][0], joined[-1][1] + letters, joined[-1][2])
            elif joined and joined[-1][1] < least:
                joined[-1] = (joined[-1][0], joined[-1][1] + letters, language)
            else:
                joined.append((first, letters, language))
        if least and joined == runs:
            break
        runs, least = joined, FEWEST_LETTERS
    if len(runs) < 2:
        return ()
    starts = [0, *(lines[first].start for first, _, _ in runs[1:]), len(text)]
    return tuple(
        Stretch(start, end, language)
        for (start, end), (_, _, language) in zip(pairwise(starts), runs, strict=True)
    )
