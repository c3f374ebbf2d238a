"""From passages to tags: phrases, rules, limbs, and that every tag says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from factories import law_of, tag_of
from hypothesis import given
from hypothesis import strategies as st

from gc25map import Tagger, load_model
from gc25map.law import Law
from gc25map.measure import TaggedLaw
from gc25map.pipeline import prepare
from gc25map.records import Passage, Scope, Tag
from gc25map.split import split_passages
from gc25map.tag.decide import (
    LABEL_FREE,
    Strength,
    Tagging,
    Thresholds,
    carries,
    redecide,
    sort_out,
)
from gc25map.tag.languages import tag_languages
from gc25map.tag.phrases import MAX_SPELLINGS, PhraseFinder, parse_phrase
from gc25map.tag.rules import RuleEngine, RuleHit, context_of
from gc25map.tag.words import words_of
from gc25map.taxonomy import Rule, Taxonomy

LAW = [
    "1. Short title.—This Act may be cited as the Young Users of Online Services Act.",
    "2. Interpretation.—In this Act “child” means a person under the age of eighteen years.",
    "3. Grooming.—A person who, by means of a computer system, communicates with a child for the",
    "purpose of meeting the child and committing a sexual offence commits an offence.",
    "4. Settings.—A provider shall set the privacy settings of a child's account to the highest",
    "level by default and shall not profile a child for advertising.",
    "5. Assessment.—A provider shall carry out a child rights impact assessment before it offers",
    "an online service to children.",
]
OFF_TOPIC = [
    "1. Short title.—This Order may be cited as the Fishing Seasons Order.",
    "2. Closed season.—No person shall fish in the lake between December and February.",
    "3. Nets.—The mesh of a net shall be no less than three inches when wet and stretched.",
    "4. Boats.—A vessel shall carry on board a scale on which the catch is weighed.",
    "5. Bream.—Bream shorter than nine inches shall be put back into the water alive.",
]


def present(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a text."""
    (places,) = PhraseFinder([phrase]).find([words_of(text).folded])
    return places.has((phrase,))


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("child", "the child", True),
        ("child", "the children", False),
        ("child|minor", "a minor", True),
        ("child|minor", "a major", False),
        ("publish*", "whoever publishes it", True),
        ("publish*", "they republish it", False),
        ("*porn*", "cyberpornography", True),
        ("*porn*", "a corn field", False),
        ("*schutz", "der Jugendschutz", True),
        ("*schutz", "der Schutzraum", False),
        ("under the? age", "under the age", True),
        ("under the? age", "under age", True),
        ("under the? age", "under my age", False),
        ("child|minor online|digital", "every minor online", True),
        ("child|minor online|digital", "online minor", False),
        ("child online", "a child is online", False),
        ("e-mail", "by e-mail", True),
        ("e mail", "by e-mail", True),
        ("e-mail", "by email", False),
        ("child's data", "the child’s data", True),
        ("child's data", "the childs data", False),
        ("SHALL", "it shall", True),
        ("niñez", "la NIÑEZ", True),
        ("niñez", "la ninez", True),
        ("données", "des donne\u0301es", True),
        ("straße", "die Strasse", True),
        ("طفل", "والطفل", True),
        ("طفل", "للطفل", True),
        ("طفل", "الطِّفْل", True),
        ("طفل", "طفيلي", False),
        ("حماية", "حمايه", True),
        ("未成年人", "保护未成年人的权益", True),
        ("未成年人", "保护成年人的权益", False),
        ("网络 游戏", "网络游戏", True),
        ("13", "under 13 years", True),
        ("13", "under 130 years", False),
    ],
)
def test_a_phrase_means_what_its_signs_say(phrase: str, text: str, expected: bool) -> None:
    """Alternatives, stars, optional words, accents and clitics match what they promise, no more."""
    assert present(phrase, text) is expected


@pytest.mark.parametrize("phrase", ["", "   ", "|", "the?", "the? a?", "*", "a*", "*of", "a*b"])
def test_a_phrase_that_would_match_too_much_is_refused(phrase: str) -> None:
    """Nothing at all, only optional words, or too little beside a star is a mistake."""
    with pytest.raises(ValueError, match=r".+"):
        parse_phrase(phrase)


def test_an_alternative_of_several_words_is_refused() -> None:
    """An alternative is one word; a hyphen would make it two."""
    with pytest.raises(ValueError, match="single word"):
        parse_phrase("child|e-mail")


def test_a_phrase_is_found_at_its_words() -> None:
    """A hit tells which words of the passage it covers."""
    (places,) = PhraseFinder(["digital service*"]).find([words_of("All digital services.").folded])
    assert [(hit.start, hit.end) for hit in places.of("digital service*")] == [(1, 3)]


@given(st.text(max_size=80))
def test_words_stand_where_they_say(text: str) -> None:
    """Every word's offsets slice back to it, in order, and never overlap."""
    words = words_of(text)
    end = 0
    for folded, (start, stop) in zip(words.folded, words.spans, strict=True):
        assert end <= start < stop <= len(text)
        assert words_of(text[start:stop]).folded == (folded,)
        end = stop


def rule(**fields: object) -> Rule:
    """A rule for a provision named "made"."""
    return Rule.model_validate(
        {"id": "made.en.rule", "any": ["groom*"], "match": ["He grooms."], **fields}
    )


def fire(made: Rule, text: str, *, lead: str = "", heading: str = "") -> list[RuleHit]:
    """What the rule makes of one passage."""
    context = context_of(text, lead, [heading] if heading else [])
    (hits,) = RuleEngine([("made", made)]).run([context])
    return hits


@pytest.mark.parametrize(
    ("fields", "passage", "expected"),
    [
        pytest.param({}, {"text": "He grooms a child."}, True, id="any"),
        pytest.param({}, {"text": "He grows a child."}, False, id="any absent"),
        pytest.param({}, {"text": "a child;", "lead": "Who grooms"}, True, id="any in the lead"),
        pytest.param({}, {"text": "a child;", "heading": "Grooming"}, False, id="any in heading"),
        pytest.param(
            {"also": [["child"]]}, {"text": "He grooms a child."}, True, id="also present"
        ),
        pytest.param({"also": [["child"]]}, {"text": "He grooms."}, False, id="also absent"),
        pytest.param(
            {"also": [["child"]]},
            {"text": "He grooms.", "heading": "Child safety"},
            True,
            id="also in heading",
        ),
        pytest.param(
            {"also": [["child"], ["online"]]},
            {"text": "He grooms a child."},
            False,
            id="one of two groups absent",
        ),
        pytest.param(
            {"also": [["child", "minor"]]}, {"text": "He grooms a minor."}, True, id="group is or"
        ),
        pytest.param(
            {"also": [["groom*"]]}, {"text": "He grooms."}, False, id="a word cannot help itself"
        ),
        pytest.param(
            {"also": [["child"]], "within": 1},
            {"text": "He grooms a child."},
            True,
            id="within reach",
        ),
        pytest.param(
            {"also": [["child"]], "within": 1},
            {"text": "He grooms a dog of a child."},
            False,
            id="out of reach",
        ),
        pytest.param(
            {"also": [["child"]], "within": 1},
            {"text": "A child he grooms."},
            True,
            id="within reach before",
        ),
        pytest.param({"unless": ["horse*"]}, {"text": "He grooms horses."}, False, id="vetoed"),
        pytest.param({"unless": ["horse*"]}, {"text": "He grooms a child."}, True, id="no veto"),
        pytest.param(
            {"unless": ["horse*"]},
            {"text": "He grooms.", "heading": "Horses"},
            False,
            id="vetoed by heading",
        ),
        pytest.param(
            {"heading": ["offence*"]},
            {"text": "He grooms.", "heading": "Offences"},
            True,
            id="heading wanted and there",
        ),
        pytest.param(
            {"heading": ["offence*"]},
            {"text": "He grooms. An offence."},
            False,
            id="heading wanted, word in text",
        ),
    ],
)
def test_a_rule_fires_only_where_its_conditions_hold(
    fields: dict[str, object], passage: dict[str, str], expected: bool
) -> None:
    """`also`, `within`, `unless` and `heading` each permit and each forbid."""
    assert bool(fire(rule(**fields), **passage)) is expected


def test_a_rule_points_at_the_words_that_decided() -> None:
    """The spans of a hit are the words of the key and of its helpers in the passage itself."""
    (hit,) = fire(rule(also=[["child"]]), "Whoever grooms any child.", heading="Offences")
    assert hit.spans == ((1, 2), (3, 4))


PLAIN_WORDS = st.sampled_from(["the", "a", "person", "shall", "not", "use", "service", "court"])


@given(before=st.lists(PLAIN_WORDS, max_size=8), after=st.lists(PLAIN_WORDS, max_size=8))
def test_a_phrase_fires_anywhere_and_its_veto_silences_it(
    before: list[str], after: list[str]
) -> None:
    """Whatever stands around, the phrase fires; with one veto word added, it does not."""
    made = rule(any=["grooms a child"], unless=["horse*"])
    text = " ".join([*before, "grooms a child", *after])
    assert fire(made, text)
    assert not fire(made, f"{text} horses")
    assert not fire(made, f"horses {text}")


@pytest.fixture(scope="module")
def worked(tagger: Tagger) -> tuple[Law, tuple[Passage, ...], Tagging]:
    """A short law with its passages and its tags."""
    law = law_of(LAW, title="Young Users of Online Services Act")
    passages = split_passages(law)
    return law, passages, tagger.tag(law, passages)


@pytest.mark.parametrize(
    ("locator", "provision"),
    [
        ("s. 3", "online-grooming"),
        ("s. 5", "child-rights-impact-assessment"),
    ],
)
def test_a_plain_case_is_tagged(
    worked: tuple[Law, tuple[Passage, ...], Tagging], locator: str, provision: str
) -> None:
    """A section that does what a provision asks in so many words is tagged with it."""
    _, passages, tagging = worked
    own = {p.id: p.locator for p in passages}
    assert provision in {t.provision_id for t in tagging.tags if own[t.passage_id] == locator}


def test_limbs_are_read_off_the_passage(
    worked: tuple[Law, tuple[Passage, ...], Tagging],
) -> None:
    """The grooming section speaks of children and the digital environment, and is an offence."""
    _, passages, tagging = worked
    own = {p.id: p.locator for p in passages}
    limbs = next(t.limbs for t in tagging.tags if own[t.passage_id] == "s. 3")
    assert (limbs.children, limbs.digital, limbs.force) == (True, True, "offence")


def test_every_tag_names_what_it_rests_on(
    worked: tuple[Law, tuple[Passage, ...], Tagging],
) -> None:
    """A tag names rules or strongest terms, according to its method; near misses do so too."""
    *_, tagging = worked
    assert tagging.tags
    for tag in (*tagging.tags, *tagging.near):
        assert tag.rules or tag.terms
        assert bool(tag.rules) == (tag.by_rules != "none")
        assert tag.method == "company" or bool(tag.rules) == (tag.method != "classifier")
        assert 0 < tag.score <= 1
        assert all(name.startswith(f"{tag.provision_id}.en.") for name in tag.rules)


def test_spans_lie_inside_their_passage(
    worked: tuple[Law, tuple[Passage, ...], Tagging],
) -> None:
    """The words that decided are words of the passage, in order, and do not overlap."""
    law, passages, tagging = worked
    own = {p.id: p for p in passages}
    assert any(tag.spans for tag in tagging.tags)
    for tag in (*tagging.tags, *tagging.near):
        passage = own[tag.passage_id]
        end = passage.start
        for start, stop in tag.spans:
            assert end <= start < stop <= passage.end
            assert law.text[start:stop].strip()
            end = stop


def test_definitions_carry_no_tag(worked: tuple[Law, tuple[Passage, ...], Tagging]) -> None:
    """A definition says what a word means and can be evidence for nothing."""
    _, passages, tagging = worked
    definition = next(p for p in passages if p.locator == "s. 2")
    assert definition.kind == "definition"
    assert definition.id not in {t.passage_id for t in tagging.tags}


def test_off_topic_text_gets_no_tags(tagger: Tagger) -> None:
    """An order on fishing seasons serves no provision, and its scope is neither limb."""
    law = law_of(OFF_TOPIC, title="Fishing Seasons Order")
    tagging = tagger.tag(law, split_passages(law))
    assert tagging.assessed
    assert tagging.tags == ()
    assert (tagging.scope.children_only, tagging.scope.digital_only) == (False, False)


def test_a_law_about_nothing_else_has_its_scope(
    worked: tuple[Law, tuple[Passage, ...], Tagging],
) -> None:
    """A law whose title and sections all speak of children has children as its scope."""
    assert worked[2].scope.children_only


def test_a_language_without_rules_is_not_assessed(taxonomy: Taxonomy) -> None:
    """Where no rules exist for the language, there are no tags and the tagging says so."""
    law = law_of(LAW, language="xx")
    tagging = Tagger(taxonomy, load_model(), "xx").tag(law, split_passages(law))
    assert (tagging.tags, tagging.assessed) == ((), False)


def test_tagging_twice_gives_the_same(tagger: Tagger) -> None:
    """A tagger keeps nothing from the law before: the same law gives the same tags."""
    law, other = law_of(LAW), law_of(OFF_TOPIC)
    first = tagger.tag(law, split_passages(law))
    tagger.tag(other, split_passages(other))
    assert tagger.tag(law, split_passages(law)) == first


@pytest.mark.parametrize(
    "thresholds",
    [Thresholds(), Thresholds(0.5, 0.6, 0.1, 0.12), Thresholds(0.2, 0.0, 0.0, 0.2)],
)
def test_deciding_again_gives_what_tagging_anew_would(
    taxonomy: Taxonomy, worked: tuple[Law, tuple[Passage, ...], Tagging], thresholds: Thresholds
) -> None:
    """Other thresholds on a tagging that was scored once find the same tags as a new run."""
    law, passages, tagging = worked
    anew = Tagger(taxonomy, load_model(), "en", thresholds).tag(law, passages)
    again = redecide(tagging, thresholds)

    def told(tags: tuple[Tag, ...]) -> set[tuple[str, str, str]]:
        return {(tag.passage_id, tag.provision_id, tag.method) for tag in tags}

    assert told(again.tags) == told(anew.tags)
    assert told(again.near) == told(anew.near)


@pytest.mark.parametrize(
    ("strength", "probability", "stands"),
    [
        ("outright", 0.03, True),
        ("outright", 0.001, False),
        ("cue", 0.6, True),
        ("cue", 0.1, False),
        ("none", 0.7, True),
        ("none", 0.4, False),
    ],
)
def test_the_more_the_rules_say_the_less_the_classifier_must_add(
    strength: Strength, probability: float, stands: bool
) -> None:
    """A rule stands unless it is all but certainly chance; a cue needs support; alone it takes certainty."""
    assert carries(strength, probability, Thresholds()) is stands


def test_a_phrase_of_too_many_spellings_never_means_its_beginning() -> None:
    """Where a law has more words than a phrase can be spelled with, it is found less, not wrongly."""
    text = " ".join(f"publish{n} timetable" for n in range(MAX_SPELLINGS + 100))
    assert not present("publish* intimate image*", text)


def test_a_classifier_without_passages_never_doubts_a_rule() -> None:
    """For a taxonomy of one's own the rules stand by themselves."""
    assert carries("outright", 0.0, LABEL_FREE)


def test_children_far_off_in_a_long_list_are_not_spoken_of_by_every_item(tagger: Tagger) -> None:
    """A limb must stand near the words of the rule, or in heading, lead-in or opening."""
    items = "; ".join(
        f"the {n} report on rivers, roads and bridges of the district" for n in range(12)
    )
    data = "the purposes for which personal data are collected and the deletion of personal data"
    law = law_of(
        [
            f"1. Duties.—The office shall publish {data}; {items}; and the names of schools for children.",
            f"2. Duties.—The office shall publish {data} of children; {items}; and names of schools.",
        ]
    )
    limbs = {
        passage.locator: tag.limbs.children
        for passage in split_passages(law)
        for tag in tagger.tag(law, split_passages(law)).tags
        if tag.passage_id == passage.id and tag.rules
    }
    assert limbs == {"s. 1": False, "s. 2": True}


def candidates(*probabilities: float, provision: str = "grooming-offence") -> list[Tag]:
    """Tags of one law for one provision, by the classifier alone, each with its probability."""
    law = law_of([f"{n}. Words of section {n} that say something." for n in range(1, 15)])
    return [
        tag_of(passage, provision, rules=(), probability=probability)
        for passage, probability in zip(split_passages(law), probabilities, strict=False)
    ]


def test_a_passage_that_carries_brings_the_next_likeliest_up_to_twelve() -> None:
    """They keep their order, none is less sure than asked, and twelve are enough."""
    limits = Thresholds(alone=0.5, in_company=0.05)
    more = [0.11, 0.12, 0.13, 0.14, 0.15, 0.16]
    likely = [0.04, 0.2, 0.9, 0.1, 0.3, 0.06, 0.07, 0.08, *more]
    tags, near = sort_out(candidates(*likely), limits)
    assert [tag.probability for tag in tags] == [0.2, 0.9, 0.1, 0.3, 0.07, 0.08, *more]
    assert [tag.method for tag in tags] == ["company", "classifier", *["company"] * 10]
    assert [tag.probability for tag in near] == [0.04, 0.06]
    many = [0.9] * 13 + [0.4]
    assert [tag.probability for tag in sort_out(candidates(*many), limits)[0]] == [0.9] * 13


def test_of_a_law_in_two_languages_what_carries_in_one_has_company_in_both() -> None:
    """Twelve in all, the likeliest of either; deciding again at the same thresholds changes nothing."""
    likely = {
        "en": (0.9, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3),
        "fr": (0.2, 0.4, 0.3, 0.2, 0.1, 0.3, 0.3),
    }

    class Spoken:
        """A tagger of one language that has sorted out what it knows of."""

        thresholds = Thresholds(alone=0.5, in_company=0.05)

        def __init__(self, language: str) -> None:
            self._language = language

        def tag(self, law: Law, passages: Sequence[Passage], scope: Scope | None) -> Tagging:
            known = [
                tag_of(passage, "online-grooming", rules=(), probability=probability)
                for passage, probability in zip(passages, likely[self._language], strict=True)
            ]
            return Tagging(Scope(False, False), *sort_out(known, self.thresholds), assessed=True)

    law = law_of([f"{n}. Words of section {n} that say something." for n in range(14)])
    passages = [
        replace(passage, language=("en", "fr")[n % 2])
        for n, passage in enumerate(split_passages(law))
    ]
    tagging = tag_languages(law, passages, Spoken)  # type: ignore[arg-type]
    assert [tag.probability for tag in tagging.tags] == [0.9, 0.2, 0.3, 0.4, *[0.3] * 8]
    assert [tag.probability for tag in tagging.near] == [0.2, 0.1]
    again = redecide(tagging, Spoken.thresholds)
    assert {repr(tag) for tag in again.tags} == {repr(tag) for tag in tagging.tags}


def test_without_one_that_carries_there_is_no_company() -> None:
    """Many near misses of a provision, or a sure passage of another, make none of it."""
    limits = Thresholds(alone=0.5, in_company=0.05)
    tags, near = sort_out(candidates(0.4, 0.4, 0.4), limits)
    assert (len(tags), len(near)) == (0, 3)
    other = candidates(0.9, provision="csam-offences")
    tags, near = sort_out([*other, *candidates(0.4)], limits)
    assert [tag.provision_id for tag in tags] == ["csam-offences"]


@pytest.mark.parametrize("scope", [None, Scope(True, True, by_user=True)])
@pytest.mark.parametrize("grade", ["", "part"])
def test_after_a_change_of_rules_only_what_they_say_is_tagged_again(
    taxonomy: Taxonomy,
    worked: tuple[Law, tuple[Passage, ...], Tagging],
    grade: str,
    scope: Scope | None,
) -> None:
    """Rules that had fired are taken away, or graded otherwise, and back: the same as of a tagger that begins anew."""
    law, passages, _ = worked
    full = Tagger(taxonomy, load_model(), "en")
    before = full.tag(law, passages, scope)
    fired = {rule for tag in (*before.tags, *before.near) for rule in tag.rules}
    found = sorted({tag.provision_id for tag in before.tags if tag.rules})
    assert len(found) > 3
    for chosen in ({found[0]}, {found[-1]}, set(found)):
        rules = tuple(
            (provision, rule.model_copy(update={"grade": grade}) if changes else rule)
            for provision, rule in taxonomy.rules["en"]
            if not (changes := provision in chosen and rule.id in fired) or grade
        )
        other = Tagger(replace(taxonomy, rules={"en": rules}), load_model(), "en")
        marks = {*full.marks, *other.marks}
        changed = {p for p in marks if full.marks.get(p) != other.marks.get(p)}
        assert changed <= chosen
        after = other.tag(law, passages, scope)
        assert other.tag_again(passages, before, changed) == after
        assert full.tag_again(passages, after, changed) == before
    assert after != before  # when the rules of all provisions found are others


def test_nothing_is_tagged_again_where_the_marks_tell_nothing(taxonomy: Taxonomy) -> None:
    """A law in several languages, and one without rules for its language, are begun anew."""
    tools = prepare()
    law = law_of(LAW)
    passages = split_passages(law)
    tagging = tag_languages(law, passages, tools.tagger)
    told = TaggedLaw(law, passages, tagging)
    assert tools.tag_again(told, tools.marks(told)) == told
    two = replace(told, passages=(replace(passages[0], language="fr"), *passages[1:]))
    unknown = replace(told, tagging=replace(tagging, assessed=False))
    assert tools.marks(two) == tools.marks(unknown) == {}
    assert tools.tag_again(two, {"best-interests": "1"}) is None
    assert tools.tag_again(told, {}) is None
