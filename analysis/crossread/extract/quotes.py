"""Quotations and indirect speech: the words, the cue, and who says them."""

from collections.abc import Sequence

from spacy.tokens import Doc

from crossread.corpus import Block
from crossread.extract.actors import Cast
from crossread.extract.attribution import find_attributions
from crossread.extract.cues import CueBook
from crossread.extract.marks import find_marked
from crossread.extract.quotations import Quotations
from crossread.extract.records import Mention, Quote
from crossread.extract.speakers import Speakers
from crossread.extract.syntax import Positions

__all__ = ["CueBook", "find_quotes"]


def find_quotes(
    doc: Doc,
    text: str,
    blocks: Sequence[Block],
    mentions: Sequence[Mention],
    cast: Cast,
    positions: Positions,
    cues: CueBook,
) -> list[Quote]:
    """Find every quotation and everything that is reported of what somebody said, in one article.

    Args:
        doc: the parsed article.
        text: the article as delivered.
        blocks: its blocks.
        mentions: its mentions of actors.
        cast: who appears in it.
        positions: its sentences.
        cues: reporting words.

    Returns:
        Quotes in order of their start. One of kind ``indirect`` is reported speech and may hold
        others of kind ``mixed``, words of it that stand in quotation marks.
    """
    marked = find_marked(text, blocks)
    quoted = frozenset(token.i for span in marked for token in positions.tokens(span.start, span.end))
    speakers = Speakers(doc, mentions, cast, positions, cues, quoted)
    cue_tokens = [token for token in doc if token.i not in quoted and cues.class_of(token)]
    for cue in cue_tokens:
        speakers.of_cue(cue)  # in order of the text, so that each knows those before
    quotes = Quotations(doc, blocks, positions, cues, speakers, marked, cue_tokens).find()
    quotes += find_attributions(doc, cues, speakers)
    quotes.sort(key=lambda quote: (quote.start, -quote.end))
    return [quote._replace(quote_id=number) for number, quote in enumerate(quotes)]
