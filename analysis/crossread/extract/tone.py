"""Tone of sentences and toward the actors in them, the outlet's own words and those it quotes apart.

A scorer takes a text and the span of a target in it and gives a number from -1 (negative) to 1
(positive). To add one, write it here and name it in ``SCORERS``; tables, measures and notebooks take it
from there.
"""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from crossread.extract.records import Mention, Quote, Sentence, Tone
from crossread.extract.target_tone import score_targets

Item = tuple[str, int, int]  # a text and the span of the target in it
# Scores by scorer, the sentence's offsets in its article, and the target's offsets in the sentence.
Scored = dict[tuple[str, int, int, int, int], float]


def _nltk_vader() -> ModuleType:
    """``nltk.sentiment.vader`` alone: the packages around it import SciPy and half of NLTK, a second at each start.

    Empty modules stand in for them; afterwards NLTK is as if it had not been imported.
    """
    if "nltk" in sys.modules:
        return import_module("nltk.sentiment.vader")
    folder = Path(str(find_spec("nltk").origin)).parent  # type: ignore[union-attr]
    for name, path in (("nltk", [folder]), ("nltk.sentiment", [folder / "sentiment"]), ("nltk.data", [])):
        sys.modules[name] = module = ModuleType(name)
        module.__path__ = list(map(str, path))
    try:
        return import_module("nltk.sentiment.vader")
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "nltk"]:
            del sys.modules[name]


@cache
def _vader() -> Callable[[str], float]:
    """NLTK's scorer with the word list of the vaderSentiment package, which NLTK does not ship."""
    vader = _nltk_vader()
    scorer = vader.SentimentIntensityAnalyzer.__new__(vader.SentimentIntensityAnalyzer)
    scorer.lexicon_file = files("vaderSentiment").joinpath("vader_lexicon.txt").read_text(encoding="utf-8")
    scorer.lexicon = scorer.make_lex_dict()
    scorer.constants = vader.VaderConstants()
    marks = scorer.constants.PUNC_LIST

    def score(text: str) -> float:
        # It writes each mark before and behind each word and looks the words of the text up among these: marks that
        # the text has not only take time.
        scorer.constants.PUNC_LIST = [mark for mark in marks if mark in text]
        return float(scorer.polarity_scores(text)["compound"])

    return score


def score_vader(text: str) -> float:
    """VADER's compound score (Hutto and Gilbert 2014), through NLTK.

    >>> score_vader("The deal collapsed and people suffered.") < 0
    True
    """
    return _vader()(text)


def score_newsmtsc(items: Iterable[Item]) -> Iterator[float]:
    """Tone toward each target: the probability of positive less that of negative (see ``target_tone``)."""
    return (found.score for found in score_targets(items))


# Scorers of a text as a whole; toward a target each gives the score of the words around it.
SENTENCE_SCORERS: dict[str, Callable[[str], float]] = {"vader": score_vader}
# Scorers that know which target is meant.
TARGET_SCORERS: dict[str, Callable[[Iterable[Item]], Iterator[float]]] = {"newsmtsc": score_newsmtsc}
SCORERS = (*SENTENCE_SCORERS, *TARGET_SCORERS)

# What makes a part of a sentence worth a score.
MIN_WORDS = 3
# Of several mentions of an actor in a sentence, the plainest stands for them.
_FORMS = ("name", "acronym", "nominal", "demonym", "pronoun")


def find_tone(
    text: str,
    sentences: Sequence[Sentence],
    quotes: Sequence[Quote],
    mentions: Sequence[Mention],
    *,
    scorers: Sequence[str] = SCORERS,
    scored: Scored | None = None,
) -> list[Tone]:
    """Score each sentence and the actors in it, its quoted words and its other words apart.

    A scorer of sentences scores the words of one voice and gives the actors in them the same score; a
    scorer of targets reads the whole sentence and scores each actor once for each voice that names it.

    Args:
        text: the article.
        sentences: its sentences.
        quotes: its quotations; what stands in quotation marks is the voice ``quoted``.
        mentions: the actors it names.
        scorers: names in ``SCORERS``.
        scored: what scorers of targets said of this article before, under whatever lexicon; what they are
            asked now is added, so that none is asked the same thing twice.

    Returns:
        One record for each scorer, sentence, voice and actor (None: the words of that voice as a whole,
        for scorers of sentences); a part of fewer than three words has none.
    """
    marked = [(quote.start, quote.end) for quote in quotes if quote.kind != "indirect"]
    named = _targets(mentions)
    scored = {} if scored is None else scored
    here: dict[tuple[int, str], list[str]] = {}
    for number, actor, voice in named:
        here.setdefault((number, voice), []).append(actor)
    out: list[Tone] = []
    for name in scorers:
        if name in SENTENCE_SCORERS:
            for sentence in sentences:
                for voice, part in _voices(text, sentence, marked):
                    if len(part.split()) < MIN_WORDS:
                        continue
                    score = round(SENTENCE_SCORERS[name](part), 4)
                    actors = [None, *here.get((sentence.sent_id, voice), ())]
                    out += [Tone(sentence.sent_id, actor, voice, name, score) for actor in actors]
        else:
            by_id = {sentence.sent_id: sentence for sentence in sentences}
            keys = [(name, *_place(by_id[number], mention)) for (number, _, _), mention in named.items()]
            new = [key for key in dict.fromkeys(keys) if key not in scored]
            scores = TARGET_SCORERS[name]((text[start:end], first, last) for _, start, end, first, last in new)
            scored.update((key, round(score, 4)) for key, score in zip(new, scores, strict=True))
            for (number, actor, voice), key in zip(named, keys, strict=True):
                out.append(Tone(number, actor, voice, name, scored[key]))
    return out


def _targets(mentions: Sequence[Mention]) -> dict[tuple[int, str, str], Mention]:
    """One mention for each sentence, actor and voice, in the order of the text."""
    found: dict[tuple[int, str, str], Mention] = {}
    for mention in mentions:
        key = (mention.sent_id, mention.actor_id, mention.voice)
        if key not in found or _FORMS.index(mention.form) < _FORMS.index(found[key].form):
            found[key] = mention
    return found


def _place(sentence: Sentence, mention: Mention) -> tuple[int, int, int, int]:
    """The span of a sentence in its article, and that of a mention in the sentence."""
    end = min(mention.end, sentence.end)
    return sentence.start, sentence.end, mention.start - sentence.start, end - sentence.start


def _voices(text: str, sentence: Sentence, marked: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
    """The two parts of a sentence: what the outlet says itself and what it quotes."""
    own, quoted = [], []
    position = sentence.start
    first = bisect_right(marked, sentence.start, key=lambda span: span[1])
    for start, end in marked[first : bisect_left(marked, sentence.end, key=lambda span: span[0])]:
        start, end = max(start, sentence.start), min(end, sentence.end)
        own.append(text[position:start])
        quoted.append(text[start:end])
        position = max(position, end)
    own.append(text[position : sentence.end])
    return [("narrator", " ".join(own).strip(' "“”')), ("quoted", " ".join(quoted))]
