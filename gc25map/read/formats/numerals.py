"""Numbers as lists print them: letters, Roman and Chinese numerals and their like."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
# Without the letters that lists leave out.
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HAN = "零一二三四五六七八九"
_CIRCLED = range(1, 21)


def roman(number: int) -> str:
    """Lower-case Roman numeral; digits where there is none."""
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out += letters * count
    return out


def letters(number: int, alphabet: str = _LATIN) -> str:
    """The letters of a number as a browser counts on after the last: z, aa, ab."""
    if number < 1:
        return str(number)
    out = ""
    while number:
        number, rest = divmod(number - 1, len(alphabet))
        out = alphabet[rest] + out
    return out


def doubled(number: int, alphabet: str = _LATIN) -> str:
    """The letters of a number as a word processor counts on after the last: z, aa, bb."""
    if not 0 < number <= 30 * len(alphabet):
        return str(number)
    times, rest = divmod(number - 1, len(alphabet))
    return alphabet[rest] * (times + 1)


def han(number: int) -> str:
    """Chinese numeral below a thousand, as article numbers use it; digits above."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    out = f"{_HAN[hundreds]}百" if hundreds else ""
    if tens:
        out += "十" if tens == 1 and not hundreds else f"{_HAN[tens]}十"
    elif hundreds and ones:
        out += _HAN[0]
    return out + (_HAN[ones] if ones else "")


def html_number(kind: str, number: int) -> str:
    """The number of a list item of an HTML `type` or `list-style-type`."""
    match kind:
        case "a" | "lower-alpha" | "lower-latin":
            return letters(number)
        case "A" | "upper-alpha" | "upper-latin":
            return letters(number).upper()
        case "i" | "lower-roman":
            return roman(number)
        case "I" | "upper-roman":
            return roman(number).upper()
        case "lower-greek":
            return letters(number, _GREEK)
        case "decimal-leading-zero":
            return f"{number:02d}"
        case "cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal":
            return han(number)
    return str(number)


def word_number(kind: str, number: int) -> str:
    """The number of a list item of a word processor's `numFmt`; digits for kinds not known."""
    match kind:
        case "none":
            return ""
        case "lowerLetter":
            return doubled(number)
        case "upperLetter":
            return doubled(number).upper()
        case "lowerRoman":
            return roman(number)
        case "upperRoman":
            return roman(number).upper()
        case "decimalZero":
            return f"{number:02d}"
        case "russianLower":
            return doubled(number, _RUSSIAN)
        case "russianUpper":
            return doubled(number, _RUSSIAN).upper()
        case "arabicAlpha":
            return doubled(number, _ARABIC)
        case "arabicAbjad":
            return doubled(number, _ABJAD)
        case "ordinal":
            suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
            return f"{number}{'th' if 10 < number % 100 < 14 else suffix}"
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if number in _CIRCLED:
            return chr(0x245F + number)
    if "hinese" in kind or kind.startswith(("ideograph", "japanese")):
        return han(number)
    return str(number)
