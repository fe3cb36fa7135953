import pytest

from analysis.extract.records import Quote, Sentence
from analysis.extract.tone import SCORERS, find_tone, score_vader


@pytest.mark.parametrize(
    ("text", "sign"),
    [("This is a wonderful, happy day.", 1), ("A horrible, cruel massacre.", -1), ("The table has four legs.", 0)],
)
def test_vader_has_the_right_sign(text, sign):
    score = score_vader(text)
    assert -1 <= score <= 1
    assert (score > 0) - (score < 0) == sign


def test_vader_through_nltk_scores_as_its_authors_package_does():
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    theirs = SentimentIntensityAnalyzer()
    for text in ("The deal is great!", "They were not happy about the attack.", "Terrible violence, but some hope."):
        assert score_vader(text) == pytest.approx(theirs.polarity_scores(text)["compound"], abs=1e-4)


def test_the_outlets_words_and_the_quoted_ones_are_scored_apart():
    text = 'It was a wonderful evening, but "this is a horrible massacre," he said.'
    start = text.index("this")
    quote = Quote(0, start, text.index('," he'), "direct", None, None, None, None, None, None, "test")
    tone = find_tone(text, [Sentence(0, 0, len(text))], [quote])
    scores = {record.voice: record.score for record in tone}
    assert scores["narrator"] > 0 > scores["quoted"]


def test_parts_of_fewer_than_three_words_have_no_score():
    assert find_tone("Bad day.", [Sentence(0, 0, 8)], []) == []


def test_every_scorer_stays_in_bounds():
    assert set(SCORERS) == {"vader"}
    assert all(-1 <= scorer("bad " * 500) <= 1 for scorer in SCORERS.values())
