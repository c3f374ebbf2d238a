"""The words and signs in which statuses are shown to people, the same everywhere."""

from __future__ import annotations

from gc25map.findings import Age, Comparator, Purpose
from gc25map.records import Status

STATUS_WORDS: dict[Status, str] = {
    "addressed": "addressed",
    "partial": "partial",
    "missing": "not found",
    "not_assessed": "not assessed",
}
SYMBOLS: dict[Status, str] = {
    "addressed": "✓",
    "partial": "◐",
    "missing": "○",
    "not_assessed": "?",
}
TENSION_SYMBOL = "⚠"
# Sentences that every report for people says, however it is laid out.
NOT_FOUND_MEANS = (
    "“Not found” speaks of the documents supplied only. It does not say that the country lacks such a"
    " rule: another law may hold it, or the program may have overlooked it."
)
NO_ADVICE = "This is not legal advice."
OUR_WORDS = "Titles and duties of the provisions are in the words of this project; the authentic text is {}."
PURPOSE_WORDS: dict[Purpose, str] = {
    "definition": "who is a child",
    "majority": "majority",
    "data_consent": "consent to the processing of data",
    "account_access": "account or access to services",
    "sexual_offence": "sexual offence or sexual consent",
    "criminal_responsibility": "criminal responsibility",
    "marriage": "marriage",
    "work": "work",
    "education": "education",
    "sale_restriction": "sale, gambling, alcohol, tobacco, weapons",
    "other": "other",
}
_COMPARATORS: dict[Comparator, str] = {
    "under": "under {}",
    "up_to": "up to {}",
    "at_least": "{} or over",
    "over": "over {}",
    "between": "{} to {}",
    "at": "{}",
}


def age_words(age: Age) -> str:
    """An age as it is shown: `under 16`, `13 to 17`."""
    return _COMPARATORS[age.comparator].format(age.years, age.to)
