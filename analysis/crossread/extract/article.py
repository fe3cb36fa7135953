"""All extractors on one article, in the order in which one needs another."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from spacy.tokens import Doc

from crossread.corpus import Article, Block
from crossread.extract import DEFAULT_MODEL, DEFAULT_SCORERS
from crossread.extract.claims import ClaimBook, find_claims
from crossread.extract.clauses import Clauses
from crossread.extract.mentions import find_mentions
from crossread.extract.names import NameMatcher, find_names
from crossread.extract.naming import LabelBook, find_labels
from crossread.extract.parse import Docs, assemble, load_model, paragraphs, parse_paragraphs
from crossread.extract.quotes import find_quotes
from crossread.extract.records import ActorName, Claim, Label, Mention, Quote, Sentence, Time, Tone
from crossread.extract.speakers import CueBook
from crossread.extract.syntax import Positions, find_sentences
from crossread.extract.times import find_times
from crossread.extract.tone import Scored, find_tone
from crossread.lexicon import Lexicon, load_lexicon

Parsed = tuple[Article, list[Block], Doc]  # an article, its blocks and what the pipeline made of them


class Records(NamedTuple):
    """Everything that was read out of one article."""

    n_words: int
    sentences: list[Sentence]
    actors: list[ActorName]
    mentions: list[Mention]
    quotes: list[Quote]
    times: list[Time]
    claims: list[Claim]
    labels: list[Label]
    tone: list[Tone]


class Extractor:
    """A pipeline and a lexicon, compiled once and used for many articles."""

    def __init__(
        self,
        lexicon: Lexicon | None = None,
        *,
        model: str = DEFAULT_MODEL,
        scorers: Sequence[str] = DEFAULT_SCORERS,
    ) -> None:
        """Load the pipeline, and turn the lists of the lexicon (the one that ships unless given) into look-ups."""
        self.nlp = load_model(model)
        self.lexicon = lexicon = lexicon or load_lexicon()
        self.scorers = tuple(scorers)
        self.names = NameMatcher(self.nlp, lexicon)
        self.cues = CueBook(lexicon)
        self.clauses = Clauses()
        self.claims = ClaimBook(lexicon, self.clauses)
        self.labels = LabelBook(lexicon)

    def parse(self, articles: Iterable[tuple[Article, list[Block]]], *, docs: Docs | None = None) -> Iterator[Parsed]:
        """Parse articles with their blocks, each distinct paragraph once.

        Args:
            articles: articles with their blocks.
            docs: parsed paragraphs by their texts; those that are missing are parsed and added.
        """
        waiting = list(articles)
        docs = {} if docs is None else docs
        wanted = (text for article, blocks in waiting for text in paragraphs(article, blocks))
        docs.update(parse_paragraphs(self.nlp, (text for text in wanted if text not in docs)))
        for article, blocks in waiting:
            yield article, blocks, assemble(self.nlp, article, blocks, docs)

    def extract(self, article: Article, blocks: list[Block], doc: Doc, *, scored: Scored | None = None) -> Records:
        """Read everything out of one parsed article; ``scored`` is as in ``find_tone``."""
        sentences = list(find_sentences(doc))
        if not sentences:
            return Records(0, [], [], [], [], [], [], [], [])
        positions = Positions(doc, sentences)
        names = find_names(doc, self.names)
        mentions, cast = find_mentions(names, positions, self.lexicon, self.clauses)
        times = find_times(article.published, positions, self.clauses)
        quotes = find_quotes(article.text, blocks, positions, mentions=mentions, cast=cast, cues=self.cues)
        claims = find_claims(
            doc,
            positions,
            self.claims,
            published=article.published,
            names=names,
            mentions=mentions,
            times=times,
            quotes=quotes,
            actors={actor_id: actor.name for actor_id, actor in cast.names.items()},
        )
        labels = find_labels(mentions, positions, self.labels)
        mentions = _with_voice(mentions, quotes)
        tone = find_tone(article.text, sentences, quotes, mentions, scorers=self.scorers, scored=scored)
        used = {m.actor_id for m in mentions} | {q.speaker_id for q in quotes if q.speaker_id}
        people = [actor for actor_id in used if (actor := cast.names[actor_id]).kind == "person"]
        used |= {person.affiliation for person in people if person.affiliation in cast.names}
        return Records(
            n_words=sum(1 for word in positions.lower if word[:1].isalnum()),
            sentences=sentences,
            actors=[cast.names[actor_id] for actor_id in sorted(used)],
            mentions=_as_printed(mentions, article.text),
            quotes=quotes,
            times=_as_printed(times, article.text),
            claims=_as_printed(_with_voice(claims, quotes), article.text),
            labels=_as_printed(_with_voice(labels, quotes), article.text),
            tone=tone,
        )


R = TypeVar("R", bound=Any)


def _with_voice(records: Sequence[R], quotes: Sequence[Quote]) -> list[R]:
    """Mark what stands in quotation marks as ``quoted``."""
    marked = [(quote.start, quote.end) for quote in quotes if quote.kind != "indirect"]  # in order, none overlapping

    def is_quoted(offset: int) -> bool:
        n_before = bisect_right(marked, offset, key=lambda span: span[0])
        return n_before > 0 and offset < marked[n_before - 1][1]

    return [record._replace(voice="quoted") if is_quoted(record.start) else record for record in records]


def _as_printed(records: Sequence[R], text: str) -> list[R]:
    """Give each record the words of the article as printed, curly quotation marks and all."""
    return [record._replace(surface=text[record.start : record.end]) for record in records]
