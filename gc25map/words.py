"""The words and signs in which statuses are shown to people, the same everywhere."""

from __future__ import annotations

from gc25map.findings import Age, Comparator, Purpose
from gc25map.records import Force, Kind, Status


def N_(message: str) -> str:
    """The message itself, marked for the catalogues: it is translated where it is shown."""
    return message


STATUS_WORDS: dict[Status, str] = {
    "addressed": N_("addressed"),
    "partial": N_("partial"),
    "missing": N_("not found"),
    "not_assessed": N_("not assessed"),
}
SYMBOLS: dict[Status, str] = {
    "addressed": "✓",
    "partial": "◐",
    "missing": "○",
    "not_assessed": "?",
}
TENSION_SYMBOL = "⚠"
# Whom a person's decisions are compared with.
MACHINE = N_("the program")
# Sentences that every report for people says, however it is laid out.
NOT_FOUND_MEANS = N_(
    "“Not found” speaks of the documents supplied only. It does not say that the country lacks such a"
    " rule: another law may hold it, or the program may have overlooked it."
)
NO_ADVICE = N_("This is not legal advice.")
OUR_WORDS = N_(
    "Titles and duties of the provisions are in the words of this project; the authentic text is {symbol}."
)
METHODS = {
    "rules": N_("keyword rules"),
    "classifier": N_("classifier"),
    "both": N_("keyword rules and classifier"),
    "company": N_("it may serve it too, and is listed only beside what carries the status"),
}
FORCE_WORDS: dict[Force, str] = {
    "offence": N_("offence"),
    "prohibition": N_("prohibition"),
    "duty": N_("duty"),
    "power": N_("power"),
    "right": N_("right"),
    "commitment": N_("commitment"),
    "aspiration": N_("aspiration"),
    "definition": N_("definition"),
    "none": N_("none"),
}
KIND_WORDS: dict[Kind, str] = {
    "operative": N_("operative"),
    "offence": N_("offence"),
    "definition": N_("definition"),
    "preamble": N_("preamble"),
    "background": N_("background"),
    "contents": N_("contents"),
    "amending": N_("amending"),
    "repealed": N_("repealed"),
    "form": N_("form"),
}
PURPOSE_WORDS: dict[Purpose, str] = {
    "definition": N_("who is a child"),
    "majority": N_("majority"),
    "data_consent": N_("consent to the processing of data"),
    "account_access": N_("account or access to services"),
    "sexual_offence": N_("sexual offence or sexual consent"),
    "criminal_responsibility": N_("criminal responsibility"),
    "marriage": N_("marriage"),
    "work": N_("work"),
    "education": N_("education"),
    "sale_restriction": N_("sale, gambling, alcohol, tobacco, weapons"),
    "other": N_("other"),
}
COMPARATORS: dict[Comparator, str] = {
    "under": N_("under {years}"),
    "up_to": N_("up to {years}"),
    "at_least": N_("{years} or over"),
    "over": N_("over {years}"),
    "between": N_("{years} to {to}"),
    "at": "{years}",
}


def age_words(age: Age) -> str:
    """An age as it is shown: `under 16`, `13 to 17`."""
    return COMPARATORS[age.comparator].format(years=age.years, to=age.to)
