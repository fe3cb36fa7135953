"""Quotations and reported speech: the words, the cue, and who says them."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from crossread.corpus import Block
from crossread.extract.actors import Cast
from crossread.extract.marks import Marked, find_marked
from crossread.extract.records import Mention, Quote
from crossread.extract.speakers import CueBook, Speaker, Speakers
from crossread.extract.speech import find_attributions
from crossread.extract.syntax import SUBJECTS, VERBS, Positions

_MAX_SCARE_WORDS = 3
_DASHES = frozenset({"-", "--", "–", "—", "―"})
_MAX_BETWEEN = 25  # words between two parts of one quotation
_SHORT = 3  # letters of words that keep a small letter in titles
_AFTER_QUOTE = 16  # tokens behind a quotation in which its cue may stand
_BEFORE_QUOTE = 8  # tokens before a quotation in which a cue may stand that takes no clause
_MAX_NAME = 6  # words of a name that signs a quotation
_FRAGMENT = 3  # words up to which a full stop makes no sentence of what is quoted
_REMOTE = 2  # steps in the parse from which a cue is far above
_CLAUSE = 6  # words up to which a clause without a capital is a fragment of a sentence


def find_quotes(
    text: str,
    blocks: Sequence[Block],
    positions: Positions,
    *,
    mentions: Sequence[Mention],
    cast: Cast,
    cues: CueBook,
) -> list[Quote]:
    """Find every quotation and everything that is reported of what somebody said, in one article.

    Args:
        text: the article as delivered.
        blocks: its blocks.
        positions: its tokens and sentences.
        mentions: its mentions of actors.
        cast: who appears in it.
        cues: reporting words.

    Returns:
        Quotes in order of their start. One of kind ``indirect`` is reported speech and may hold
        others of kind ``mixed``, words of it that stand in quotation marks.
    """
    marked = find_marked(text, blocks)
    quoted = frozenset(token.i for span in marked for token in positions.tokens(span.start, span.end))
    speakers = Speakers(positions, mentions, cast, cues, quoted)
    verbs = (positions.doc[i] for i, lemma in enumerate(positions.lemmas) if lemma in cues.verbs and i not in quoted)
    cue_tokens = [verb for verb in verbs if cues.class_of(verb)]
    quotes = _Quotations(positions, blocks, speakers, cue_tokens).find(marked)
    quotes += find_attributions(speakers)
    quotes.sort(key=lambda quote: (quote.start, -quote.end))
    return [quote._replace(quote_id=number) for number, quote in enumerate(quotes)]


class _Attribution(NamedTuple):
    """By what words are attributed, and to whom."""

    cue: Token | None
    speaker: Speaker | None


@dataclass(frozen=True)
class _Quotation:
    """What stands between two marks, with what its attribution goes by."""

    marked: Marked
    tokens: Span
    block: int
    kind: str  # direct: at least a clause with its subject, or a whole sentence; mixed: a fragment
    has_clause: bool
    outside: frozenset[int]  # tokens of the sentences that it touches, without any quotation
    cues: Sequence[Token]  # reporting words among those

    @property
    def is_fragment(self) -> bool:
        """Whether it is a word or two, which may be the outlet's own marks."""
        n_words = sum(1 for token in self.tokens if token.text[:1].isalnum())
        return self.kind == "mixed" and n_words <= _MAX_SCARE_WORDS


class _Quotations:
    """Attributes the quotations in marks of one article."""

    def __init__(
        self, positions: Positions, blocks: Sequence[Block], speakers: Speakers, cue_tokens: Sequence[Token]
    ) -> None:
        self.doc: Doc = positions.doc
        self.positions = positions
        self.bodies = [block for block in blocks if block.kind == "body"]
        self.speakers = speakers
        self.cue_tokens = cue_tokens  # reporting words outside quotations, in order of the text
        self.cue_places = [cue.i for cue in cue_tokens]
        # Where speech is reported, and by whom, as far as that is known.
        self.reported = [(cue.idx, speaker) for cue in cue_tokens if (speaker := speakers.of_cue(cue)) is not None]
        self.cues = speakers.cues
        self.quoted = speakers.quoted
        self.spoken: dict[int, Speaker] = {}  # block -> who was quoted last in it

    def find(self, marked: Sequence[Marked]) -> list[Quote]:
        """One record for each pair of quotation marks, and one for what a cue in the middle holds together."""
        quotations = [self._read(span) for span in marked]
        quotes = [self._attribute(quotation) for quotation in quotations]
        block_of = [quotation.block for quotation in quotations]
        for i in reversed(range(len(quotes) - 1)):
            # A floating quotation takes the speaker of the next one in its paragraph.
            this, following = quotes[i], quotes[i + 1]
            if this.kind == "direct" and not this.speaker and following.speaker and block_of[i] == block_of[i + 1]:
                quotes[i] = this._replace(
                    speaker=following.speaker, speaker_id=following.speaker_id, rule="carried back",
                    speaker_start=following.speaker_start, speaker_end=following.speaker_end,
                )  # fmt: skip
        return [*quotes, *self._interrupted(quotes, block_of)]

    def _read(self, marked: Marked) -> _Quotation:
        tokens = self.positions.tokens(marked.start, marked.end)
        words = [token for token in tokens if not token.is_space and not token.is_punct]
        inside = range(tokens.start, tokens.end)
        has_clause = any(
            token.dep_ in ("nsubj", "nsubjpass", "expl") and token.head.i in inside and token.head.pos_ in VERBS
            for token in tokens
        )
        text, end = self.positions.text, marked.end
        starts = bool(words) and (words[0].text[:1].isupper() or words[0].i == 0)
        ends = text[end - 1] in ".,!?;" or text[end : end + 2].strip("\"'”’ ")[:1] == ","
        is_sentence = starts and (has_clause or (ends and len(words) > _FRAGMENT))
        is_direct = is_sentence or (has_clause and ends and len(words) > _CLAUSE)
        outside = self._outside(tokens)
        return _Quotation(
            marked=marked,
            tokens=tokens,
            block=self._block_of(marked.start),
            kind="direct" if is_direct else "mixed",
            has_clause=has_clause,
            outside=outside,
            cues=[cue for cue in self._cues_among(outside) if cue.i in outside],
        )

    def _cues_among(self, tokens: Collection[int]) -> Sequence[Token]:
        """The reporting words from the first to the last of some tokens."""
        first, last = min(tokens, default=0), max(tokens, default=-1)
        return self.cue_tokens[bisect_left(self.cue_places, first) : bisect_right(self.cue_places, last)]

    def _outside(self, tokens: Span) -> frozenset[int]:
        sentences = self.positions.sentences
        first = self.positions.sentence_of(tokens[0].idx)
        last = self.positions.sentence_of(tokens[-1].idx)
        left = self.positions.tokens(first.start, first.end).start
        right = self.positions.tokens(last.start, last.end).end
        if tokens.end + 1 >= right and last.sent_id + 1 < len(sentences):  # the mark itself may stand before it
            # A full stop inside the marks splits `"...!" he said.` in two; the rest has a small letter.
            following = sentences[last.sent_id + 1]
            tail = self.positions.tokens(following.start, following.end)
            word = next((t for t in tail if not t.is_punct and not t.is_space), None)
            is_rest = word is not None and (word.text[:1].islower() or self._is_asked(tokens, tail))
            if is_rest and self._block_of(following.start) == self._block_of(first.start):
                right = tail.end
        return frozenset(range(left, right)) - self.quoted

    def _is_asked(self, tokens: Span, tail: Span) -> bool:
        """Whether a name and a cue go on behind a question: `"Will it hold?" Marek Dusan asked.`."""
        cue = next(iter(self._cues_among(range(tail.start, min(tail.end, tail.start + _AFTER_QUOTE)))), None)
        is_open = tokens.text[-1:] in ("?", "!")
        return is_open and cue is not None and not any(t.pos_ in VERBS for t in self.doc[tail.start : cue.i])

    def _block_of(self, offset: int) -> int:
        return bisect_right(self.bodies, offset, key=lambda block: block.start) - 1

    # --- whose words they are ---

    def _attribute(self, q: _Quotation) -> Quote:
        start, end = q.marked.start, q.marked.end
        if (q.kind == "mixed" or not q.has_clause) and self._is_title(q):
            return self.speakers.quote(start, end, "scare", "title", None, None)
        for rule, attribute in STRATEGIES.items():
            attribution = attribute(self, q)
            if attribution is not None:
                if attribution.speaker is not None:
                    self.spoken[q.block] = attribution.speaker
                return self.speakers.quote(start, end, q.kind, rule, *attribution)
        return self.speakers.quote(start, end, "scare" if q.is_fragment else q.kind, "none", None, None)

    def _is_title(self, q: _Quotation) -> bool:
        """Whether marks hold a title: a work is named before them, or every longer word has a capital."""
        words = [t for t in q.tokens if t.is_alpha]
        if not words or not words[0].text[0].isupper() or self.positions.text[q.marked.end - 1] in "!?":
            return False
        before = [t for t in self.doc[max(0, words[0].i - 5) : words[0].i] if t.is_alpha]
        if before and before[-1].lemma_.lower() in self.cues.words.works:
            return True
        longer = [t for t in words if len(t) > _SHORT]
        return len(words) > 1 and bool(longer) and all(t.text[0].isupper() for t in longer)

    def by_syntax(self, q: _Quotation) -> _Attribution | None:
        """The first cue on the way up from the quotation in the parse."""
        allowed = {cue.i for cue in q.cues}
        way = [q.tokens.root, *q.tokens.root.ancestors]
        steps = next((step for step, token in enumerate(way) if token.i in allowed), None)
        if steps is None:
            return None
        # A word or two far below a cue and in no reported clause are the outlet's own marks.
        is_short = q.kind == "mixed" and len(q.tokens) <= _MAX_SCARE_WORDS
        if is_short and steps > _REMOTE and not any(below.dep_ in ("ccomp", "pcomp") for below in way[:steps]):
            return None
        return _Attribution(way[steps], self._speaker(way[steps], q))

    def by_cue_behind(self, q: _Quotation) -> _Attribution | None:
        """The first cue behind the marks, with no other clause between."""
        end = q.tokens.end
        cue = next((cue for cue in q.cues if end <= cue.i <= end + _AFTER_QUOTE), None)
        if cue is None:
            return None
        for token in self.doc[end : cue.i]:
            is_clause = token.pos_ == "VERB" and token.dep_ in ("ROOT", "ccomp")
            if is_clause or token.text in (";", ":") or token.i in self.quoted:
                return None
        return self._with_speaker(cue, q)

    def by_cue_before(self, q: _Quotation) -> _Attribution | None:
        """The last cue before the marks."""
        start = q.tokens.start
        cue = next((cue for cue in reversed(q.cues) if cue.i < start), None)
        if cue is None or any(token.text == ";" for token in self.doc[cue.i : start]):
            return None
        is_near = cue.lemma_.lower() in self.cues.clause or start - cue.i <= _BEFORE_QUOTE
        return self._with_speaker(cue, q) if is_near else None

    def by_announcement(self, q: _Quotation) -> _Attribution | None:
        """The subject of what ends in a colon before the marks."""
        start = q.tokens.start
        before = [t for t in self.doc[max(0, start - 4) : start] if not t.is_space and not t.is_quote]
        if not before or before[-1].text != ":" or before[-1].i in self.quoted:
            return None
        colon = before[-1]
        sentence = self.positions.sentence_of(colon.idx)
        words = self.positions.tokens(sentence.start, colon.idx)
        subject = next((child for child in words.root.children if child.dep_ == "nsubj"), None)
        if subject is None or subject.i in self.quoted or subject.i >= colon.i:
            return None
        speaker = self.speakers.speaker_from(subject, words.root)
        is_able = subject.pos_ == "PRON" or self.speakers.is_speaker(subject)
        return _Attribution(None, speaker) if speaker is not None and is_able else None

    def by_according_to(self, q: _Quotation) -> _Attribution | None:
        """The source behind "according to" in the same sentence."""
        for i in sorted(q.outside):
            if self.positions.lower[i : i + 2] == ["according", "to"]:
                source = next((child for child in self.doc[i + 1].children if child.dep_ == "pobj"), None)
                if source is not None:
                    return _Attribution(self.doc[i], self.speakers.speaker_from(source, self.doc[i]))
        return None

    def by_signature(self, q: _Quotation) -> _Attribution | None:
        """A name behind a dash under the quotation."""
        doc, end = self.doc, q.tokens.end
        dash = next((t for t in doc[end : end + 4] if t.text in _DASHES), None)
        if dash is None or any(t.is_alpha for t in doc[end : dash.i]):
            return None
        last = first = dash.i + 1
        while last < min(len(doc), first + _MAX_NAME) and doc[last].pos_ == "PROPN":
            last += 1
        behind = doc[last] if last < len(doc) else None
        if last == first or not (behind is None or behind.is_space or behind.text in (",", "(")):
            return None
        name = doc[first:last]
        mention = self.speakers.mention_at.get(last - 1)
        if mention is not None:
            return _Attribution(None, self.speakers.from_mention(mention, name[-1]))
        head = name[-1].lemma_.lower()
        return _Attribution(None, Speaker(name.text.strip(), None, name.start_char, name.end_char, head))

    def by_document(self, q: _Quotation) -> _Attribution | None:
        """The document whose verb is quoted."""
        for token in q.tokens:
            if token.pos_ in VERBS:
                for child in token.lefts:
                    is_before = child.dep_ in SUBJECTS and child.i < q.tokens.start
                    if is_before and child.lemma_.lower() in self.cues.documents:
                        return _Attribution(None, self.speakers.document(child))
        return None

    def by_carrying(self, q: _Quotation) -> _Attribution | None:
        """Who spoke last in the same paragraph or the one before."""
        speaker = self.spoken.get(q.block)
        if speaker is None and not q.is_fragment:
            speaker = self._last_reported(self.bodies[q.block].start, q.marked.start)
            if speaker is None and q.block > 0:
                before = self.bodies[q.block - 1]
                if q.marked.continues or q.kind == "direct":
                    speaker = self.spoken.get(q.block - 1)
                speaker = speaker or self._last_reported(before.start, before.end)
        return _Attribution(None, speaker) if speaker is not None else None

    def _last_reported(self, start: int, end: int) -> Speaker | None:
        """The last of those whose speech is reported between two offsets."""
        n_before = bisect_left(self.reported, end, key=lambda reported: reported[0])
        offset, speaker = self.reported[n_before - 1] if n_before else (-1, None)
        return speaker if offset >= start else None

    def _with_speaker(self, cue: Token, q: _Quotation) -> _Attribution | None:
        speaker = self._speaker(cue, q)
        return _Attribution(cue, speaker) if speaker is not None else None

    def _speaker(self, cue: Token, q: _Quotation) -> Speaker | None:
        """The speaker of a cue, else who is named between a quotation and its cue."""
        speaker = self.speakers.of_cue(cue)
        if speaker is not None:
            return speaker
        for i in range(q.tokens.end, cue.i):
            mention = self.speakers.mention_at.get(i)
            if mention is not None and i not in self.quoted and mention.rule not in ("modifier", "possessive"):
                return self.speakers.from_mention(mention, self.doc[i])
        return None

    # --- quotations in parts ---

    def _interrupted(self, quotes: Sequence[Quote], block_of: Sequence[int]) -> Iterator[Quote]:
        """What one cue reports as a whole where it stands in the middle: `"We stay," he said. "We are not afraid."`."""
        first = 0
        while first < len(quotes) - 1:
            last = first
            while last + 1 < len(quotes) and block_of[last + 1] == block_of[first]:
                if not self._is_one(quotes[last], quotes[last + 1], is_first=last == first):
                    break
                last += 1
            if last > first:
                yield quotes[first]._replace(end=quotes[last].end, kind="indirect", rule="interrupted")
            first = last + 1

    def _is_one(self, this: Quote, following: Quote, *, is_first: bool) -> bool:
        """Whether nothing but a cue and its speaker stands between two quotations, or nothing from the third on."""
        is_carried = following.rule == "carried"
        if "scare" in (this.kind, following.kind) or (following.kind == "mixed" and not is_carried):
            return False
        left = self.positions.tokens(this.end - 1, this.end).end
        right = self.positions.tokens(following.start, following.start + 1).start
        words = [token for token in self.doc[left:right] if token.is_alpha]
        if not words:
            return not is_first
        if not is_first or len(words) > _MAX_BETWEEN or this.speaker_start is None:
            return False
        if not is_carried and (following.cue, following.speaker_start) != (this.cue, this.speaker_start):
            return False
        inner = self.doc[words[0].i + 1 : words[-1].i]
        stops = any(token.text in (".", "?", "!") and token.nbor(-1).pos_ != "PROPN" for token in inner)
        return not stops and any(token.text == this.cue for token in words)


# Ways to attribute a quotation, the surest first; the first that finds something has it, and is its `rule`.
STRATEGIES: Mapping[str, Callable[[_Quotations, _Quotation], _Attribution | None]] = {
    "syntax": _Quotations.by_syntax,  # Putin warned of "mass atrocities".
    "cue behind": _Quotations.by_cue_behind,  # "The war is a gaping hole. Aleppo is lost," Putin said.
    "cue before": _Quotations.by_cue_before,  # Putin said, "It is late, and you are safe. Who do you want?"
    "announced": _Quotations.by_announcement,  # Lavrov was blunt: "We left."
    "according to": _Quotations.by_according_to,  # According to Turkey, "almost all" have left.
    "signature": _Quotations.by_signature,  # "We left." - Anna Lopez, nurse
    "document": _Quotations.by_document,  # The resolution "demands all parties to leave".
    "carried": _Quotations.by_carrying,  # Lavrov spoke, he said. It was late. "We left."
}
