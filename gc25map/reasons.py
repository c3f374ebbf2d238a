"""The sentences in which data say why: in English in every file, in its own language in a page.

Each is a template whose parts in braces are filled in where it is said; a page knows the sentence again
by its template, whatever file it was read from.
"""

from __future__ import annotations

from gc25map.words import N_

# Why a passage, or a provision, falls short.
NO_CHILDREN = N_("does not speak of children")
NO_DIGITAL = N_("does not speak of the digital environment")
NO_FORCE = N_("states an aim or principle, no rule or commitment")
MINOR_PART = N_("does only a part of what the provision asks")
NOT_FOUND = N_("not found in the documents supplied")
NO_RULES = N_("there are no rules for the language of {title} ({languages})")
ONE_PAGE_UNREAD = N_("1 of {pages} pages of {title} could not be read")
PAGES_UNREAD = N_("{count} of {pages} pages of {title} could not be read")
UNREAD = N_("{title} could not be read")

# What is said of a document in a language without rules.
ONE_UNASSESSED = N_("1 passage is in a language without rules ({language}) and was not assessed")
SOME_UNASSESSED = N_(
    "{count} passages are in a language without rules ({language}) and were not assessed"
)

# Why a component of another framework is not addressed.
DISTANT = N_("the provisions only come near this component")
NO_PROVISION_FOUND = N_("nothing was found in the documents supplied for any of its provisions")

# How a decision or an added passage stands in a report.
NO_DOCUMENT = N_("its document is no longer among those supplied")
NO_SUCH_PROVISION = N_("the taxonomy no longer has this provision")
NEW_DOCUMENT = N_("a document has come that was not reviewed")
OTHER_STRONGEST = N_("the strongest passage is another")
COUNTS_NO_LONGER = N_("its passages no longer count for it")
NO_PASSAGE_LEFT = N_("none of its passages is in the report any more")
EDITED = N_("the passage was edited ({percent}% alike, now {place})")
EDITED_ON_PAGE = N_("the passage was edited ({percent}% alike, now page {page})")
MOVED = N_("the program said {then}, and now says {now}")
FOUND_TOO = N_("the program now finds it, too")
STANDS_TOO = N_("its words stand in the new edition, too")
OTHER_EDITION = N_("the document is another edition: see whether the passage stands there")

REASONS = (
    NO_CHILDREN,
    NO_DIGITAL,
    NO_FORCE,
    MINOR_PART,
    NOT_FOUND,
    NO_RULES,
    ONE_PAGE_UNREAD,
    PAGES_UNREAD,
    UNREAD,
    ONE_UNASSESSED,
    SOME_UNASSESSED,
    DISTANT,
    NO_PROVISION_FOUND,
    NO_DOCUMENT,
    NO_SUCH_PROVISION,
    NEW_DOCUMENT,
    OTHER_STRONGEST,
    COUNTS_NO_LONGER,
    NO_PASSAGE_LEFT,
    EDITED,
    EDITED_ON_PAGE,
    MOVED,
    FOUND_TOO,
    STANDS_TOO,
    OTHER_EDITION,
)
