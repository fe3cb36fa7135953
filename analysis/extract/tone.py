"""Tone of sentences, apart for the outlet's own words and for those it quotes.

A scorer is a function from a text to a number from -1 (negative) to 1 (positive). To add one, write
it here and name it in ``SCORERS``; tables, measures and notebooks take it from there.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files

from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants

from analysis.extract.records import Quote, Sentence, Tone

Scorer = Callable[[str], float]


class _Vader(SentimentIntensityAnalyzer):  # type: ignore[misc]
    """NLTK's VADER with the word list of the vaderSentiment package, which NLTK does not ship."""

    def __init__(self, word_list: str) -> None:
        self.lexicon_file = word_list
        self.lexicon = self.make_lex_dict()
        self.constants = VaderConstants()


@lru_cache(maxsize=1)
def _vader() -> _Vader:
    return _Vader(files("vaderSentiment").joinpath("vader_lexicon.txt").read_text(encoding="utf-8"))


def score_vader(text: str) -> float:
    """VADER's compound score (Hutto and Gilbert 2014), through NLTK.

    >>> score_vader("The deal collapsed and people suffered.") < 0
    True
    """
    return float(_vader().polarity_scores(text)["compound"])


SCORERS: dict[str, Scorer] = {"vader": score_vader}

# What makes a part of a sentence worth a score.
MIN_WORDS = 3


def find_tone(
    text: str, sentences: Sequence[Sentence], quotes: Sequence[Quote], *, scorers: Sequence[str] = ("vader",)
) -> list[Tone]:
    """Score each sentence, its quoted words and its other words apart.

    Args:
        text: the article.
        sentences: its sentences.
        quotes: its quotations; what stands in quotation marks is the voice ``quoted``.
        scorers: names in ``SCORERS``.

    Returns:
        One record for each sentence, voice and scorer; a part of fewer than three words has none.
    """
    marked = [(quote.start, quote.end) for quote in quotes if quote.kind != "indirect"]
    out = []
    for sentence in sentences:
        for voice, part in _voices(text, sentence, marked):
            if len(part.split()) < MIN_WORDS:
                continue
            for name in scorers:
                out.append(Tone(sentence.sent_id, None, voice, name, round(SCORERS[name](part), 4)))
    return out


def _voices(text: str, sentence: Sentence, marked: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
    """The two parts of a sentence: what the outlet says itself and what it quotes."""
    own, quoted = [], []
    position = sentence.start
    for start, end in marked:
        if end <= sentence.start or start >= sentence.end:
            continue
        start, end = max(start, sentence.start), min(end, sentence.end)
        own.append(text[position:start])
        quoted.append(text[start:end])
        position = max(position, end)
    own.append(text[position : sentence.end])
    return [("narrator", " ".join(own).strip(' "“”')), ("quoted", " ".join(quoted))]
