"""What stands in quotation marks: how whole it is and whose words they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc, Token

from crossread.corpus import Block
from crossread.extract.cues import CueBook
from crossread.extract.marks import Marked
from crossread.extract.records import Quote
from crossread.extract.speakers import Speaker, Speakers
from crossread.extract.syntax import SUBJECTS, VERBS, Positions, phrase_bounds

_MAX_SCARE_WORDS = 3
_DASHES = frozenset({"-", "--", "–", "—", "―"})
_MAX_BETWEEN = 25  # words between two parts of one quotation
_SHORT = 3  # letters of words that keep a small letter in titles
_AFTER_QUOTE = 16  # tokens behind a quotation in which its cue may stand


class Attribution(NamedTuple):
    """To whom words are attributed and by what."""

    cue: Token | None
    cue_class: str | None
    speaker: Speaker | None
    rule: str


def quote_of(start: int, end: int, kind: str, attribution: Attribution) -> Quote:
    """The record of some words and whom they are attributed to."""
    speaker = attribution.speaker if kind != "scare" else None
    return Quote(
        quote_id=0,
        start=start,
        end=end,
        kind=kind,
        cue=attribution.cue.text if attribution.cue is not None else None,
        cue_class=attribution.cue_class,
        speaker=speaker.name if speaker else None,
        speaker_id=speaker.actor_id if speaker else None,
        speaker_start=speaker.start if speaker else None,
        speaker_end=speaker.end if speaker else None,
        rule=attribution.rule,
    )


@dataclass
class Quotations:
    """Attributes the quotations in marks of one article."""

    doc: Doc
    blocks: Sequence[Block]
    positions: Positions
    cues: CueBook
    speakers: Speakers
    marked: Sequence[Marked]
    cue_tokens: Sequence[Token]  # reporting words outside quotations, in order

    def __post_init__(self) -> None:
        """Note which tokens stand in marks, and the text without what is not read."""
        self.quoted = self.speakers.quoted
        self.text = self.positions.text

    def find(self) -> list[Quote]:
        """One record for each pair of quotation marks."""
        out: list[Quote] = []
        block_of: dict[int, int] = {}
        by_block: dict[int, list[Speaker]] = {}
        for number, span in enumerate(self.marked):
            block = self._block_number(span.start)
            block_of[number] = block
            kind = self._kind(span)
            if (kind == "mixed" or not self._has_clause(span)) and self._is_title(span):
                out.append(quote_of(span.start, span.end, "scare", Attribution(None, None, None, "title")))
                continue
            attribution = self._attribute(span, kind)
            if attribution.speaker is None and attribution.cue is None:
                attribution = self._carry(span, kind, block, by_block) or attribution
            if (
                attribution.speaker is None
                and attribution.cue is None
                and self._n_words(span) <= _MAX_SCARE_WORDS
                and kind == "mixed"
            ):
                kind = "scare"
            if attribution.speaker is not None and kind != "scare":
                by_block.setdefault(block, []).append(attribution.speaker)
            out.append(quote_of(span.start, span.end, kind, attribution))
        out = self._fill_forward(out, block_of)
        return out + list(self._interrupted(out, block_of))

    def _interrupted(self, quotes: list[Quote], block_of: dict[int, int]) -> Iterator[Quote]:
        """What one cue reports as a whole where it stands in the middle: `"We stay," he said. "We are not afraid."`."""
        number = 0
        while number < len(quotes) - 1:
            last = number
            while last + 1 < len(quotes) and block_of[last + 1] == block_of[number]:
                if not self._goes_on(quotes[last], quotes[last + 1], is_first=last == number):
                    break
                last += 1
            if last > number:
                first = quotes[number]
                yield first._replace(end=quotes[last].end, kind="indirect", rule="interrupted")
            number = last + 1

    def _goes_on(self, this: Quote, following: Quote, *, is_first: bool) -> bool:
        """Whether nothing but a cue and its speaker stands between two quotations."""
        if "scare" in (this.kind, following.kind) or (following.kind == "mixed" and following.rule != "carried"):
            return False
        left = self.positions.tokens(this.end - 1, this.end).end
        right = self.positions.tokens(following.start, following.start + 1).start
        words = [token for token in self.doc[left:right] if token.is_alpha]
        if not words:
            return not is_first
        if not is_first or len(words) > _MAX_BETWEEN or this.speaker_start is None:
            return False
        if following.rule != "carried" and (following.cue, following.speaker_start) != (this.cue, this.speaker_start):
            return False
        inner = self.doc[words[0].i + 1 : words[-1].i]
        stops = any(token.text in (".", "?", "!") and token.nbor(-1).pos_ != "PROPN" for token in inner)
        return not stops and any(token.text == this.cue for token in words)

    def _fill_forward(self, quotes: list[Quote], block_of: dict[int, int]) -> list[Quote]:
        """A floating quotation takes the speaker of the next one in its paragraph."""
        out = list(quotes)
        for number in range(len(out) - 2, -1, -1):
            this, following = out[number], out[number + 1]
            if (
                this.kind == "direct"
                and this.speaker is None
                and following.speaker
                and block_of[number] == block_of[number + 1]
            ):
                out[number] = this._replace(
                    speaker=following.speaker, speaker_id=following.speaker_id, rule="carried back",
                    speaker_start=following.speaker_start, speaker_end=following.speaker_end,
                )  # fmt: skip
        return out

    def _block_number(self, offset: int) -> int:
        return next((n for n, block in enumerate(self.blocks) if block.start <= offset < block.end), -1)

    def _n_words(self, span: Marked) -> int:
        return sum(1 for token in self.positions.tokens(span.start, span.end) if token.text[:1].isalnum())

    def _has_clause(self, span: Marked) -> bool:
        tokens = self.positions.tokens(span.start, span.end)
        return any(
            token.dep_ in ("nsubj", "nsubjpass", "expl")
            and tokens.start <= token.head.i < tokens.end
            and token.head.pos_ in VERBS
            for token in tokens
        )

    def _kind(self, span: Marked) -> str:
        """Direct: at least a clause with its subject, or a whole sentence; otherwise a fragment."""
        tokens = self.positions.tokens(span.start, span.end)
        words = [token for token in tokens if not token.is_space and not token.is_punct]
        if not words:
            return "mixed"
        starts_sentence = words[0].text[:1].isupper() or words[0].i == 0
        ends = self.text[span.end - 1] in ".,!?;" or self.text[span.end : span.end + 2].strip("\"'”’ ")[:1] in (",",)
        has_clause = self._has_clause(span)
        if starts_sentence and (has_clause or (ends and len(words) > 3)):
            return "direct"
        return "direct" if has_clause and ends and len(words) > 6 else "mixed"

    def _attribute(self, span: Marked, kind: str) -> Attribution:
        tokens = self.positions.tokens(span.start, span.end)
        outside = self._outside(tokens.start, tokens.end)
        candidates = [token for token in self.cue_tokens if token.i in outside]
        above = self._cue_above(tokens.start, tokens.end, candidates, kind)
        behind = [t for t in candidates if tokens.end <= t.i <= tokens.end + _AFTER_QUOTE]
        before = [t for t in candidates if t.i < tokens.start]
        for rule, cue in (
            ("syntax", above),
            ("cue behind", self._adjacent_behind(tokens.end, behind)),
            ("cue before", self._nearest_before(tokens.start, before)),
        ):
            if cue is not None:
                speaker = self.speakers.of_cue(cue) or self._named_beside(cue, tokens.end)
                if speaker is None and rule != "syntax":
                    continue
                return Attribution(cue, self.cues.class_of(cue), speaker, rule)
        announced = self._announcer(tokens.start)
        if announced is not None:
            return Attribution(None, None, announced, "announced")
        according = self._according_to(outside)
        if according is not None:
            return according
        signed = self._signature(tokens.end)
        if signed is not None:
            return Attribution(None, None, signed, "signature")
        document = self._document_subject(tokens.start, tokens.end)
        if document is not None:
            return document
        return Attribution(None, None, None, "none")

    def _outside(self, start: int, end: int) -> frozenset[int]:
        """Tokens of the sentences that a quotation touches, without any quotation."""
        first = self.positions.sentence_of(self.doc[start].idx)
        last = self.positions.sentence_of(self.doc[end - 1].idx)
        left = self.positions.tokens(first.start, first.end).start
        right = self.positions.tokens(last.start, last.end).end
        if end >= right and last.sent_id + 1 < len(self.positions.sentences):
            # A full stop inside the marks splits `"...!" he said.` in two; the rest has a small letter.
            following = self.positions.sentences[last.sent_id + 1]
            tail = self.positions.tokens(following.start, following.end)
            rest = [t for t in tail if not t.is_punct and not t.is_space]
            if (
                rest
                and rest[0].text[:1].islower()
                and self._block_number(following.start) == self._block_number(first.start)
            ):
                right = tail.end
        return frozenset(i for i in range(left, right) if i not in self.quoted)

    def _cue_above(self, start: int, end: int, candidates: list[Token], kind: str) -> Token | None:
        """The first cue on the way up from the quotation in the parse."""
        allowed = {token.i for token in candidates}
        span = self.doc[start:end]
        steps, reported = 0, False
        below = span.root
        for token in span.root.ancestors:
            reported = reported or below.dep_ in ("ccomp", "pcomp")
            below = token
            if start <= token.i < end:
                continue
            steps += 1
            if token.i in allowed:
                # A word or two far below a cue and in no reported clause are the outlet's own marks.
                is_remote = kind == "mixed" and end - start <= _MAX_SCARE_WORDS and steps > 2 and not reported
                return None if is_remote else token
        return None

    def _adjacent_behind(self, end: int, candidates: list[Token]) -> Token | None:
        """`"...", X said` and `"...", said X`: no other clause between the mark and the cue."""
        for cue in candidates:
            between = self.doc[end : cue.i]
            if any(token.text in (";", ":") or token.i in self.quoted for token in between):
                return None
            if any(token.pos_ == "VERB" and token.dep_ in ("ROOT", "ccomp") and token != cue for token in between):
                return None
            return cue
        return None

    def _named_beside(self, cue: Token, end: int) -> Speaker | None:
        """Who is named between a quotation and its cue, where the parse gives the cue no subject."""
        for i in range(end, cue.i):
            mention = self.speakers.mention_at.get(i)
            if mention is not None and i not in self.quoted and mention.rule not in ("modifier", "possessive"):
                return self.speakers.from_mention(mention, self.doc[i])
        return None

    def _nearest_before(self, start: int, candidates: list[Token]) -> Token | None:
        for cue in reversed(candidates):
            if any(token.text == ";" for token in self.doc[cue.i : start]):
                return None
            return cue if cue.lemma_.lower() in self.cues.clause or start - cue.i <= 8 else None
        return None

    def _according_to(self, outside: frozenset[int]) -> Attribution | None:
        for i in sorted(outside):
            if self.doc[i].lower_ == "according" and i + 1 < len(self.doc) and self.doc[i + 1].lower_ == "to":
                source = next((child for child in self.doc[i + 1].children if child.dep_ == "pobj"), None)
                if source is not None:
                    speaker = self.speakers.speaker_from(source, self.doc[i])
                    return Attribution(self.doc[i], "neutral", speaker, "according to")
        return None

    def _announcer(self, start: int) -> Speaker | None:
        """Who a quotation behind a colon is announced for: `McCain went further: "..."`."""
        before = [t for t in self.doc[max(0, start - 4) : start] if not t.is_space and not t.is_quote]
        if not before or before[-1].text != ":" or before[-1].i in self.quoted:
            return None
        sentence = self.positions.sentence_of(before[-1].idx)
        words = self.positions.tokens(sentence.start, before[-1].idx)
        if self._block_number(sentence.start) != self._block_number(before[-1].idx):
            return None
        subject = next((child for child in words.root.children if child.dep_ == "nsubj"), None)
        if subject is None or subject.i in self.quoted or subject.i >= before[-1].i:
            return None
        speaker = self.speakers.speaker_from(subject, words.root)
        is_able = subject.pos_ == "PRON" or (speaker is not None and self.speakers.is_speaker(subject))
        return speaker if is_able else None

    def _is_title(self, span: Marked) -> bool:
        """Whether marks hold a title: a work is named before them, or every longer word has a capital."""
        words = [t for t in self.positions.tokens(span.start, span.end) if t.is_alpha]
        if not words or not words[0].text[0].isupper() or self.text[span.end - 1] in "!?":
            return False
        before = [t for t in self.doc[max(0, words[0].i - 5) : words[0].i] if t.is_alpha]
        if before and before[-1].lemma_.lower() in self.cues.works:
            return True
        longer = [t for t in words if len(t) > _SHORT]
        return len(words) > 1 and bool(longer) and all(t.text[0].isupper() for t in longer)

    def _signature(self, end: int) -> Speaker | None:
        """A name behind a dash under a quotation: `"..." — Anna Lopez, nurse`."""
        limit = min(len(self.doc), end + 4)
        dash = next((i for i in range(end, limit) if self.doc[i].text in _DASHES), None)
        if dash is None or any(t.is_alpha for t in self.doc[end:dash]) or dash + 1 >= len(self.doc):
            return None
        last = dash + 1
        while last < len(self.doc) and last < dash + 7 and self.doc[last].pos_ == "PROPN":
            last += 1
        behind = self.doc[last] if last < len(self.doc) else None
        if last == dash + 1 or not (behind is None or behind.is_space or behind.text in (",", "(")):
            return None
        mention = self.speakers.mention_at.get(last - 1)
        if mention is not None:
            return self.speakers.from_mention(mention, self.doc[last - 1])
        name = self.doc[dash + 1 : last]
        return Speaker(name.text.strip(), None, name.start_char, name.end_char, self.doc[last - 1].lemma_.lower())

    def _document_subject(self, start: int, end: int) -> Attribution | None:
        """`The resolution "demands ..."`: the quoted words are the verb of a document."""
        for token in self.doc[start:end]:
            if token.pos_ in VERBS:
                for child in token.children:
                    if child.dep_ in SUBJECTS and child.i < start and child.lemma_.lower() in self.cues.documents:
                        first, last = phrase_bounds(child)
                        return Attribution(None, None, self.speakers.document(child, first, last), "document")
        return None

    def _carry(self, span: Marked, kind: str, block: int, by_block: dict[int, list[Speaker]]) -> Attribution | None:
        """The speaker of a quotation without a cue: who spoke last in its paragraph or the one before."""
        here = by_block.get(block)
        if here:
            return Attribution(None, None, here[-1], "carried")
        if self._n_words(span) <= _MAX_SCARE_WORDS and kind == "mixed":
            return None
        limit = self.blocks[block].start if block >= 0 else span.start
        in_block = [self.speakers.of_cue(cue) for cue in self.cue_tokens if limit <= cue.idx < span.start]
        found = next((speaker for speaker in reversed(in_block) if speaker is not None), None)
        if found is not None:
            return Attribution(None, None, found, "carried")
        before = self._block_before(block)
        if before is None:
            return None
        spoken = by_block.get(before)
        if spoken and (span.continues or kind == "direct"):
            return Attribution(None, None, spoken[-1], "carried")
        edges = self.blocks[before]
        earlier = [self.speakers.of_cue(cue) for cue in self.cue_tokens if edges.start <= cue.idx < edges.end]
        found = next((speaker for speaker in reversed(earlier) if speaker is not None), None)
        return Attribution(None, None, found, "carried") if found is not None else None

    def _block_before(self, block: int) -> int | None:
        earlier = [n for n in range(block) if self.blocks[n].kind == "body"]
        return earlier[-1] if earlier else None
