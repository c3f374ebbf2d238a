"""Ages in a law: each with its comparator and purpose, and nothing that only looks like one."""

from __future__ import annotations

from functools import lru_cache

import pytest
from conftest import shipped
from factories import law_of

from gc25map.findings import Age
from gc25map.split import split_passages
from gc25map.tag.ages import AgeReader
from gc25map.tag.rules import context_of


@lru_cache
def reader(language: str) -> AgeReader:
    """The reader of a language."""
    return AgeReader(shipped().ages[language])


def ages_of(language: str, *lines: str) -> tuple[Age, ...]:
    """The ages in a law of these lines."""
    law = law_of(lines, language=language)
    passages = split_passages(law)
    contexts = [context_of(p.text, p.lead, p.headings) for p in passages]
    return reader(language).ages(law, passages, contexts)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "“child” means a person under the age of eighteen years;", "under 18 definition"),
        ("en", "A person who has not attained 16 years may not marry.", "under 16 marriage"),
        ("en", "Users below 13 hold no account.", "under 13 account_access"),
        ("en", "No child under fourteen (14) years of age shall be employed.", "under 14 work"),
        ("en", "A person twenty-one years of age or over may sell liquor.", "at_least 21 sale_restriction"),
        ("en", "Girls under 5[sixteen] years of age shall not marry.", "under 16 marriage"),
        ("en", "Children between the ages of 13 and 17 may open an account.", "between 13-17 account_access"),
        ("en", "Criminal responsibility: not under the age of 10.", "at_least 10 criminal_responsibility"),
        ("en", "Sexual intercourse with a person under sixteen years of age is an offence.", "under 16 sexual_offence"),
        ("en", "A sixteen-year-old may consent to the processing of personal data.", "at 16 data_consent"),
        ("en", "School is compulsory for children up to the age of fifteen.", "up_to 15 education"),
        ("es", "Los menores de 14 años no prestan consentimiento.", "under 14 data_consent"),
        ("es", "Podrá contraer matrimonio quien haya cumplido dieciocho (18) años de edad.", "at_least 18 marriage"),
        ("pt", "É proibida a venda de bebida alcoólica a menor de 18 (dezoito) anos.", "under 18 sale_restriction"),
        ("pt", "O adolescente entre doze e dezessete anos pode abrir conta.", "between 12-17 account_access"),
        ("fr", "L'atteinte sexuelle sur un mineur de quinze ans est punie.", "under 15 sexual_offence"),
        ("fr", "Pas de mariage avant d'avoir atteint l'âge de dix-huit ans.", "at_least 18 marriage"),
        ("de", "Die Einwilligung eines Kindes unter 16 Jahren ist nichtig.", "under 16 data_consent"),
        ("de", "Schuldunfähig, wer das vierzehnte Lebensjahr nicht vollendet hat.", "under 14 criminal_responsibility"),
        ("ru", "Ребенок — это лицо, не достигшее восемнадцати лет.", "under 18 definition"),
        ("ru", "Уголовная ответственность с шестнадцатилетнего возраста.", "at_least 16 criminal_responsibility"),
        ("ar", "يقصد بالطفل كل إنسان لم يبلغ الثامنة عشرة من عمره", "under 18 definition"),
        ("ar", "لا يجوز زواج من هو دون سن ١٨ سنة", "under 18 marriage"),
        ("zh", "处理不满十四周岁未成年人个人信息的，应当取得监护人同意。", "under 14 data_consent"),
        ("zh", "已满十六周岁的人犯罪，应当负刑事责任。", "at_least 16 criminal_responsibility"),
        ("zh", "已满十四周岁不满十六周岁的人犯罪的刑事责任。", "between 14-16 criminal_responsibility"),
    ],
)  # fmt: skip
def test_an_age_is_found_with_comparator_and_purpose(
    language: str, text: str, expected: str
) -> None:
    """In figures or letters, in eight languages, an age is one age, and its words stand in the text."""
    (age,) = ages_of(language, text)
    years = f"{age.years}-{age.to}" if age.to else str(age.years)
    assert f"{age.comparator} {years} {age.purpose}" == expected
    assert age.words in text
    assert age.words in age.context
    assert (age.page, age.language) == (1, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He is liable to imprisonment for a term of not less than five years."),
        ("en", "Imprisonment for a term which may extend to seven years."),
        ("en", "This Act comes into force on 18 May 2016."),
        ("en", "The records shall be kept for at least six years."),
        ("en", "The Board shall have 12 members, of whom three hold office for two years."),
        ("en", "The fee at any age is 3,000 shillings."),
        ("en", "A person under section 16 may appeal; provisions under 18 do not apply."),
        ("en", "No motor vehicle is more than ten years old."),
        ("es", "Será reprimido con prisión no menor de tres años ni mayor de diez años."),
        ("es", "Los datos se conservarán por un plazo de cinco años."),
        ("pt", "Pena: reclusão de quatro a oito anos e multa."),
        ("fr", "Puni d'un emprisonnement de moins de dix ans et d'une amende."),
        ("de", "Wird mit Freiheitsstrafe nicht unter fünf Jahren bestraft."),
        ("ru", "Наказывается лишением свободы на срок от шести до восьми лет."),
        ("ar", "يعاقب بالسجن مدة لا تقل عن عشر سنوات"),
        ("zh", "处三年以上十年以下有期徒刑，本法自2021年6月1日起施行。"),
    ],
)  # fmt: skip
def test_terms_periods_and_dates_are_no_ages(language: str, text: str) -> None:
    """Terms of imprisonment, periods of keeping, dates, sums and section numbers are left out."""
    assert ages_of(language, text) == ()


def test_ages_come_in_the_order_of_the_text_with_their_own_page() -> None:
    """An age that stands on the second page is cited there, after those of the first."""
    ages = ages_of(
        "en",
        "1. Accounts.—No person under the age of thirteen years may hold an account.",
        "2. Marriage.—No person may marry who is under the age of eighteen years, and a court",
        "\f",
        "may not permit it to a person under the age of sixteen years in any case.",
    )
    assert [(age.years, age.page) for age in ages] == [(13, 1), (18, 1), (16, 2)]
    assert [age.purpose for age in ages] == ["account_access", "marriage", "marriage"]


def test_words_of_the_same_clause_say_what_an_age_is_for() -> None:
    """What the next definition speaks of is not the purpose of this one."""
    (age,) = ages_of(
        "en",
        "“child” means a person under the age of eighteen years; “sexual act” has no meaning here;",
    )
    assert age.purpose == "definition"


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fr", "pt", "ru", "zh"])
def test_every_language_knows_what_ages_are_for(language: str) -> None:
    """Each file has phrases for every purpose but the one that is left over."""
    words = shipped().ages[language]
    assert len(words.purposes) == 10
    assert "other" not in words.purposes


@pytest.mark.parametrize(
    ("text", "years", "to"),
    [
        ("Care is free for a child aged 0 to 6 years of age.", 0, 6),
        ("No fee is asked for a child under 0 years; or under 16 years of age.", 0, None),
    ],
)
def test_an_age_may_be_nought(text: str, years: int, to: int | None) -> None:
    """A printed nought is an age like any other, and never stands for the sign of a number."""
    first = ages_of("en", f"1. Fees.—{text}")[0]
    assert (first.years, first.to) == (years, to)
