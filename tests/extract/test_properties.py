"""Any text at all: no extractor fails, and every offset lies in the article."""

from datetime import date

import pytest
from crossread.extract.claims import find_claims
from crossread.extract.quantities import find_quantities
from crossread.extract.syntax import Positions, find_sentences
from crossread.extract.times import find_times
from crossread.lexicon import load_lexicon
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

_PIECES = st.sampled_from(
    [
        "12 people were killed", "at least", "between", "15,000 to 40,000", "hundreds more", "380 of them", "dozens of",
        "on Monday", "two days earlier", "late November", "since midnight", "9am", "1 000", "1/2/03", "the year",
        "\"", "“", "”", "'", "``", "''", "\n", "\n\n", " ", ", ", ". ", "-", "(", ")", "$", "%", "Russia", "al-Assad's",
        "said", "according to", "the official", "he", "rebel-held", "Syrian", "militants", "as saying:", "of", "and",
        "\u00a0", "\u200b", "é", "漢字", "🙂", "\x00", "\t", "0", "999999999999999999", "one", "a", "toll to", "killing",
    ]
)  # fmt: skip
_TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(_PIECES, max_size=30).map("".join),
    st.lists(_PIECES, max_size=30).map(" ".join),
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_TEXTS)
def test_any_text_in_valid_records_out(read, text):
    records = read(text)
    for name in ("sentences", "mentions", "quotes", "times", "claims", "labels"):
        for record in getattr(records, name):
            assert 0 <= record.start < record.end <= len(text), (name, record)
    for record in (*records.mentions, *records.times, *records.claims, *records.labels):
        assert record.surface == text[record.start : record.end]
    for claim in records.claims:
        known = [bound for bound in (claim.low, claim.best, claim.high) if bound is not None]
        assert known == sorted(known)
        assert claim.part_of is None or claim.part_of < claim.claim_id
    for quote in records.quotes:
        if quote.speaker_start is not None:
            assert 0 <= quote.speaker_start < quote.speaker_end <= len(text)
    assert all(-1 <= tone.score <= 1 for tone in records.tone)


# The grammar of numbers: its own words in any order, among marks and letters that no grammar expects.
_LEXICON = load_lexicon()
_NUMBERS = [
    "12", "1,207", "1 000", "1\u2009207", "1.5", "million", "hundred", "thousand", "and", "or", "to", "-", "–", "between",
    "from", "two", "twenty", "five", "a", "one", "both", "k", "m", "$", "%", "percent", "per", "half", "½", "٣", "②", "Ⅻ",
]  # fmt: skip
_AROUND = ["of", "of them", "of whom", "of the", "including", "among", "more", "others", "were", "not", "no", "will"]
_ODD = ["\u00a0", "\u200b", "\u2028", "\ufeff", "\x00", "é", "ß", "İ", "漢字", "🙂", "\u0301", "\n\n", "\t", ""]
_MARKS = list(".,;:-–—()[]\"'“”?!/#+°$€")


def _grammar():
    book, events = _LEXICON.quantities, _LEXICON.codebook.rows
    around_numbers = [
        *(phrase for table in (book.qualifiers, book.after) for phrases in table.values() for phrase in phrases),
        *book.vague, *book.several, *book.unbounded, *book.words, *book.shares,
    ]  # fmt: skip
    happened = [w for e in events for w in (*e.object, *e.subject, *e.nouns, *e.counters, *e.adjectives, *e.tolls)]
    units = [words[0] for members in _LEXICON.units.values() for words in members.values()]
    when = ["on Sunday", "since July", "so far", "in 2011", "9am", "35 years old", "last week", "Aleppo"]
    words = (_NUMBERS, around_numbers, happened, units, when, _AROUND, _ODD, _MARKS)
    piece = st.one_of(*(st.sampled_from(list(table)) for table in words))
    return st.one_of(
        st.lists(piece, max_size=25).map(" ".join),
        st.lists(piece, max_size=25).map("".join),
        st.text(max_size=120),
    )


@pytest.fixture(scope="session")
def read_numbers(extractor):
    def read(text):
        doc = extractor.nlp(text)
        positions = Positions(doc, list(find_sentences(doc)))
        published = date(2016, 12, 19)
        times = find_times(published, positions, extractor.clauses)
        quantities = find_quantities(positions, times, extractor.claims.quantities)
        claims = find_claims(
            doc,
            positions,
            extractor.claims,
            published=published,
            names=[],
            mentions=[],
            times=times,
            quotes=[],
            actors={},
        )
        return doc, quantities, claims

    return read


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(text=_grammar())
def test_any_number_in_valid_claims_out(read_numbers, read, extractor, text):
    doc, quantities, claims = read_numbers(text)
    last = -1
    for quantity in quantities:
        assert 0 <= quantity.start <= quantity.number < quantity.end <= len(doc)
        assert last < quantity.number  # each number once
        last = quantity.number
    for record in (*quantities, *claims):
        known = [bound for bound in (record.low, record.best, record.high) if bound is not None]
        assert known == sorted(known)
        assert all(bound >= 0 for bound in known)
    assert [claim.claim_id for claim in claims] == list(range(len(claims)))
    assert claims == sorted(claims, key=lambda claim: (claim.start, claim.end))
    for claim in claims:
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.surface == text[claim.start : claim.end]
        assert claim.part_of is None or claim.part_of in set(range(len(claims))) - {claim.claim_id}
        assert claim.as_of_start is None or claim.as_of_start <= claim.as_of
        assert (claim.measure == "count") or claim.unit
        assert claim.change in ("level", "change")
        assert (claim.place is None) == (claim.place_basis is None)
    coded = read.coded(claims)  # whatever the triggers hold
    assert [claim._replace(category=None, unit_group=None) for claim in coded] == [
        claim._replace(unit_group=None) for claim in claims
    ]
    assert {claim.category for claim in coded} <= {None, *(row.category for row in extractor.lexicon.codebook.rows)}
    _, again, claims_again = read_numbers(text)
    assert list(map(_plain, again)) == list(map(_plain, quantities))
    assert claims_again == claims


def _plain(quantity):
    """A quantity without the token, which belongs to one parse."""
    return quantity._replace(noun=quantity.noun and quantity.noun.i)
