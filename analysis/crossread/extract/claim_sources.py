"""Who says a number: the speaker of the innermost statement that it stands in."""

from collections.abc import Sequence

from spacy.tokens import Span, Token

from crossread.extract.clauses import is_perfect
from crossread.extract.records import Name, Quote
from crossread.extract.reports import STATEMENTS
from crossread.extract.syntax import Positions
from crossread.lexicon.entry import Words

_NEAR = 120  # characters from a number to "according to"


class Sources:
    """The statements of one article that have a speaker, by the sentences that they reach over."""

    def __init__(self, positions: Positions, quotes: Sequence[Quote], names: Sequence[Name], undergoes: Words) -> None:
        """Index the quotations and reported clauses of an article.

        Args:
            positions: its words.
            quotes: its quotations and reported clauses.
            names: what it names; tells which speakers are places.
            undergoes: verbs by which a place has a number and does not tell it.
        """
        self.positions = positions
        self._undergoes = undergoes
        self._places = {name.start for name in names if name.kind in ("state", "place")}
        self._told_in: dict[int, list[Quote]] = {}
        for quote in filter(self._tells, quotes):
            first, last = (positions.sentence_of(at).sent_id for at in (quote.start, quote.end - 1))
            for sentence in range(first, last + 1):
                self._told_in.setdefault(sentence, []).append(quote)

    def of(self, number: Token) -> Quote | None:
        """The quotation or reported clause around a number that has a speaker: the nearest, else the innermost."""
        offset = number.idx
        near = self._told_in.get(self.positions.sentence_of(offset).sent_id, ())
        around = [quote for quote in near if quote.start <= offset < quote.end]
        if around and (aside := _aside(number)) is not None:
            around = [q for q in around if q.kind != "indirect" or q.start >= aside or _is_beside(q, offset)]
        speakers = [quote.speaker_start or 0 for quote in around]

        def rank(quote: Quote) -> tuple[bool, int, int, int]:
            # "Italy has recorded 84 deaths, its ministry said": a country only has what others tell of it
            is_of_place = quote.rule == "counted" and self._is_place(quote)
            first, last = sorted((offset, quote.speaker_start or 0))
            n_between = sum(first < at < last for at in speakers)  # "12 died, A said, and 30 were hurt, according to B"
            return is_of_place, n_between, quote.end - quote.start, quote.start

        return min(around, key=rank, default=None)

    def _is_place(self, quote: Quote) -> bool:
        speaker = self._speaker(quote)
        return speaker.root.ent_type_ in ("GPE", "LOC") or not self._places.isdisjoint(
            range(speaker.start, speaker.end)
        )

    def _speaker(self, quote: Quote) -> Span:
        return self.positions.tokens(quote.speaker_start or 0, quote.speaker_end or 0)

    def _tells(self, quote: Quote) -> bool:
        """Whether the speaker of a quotation is the source of what it says."""
        if quote.speaker is None or (quote.kind == "indirect" and quote.rule not in STATEMENTS):
            return False
        # "claimed responsibility for the attack that killed 12": parsers hang the relative clause on the verb
        first = self.positions.tokens(quote.start, quote.end).start
        if quote.rule == "question" and self.positions.lower[first] == "that":
            return False
        if quote.rule in ("counted", "headline") and self._is_place(quote):
            # "Italy recorded 84 deaths", "Italy: 84 dead"; "Italy announced 84 deaths" is told by it
            return quote.rule == "counted" and self._speaker(quote).root.head.lemma_.lower() not in self._undergoes
        # "TARGET: 14 killed": the name of a field, where nobody in the article has the name
        return not (quote.rule == "transcript" and quote.speaker.isupper() and quote.speaker_id is None)


def _is_beside(quote: Quote, offset: int) -> bool:
    """As in "a virus that has killed 60,000 people, according to a tally"."""
    return quote.rule == "according to" and 0 < (quote.speaker_start or 0) - offset < _NEAR


def _aside(number: Token) -> int | None:
    """Where a clause begins that whoever reports adds about a number: "the virus, which has killed 4,000"."""
    for token in (number, *number.ancestors):
        if token.dep_ == "relcl":
            first = token.left_edge
            if first.i and first.tag_ in ("WDT", "WP") and first.nbor(-1).text == ",":
                return int(first.idx)
            if is_perfect(token) and first.lower_ == "that":
                return int(first.idx)  # "a virus that has killed 4,000"
    return None
