import subprocess
import sys
from importlib import resources

import pytest
from crossread import data_folder
from crossread.extract.records import Mention, Quote, Sentence
from crossread.extract.tone import SCORERS, find_tone, score_newsmtsc, score_vader


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


@pytest.mark.slow  # imports the whole of NLTK
def test_vader_scores_as_the_whole_of_nltk_does(monkeypatch):
    """It is imported without the packages around it, and looks for no punctuation mark that a text has not."""
    texts = [
        "GREAT!!! :) not ;-) so (bad), kind of 'good'... isn't it?? :D",
        '!!bad!! ,good, -- "hate": \'tis least kind; but [love] {hope}',
        *(line for path in data_folder("seeds").glob("*.txt") for line in path.read_text(encoding="utf-8").split(". ")),
    ]
    ours = [score_vader(text) for text in texts]
    assert len({*ours}) > 20
    from nltk.sentiment.vader import SentimentIntensityAnalyzer

    word_list = resources.files("vaderSentiment").joinpath("vader_lexicon.txt").read_text(encoding="utf-8")
    monkeypatch.setattr("nltk.data.load", lambda path: word_list)
    theirs = SentimentIntensityAnalyzer()
    assert ours == [theirs.polarity_scores(text)["compound"] for text in texts]


def test_the_outlets_words_and_the_quoted_ones_are_scored_apart():
    text = 'It was a wonderful evening, but "this is a horrible massacre," he said.'
    start = text.index("this")
    quote = Quote(0, start, text.index('," he'), "direct", None, None, None, None, None, None, "test")
    tone = find_tone(text, [Sentence(0, 0, len(text))], [quote], [], scorers=["vader"])
    scores = {record.voice: record.score for record in tone}
    assert scores["narrator"] > 0 > scores["quoted"]


def test_parts_of_fewer_than_three_words_have_no_score():
    assert find_tone("Bad day.", [Sentence(0, 0, 8)], [], []) == []


def mention(text, words, actor, voice="narrator", form="name"):
    start = text.index(words)
    return Mention(0, start, start + len(words), words, actor, form, "other", None, voice, "test")


def test_the_actors_of_a_sentence_are_scored_once_for_each_voice():
    text = 'Kind Anna praised brave Bob: "Carl and Bob are horrible," she said.'
    start = text.index("Carl")
    quote = Quote(0, start, text.index('," she'), "direct", None, None, None, None, None, None, "test")
    mentions = [
        mention(text, "Anna", "anna"),
        mention(text, "Bob", "bob"),
        mention(text, "Carl", "carl", "quoted"),
        mention(text, "she", "anna", form="pronoun"),
    ]
    tone = find_tone(text, [Sentence(0, 0, len(text))], [quote], mentions)
    vader = [(record.actor_id, record.voice) for record in tone if record.scorer == "vader"]
    assert vader == [
        (None, "narrator"), ("anna", "narrator"), ("bob", "narrator"), (None, "quoted"), ("carl", "quoted"),
    ]  # fmt: skip
    newsmtsc = [(record.actor_id, record.voice) for record in tone if record.scorer == "newsmtsc"]
    assert newsmtsc == [("anna", "narrator"), ("bob", "narrator"), ("carl", "quoted")]


def test_a_scorer_of_targets_tells_two_of_them_apart():
    text = "Anna, a hero to many, was attacked by Bob, a cruel murderer whom all despise."
    mentions = [mention(text, "Anna", "anna"), mention(text, "Bob", "bob")]
    tone = find_tone(text, [Sentence(0, 0, len(text))], [], mentions, scorers=["newsmtsc"])
    scores = {record.actor_id: record.score for record in tone}
    assert scores["anna"] > scores["bob"]
    assert scores["bob"] < -0.3


def test_every_scorer_stays_in_bounds():
    assert SCORERS == ("vader", "newsmtsc")
    assert -1 <= score_vader("bad " * 500) <= 1
    assert all(-1 <= score <= 1 for score in score_newsmtsc([("bad " * 500, 0, 3), ("Good.", 0, 4)]))


@pytest.mark.slow
def test_without_the_trained_scorer_nothing_of_it_is_loaded():
    code = (
        "import sys; from crossread.extract.article import Extractor; from crossread.corpus import Article;"
        "e = Extractor(scorers=['vader']);"
        "sys.exit(bool({'onnxruntime', 'tokenizers', 'torch', 'nltk', 'scipy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
