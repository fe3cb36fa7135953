"""Who says a number: the speaker of the innermost statement that it stands in."""

from collections.abc import Sequence

from crossread.extract.records import Quote
from crossread.extract.speech import STATEMENTS
from crossread.extract.syntax import Positions


class Sources:
    """The statements of one article that have a speaker, by the sentences that they reach over."""

    def __init__(self, positions: Positions, quotes: Sequence[Quote]) -> None:
        """Index the quotations and reported clauses of an article."""
        self.positions = positions
        self._told_in: dict[int, list[Quote]] = {}
        for quote in filter(self._tells, quotes):
            first, last = (positions.sentence_of(at).sent_id for at in (quote.start, quote.end - 1))
            for sentence in range(first, last + 1):
                self._told_in.setdefault(sentence, []).append(quote)

    def of(self, offset: int) -> Quote | None:
        """The innermost quotation or reported clause around an offset that has a speaker."""
        near = self._told_in.get(self.positions.sentence_of(offset).sent_id, ())
        around = [quote for quote in near if quote.start <= offset < quote.end]
        return min(around, key=lambda q: (q.end - q.start, q.start)) if around else None

    def _tells(self, quote: Quote) -> bool:
        """Whether the speaker of a quotation is the source of what it says."""
        if quote.speaker is None or (quote.kind == "indirect" and quote.rule not in STATEMENTS):
            return False
        # "claimed responsibility for the attack that killed 12": parsers hang the relative clause on the verb
        first = self.positions.tokens(quote.start, quote.end).start
        if quote.rule == "question" and self.positions.lower[first] == "that":
            return False
        # "TARGET: 14 killed": the name of a field, where nobody in the article has the name
        return not (quote.rule == "transcript" and quote.speaker.isupper() and quote.speaker_id is None)
