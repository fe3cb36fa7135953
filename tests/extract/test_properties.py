"""Any text at all: no extractor fails, and every offset lies in the article."""

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


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
