"""Quotations and indirect speech: the words, the cue, and who says them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.corpus import Block
from analysis.extract.actors import Cast
from analysis.extract.marks import Marked, find_marked
from analysis.extract.records import Mention, Quote
from analysis.extract.syntax import (
    OBJECTS,
    SUBJECTS,
    VERBS,
    Positions,
    first_conjunct,
    is_passive,
    misread_subject,
    phrase_bounds,
    relative_antecedent,
    subject_of,
)
from analysis.lexicon import Lexicon

_MAX_SCARE_WORDS = 3
_AFTER_QUOTE = 16  # tokens behind a quotation in which its cue may stand


class Speaker(NamedTuple):
    """Who says something: the fullest name, the actor when known, and where the text names them."""

    name: str
    actor_id: str | None
    start: int
    end: int
    head: str  # lemma of the head noun: "official"


class _Attribution(NamedTuple):
    cue: Token | None
    cue_class: str | None
    speaker: Speaker | None
    rule: str


@dataclass
class CueBook:
    """The cues of the lexicon by lemma."""

    clause: Mapping[str, str]
    object: Mapping[str, str]
    quoting: frozenset[str]
    counting: frozenset[str]
    documents: frozenset[str]
    bodies: frozenset[str]
    titles: frozenset[str]

    @classmethod
    def from_lexicon(cls, lexicon: Lexicon) -> "CueBook":
        """Turn the lists of ``cues.yaml`` into look-ups; the first class that lists a verb has it."""

        def classes(lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
            out: dict[str, str] = {}
            for name, lemmas in lists.items():
                for lemma in lemmas:
                    out.setdefault(lemma, name)
            return out

        return cls(
            clause=classes(lexicon.cues.clause),  # type: ignore[arg-type]
            object=classes(lexicon.cues.object),  # type: ignore[arg-type]
            quoting=frozenset(lexicon.cues.quoting),
            counting=frozenset(lexicon.cues.counting),
            documents=frozenset(lexicon.grammar.documents),
            bodies=frozenset(word for words in lexicon.grammar.bodies.values() for word in words),
            titles=frozenset(lexicon.grammar.titles),
        )


def find_quotes(
    doc: Doc,
    text: str,
    blocks: Sequence[Block],
    mentions: Sequence[Mention],
    cast: Cast,
    positions: Positions,
    cues: CueBook,
) -> list[Quote]:
    """Find every quotation and every reported clause of one article.

    Args:
        doc: the parsed article.
        text: the article as delivered.
        blocks: its blocks.
        mentions: its mentions of actors.
        cast: who appears in it.
        positions: its sentences.
        cues: reporting verbs.

    Returns:
        Quotes in order of their start. One of kind ``indirect`` is a reported clause and may hold
        others of kind ``mixed``, words of it that stand in quotation marks.
    """
    marked = find_marked(text, blocks)
    finder = _Finder(doc, blocks, mentions, cast, positions, cues, marked)
    quotes = finder.direct() + finder.indirect()
    quotes.sort(key=lambda quote: (quote.start, -quote.end))
    return [quote._replace(quote_id=number) for number, quote in enumerate(quotes)]


@dataclass
class _Finder:
    doc: Doc
    blocks: Sequence[Block]
    mentions: Sequence[Mention]
    cast: Cast
    positions: Positions
    cues: CueBook
    marked: list[Marked]
    said: list[Speaker] = field(default_factory=list)  # speakers so far, the latest last

    def __post_init__(self) -> None:
        self.quoted: set[int] = set()
        for span in self.marked:
            tokens = self.positions.tokens(span.start, span.end)
            self.quoted.update(range(tokens.start, tokens.end))
        self.mention_at: dict[int, Mention] = {}
        for mention in self.mentions:
            for token in self.positions.tokens(mention.start, mention.end):
                self.mention_at[token.i] = mention
        self.authors: dict[str, Speaker] = {}  # document noun -> who issued it
        self.document_names: list[Speaker] = []
        self._cue_tokens = [token for token in self.doc if token.i not in self.quoted and self.class_of(token)]
        self._speakers: dict[int, Speaker | None] = {}
        for cue in self._cue_tokens:  # in order of the text, so that each knows those before
            self._speakers[cue.i] = self._resolve_source(cue)

    # --- cues ---

    def class_of(self, token: Token) -> str | None:
        """The class of a reporting verb, None for other words."""
        if token.pos_ not in VERBS and token.tag_ not in ("VBG", "VBD", "VBZ", "VBP", "VBN"):
            return None
        if token.dep_ in ("amod", "compound", "aux", "auxpass"):
            return None
        lemma = token.lemma_.lower()
        return (
            self.cues.clause.get(lemma)
            or self.cues.object.get(lemma)
            or ("neutral" if lemma in self.cues.counting else None)
        )

    def _resolve_source(self, cue: Token) -> Speaker | None:
        source = self.source_of(cue)
        speaker = self.speaker_from(source, cue) if source is not None else None
        if speaker is not None:
            self.said.append(speaker)
            self._note_document(cue, speaker)
        return speaker

    def source_of(self, cue: Token) -> Token | None:
        """The noun or pronoun that says it, by the syntax of the cue."""
        if cue.lemma_ in self.cues.quoting:
            if is_passive(cue):
                return subject_of(cue)
            return next((child for child in cue.children if child.dep_ in OBJECTS), None)
        if cue.dep_ == "pcomp" and cue.head.lower_ == "as":  # "quoted an official as saying"
            quoting = next((a for a in cue.head.ancestors if a.lemma_ in self.cues.quoting), None)
            if quoting is not None:
                return self.source_of(quoting)
        if is_passive(cue) and cue.lemma_ not in self.cues.quoting:
            agent = next((child for child in cue.children if child.dep_ == "agent"), None)
            return next(iter(agent.children), None) if agent is not None else None
        subject = subject_of(cue)
        if subject is None and cue.i and cue.i - 1 in self.mention_at and cue.i - 1 not in self.quoted:
            return self.doc[cue.i - 1]  # an acronym that the parser took for another word
        return subject

    def _note_document(self, cue: Token, speaker: Speaker) -> None:
        """As in "In a letter, the group said": from here on "the letter" speaks for the group."""
        for child in cue.children:
            if child.dep_ == "prep" and child.lower_ in ("in", "by", "through", "via"):
                for noun in child.children:
                    if noun.lemma_.lower() in self.cues.documents:
                        self.authors[noun.lemma_.lower()] = speaker

    # --- speakers ---

    def speaker_from(self, source: Token, cue: Token) -> Speaker | None:
        """Name a source as fully as the article does."""
        source = (
            first_conjunct(source)
            if source.dep_ == "conj" and source.i > cue.i and misread_subject(source) is None
            else source
        )
        if source.tag_ in ("WP", "WDT"):
            antecedent = relative_antecedent(cue)
            if antecedent is None:
                return None
            source = antecedent
        parts = [source, *self._conjuncts(source, cue)]
        speakers = [speaker for part in parts if (speaker := self._one_speaker(part, cue)) is not None]
        if not speakers:
            return None
        if len(speakers) == 1:
            return speakers[0]
        first = speakers[0]
        return first._replace(
            name="; ".join(dict.fromkeys(s.name for s in speakers)),
            actor_id=next((s.actor_id for s in speakers if s.actor_id), None),
            end=max(s.end for s in speakers),
        )

    def _conjuncts(self, source: Token, cue: Token) -> list[Token]:
        # "the observatory and state television": parsers hang the first on the second
        out = [
            child
            for child in source.lefts
            if child.dep_ == "nmod" and child.i in self.mention_at and any(c.dep_ == "cc" for c in child.children)
        ]
        for child in source.conjuncts:
            is_clause = child.pos_ in VERBS
            if not is_clause and (child.i < cue.i) == (source.i < cue.i) and child.i > source.i:
                out.append(child)
        return out

    def _one_speaker(self, source: Token, cue: Token) -> Speaker | None:
        if source.pos_ == "PRON" or source.tag_ in ("PRP", "EX", "DT"):
            return self._pronoun(source, cue)
        start, end = phrase_bounds(source)
        wide_start, wide_end = phrase_bounds(source, relative=True)
        person = self._person_in(source, wide_start, wide_end)
        if person is not None:
            return self._from_mention(person, source)
        mention = self.mention_at.get(source.i)
        lemma = source.lemma_.lower()
        if mention is not None and mention.rule not in ("institution", "modifier", "possessive"):
            return self._from_mention(mention, source)
        if lemma in self.cues.documents:
            return self._document(source, start, end)
        before = self.doc[start].lower_
        if mention is None and before in ("the", "this", "that", "both") and end - start <= 2:
            known = self._same_head(lemma)
            if known is not None:
                return known._replace(start=self.doc[start].idx, end=source.idx + len(source))
        name = self._phrase(start, end)
        actor_id = mention.actor_id if mention is not None else self._actor_in(start, end, source)
        if not name:
            return None
        return Speaker(name, actor_id, self.doc[start].idx, self.doc[end - 1].idx + len(self.doc[end - 1]), lemma)

    def _phrase(self, start: int, end: int) -> str:
        while (
            start < end - 1
            and self.doc[start].lower_ in ("the", "a", "an", "one")
            and self.doc[start].dep_ in ("det", "nummod")
        ):
            start += 1
        return self.doc[start:end].text.strip(" ,\"'")

    def _from_mention(self, mention: Mention, source: Token) -> Speaker:
        return Speaker(
            self.cast.fullest_name(mention.actor_id),
            mention.actor_id,
            mention.start,
            mention.end,
            source.lemma_.lower(),
        )

    def _person_in(self, source: Token, start: int, end: int) -> Mention | None:
        """The person named by the phrase: "Foreign Minister Mevlut Cavusoglu", "ambassador, Bashar Jaafari"."""
        for i in range(start, end):
            mention = self.mention_at.get(i)
            if mention is None or self.cast.names[mention.actor_id].kind != "person" or mention.form == "pronoun":
                continue
            head = self.positions.tokens(mention.start, mention.end).root
            if mention.rule == "possessive" or head.dep_ == "poss":
                continue
            if head == source or source.i in range(head.i, head.i + 1):
                return mention
            linked = head.head == source and head.dep_ in ("appos", "compound", "nmod", "flat")
            first = self.positions.tokens(mention.start, mention.end)[0]
            before = self.doc[first.i - 1] if first.i else None
            titled = (
                source.lemma_.lower() in self.cues.titles
                and before is not None
                and head.dep_ != "conj"
                and (before.i in self.mention_at or before.pos_ == "PROPN" or before.lower_ in self.cues.titles)
            )
            if linked or titled:
                return mention
        return None

    def _actor_in(self, start: int, end: int, source: Token) -> str | None:
        """The body that an unnamed source belongs to: Turkey for "an official from Turkey's Foreign Ministry"."""
        if source.lemma_.lower() not in self.cues.titles:
            return None
        for i in range(start, end):
            if i in self.mention_at:
                return self.mention_at[i].actor_id
        return None

    def _pronoun(self, token: Token, cue: Token) -> Speaker | None:
        mention = self.mention_at.get(token.i)
        if mention is not None:
            speaker = self._from_mention(mention, token)
            return speaker
        word = token.lower_
        if word not in ("it", "they", "he", "she"):
            return None
        if word in ("he", "she"):
            # Nobody of that gender is named nearby: an unnamed person who spoke just before.
            near = [s for s in self.said if token.idx - s.end < 400 and s.start < token.idx]
            unnamed = [s for s in near if s.actor_id is None or s.head in self.cues.titles]
            return unnamed[-1]._replace(start=token.idx, end=token.idx + len(token)) if unnamed else None
        subject = self._subject_before(token, cue)
        if subject is None:
            return None
        named = self._one_speaker(subject, cue) if subject.pos_ != "PRON" else None
        return named._replace(start=token.idx, end=token.idx + len(token)) if named else None

    def _subject_before(self, token: Token, cue: Token) -> Token | None:
        """What "it" or "they" means: the subject of the clause around it, else of the sentence before."""
        for ancestor in cue.ancestors:
            if ancestor.pos_ in VERBS:
                found = next(
                    (c for c in ancestor.children if c.dep_ in SUBJECTS and c.i < token.i and c.pos_ != "PRON"),
                    None,
                )
                if found is not None:
                    return found
        sentence = self.positions.sentence_of(token.idx)
        if sentence.sent_id == 0:
            return None
        previous = self.positions.sentences[sentence.sent_id - 1]
        root = self.positions.tokens(previous.start, previous.end).root
        return next((c for c in root.children if c.dep_ in SUBJECTS and c.pos_ != "PRON"), None)

    def _same_head(self, lemma: str) -> Speaker | None:
        """As in "The official", "the group": an unnamed source that has spoken before."""
        for speaker in reversed(self.said):
            if (speaker.head == lemma and speaker.actor_id is None) or (speaker.head == lemma and " " in speaker.name):
                return speaker
        if lemma in self.cues.bodies:
            for speaker in reversed(self.said):
                if speaker.head in self.cues.bodies or speaker.head in ("organization", "organisation"):
                    return speaker
        return None

    def _document(self, source: Token, start: int, end: int) -> Speaker:
        lemma = source.lemma_.lower()
        author = self.authors.get(lemma)
        span = (self.doc[start].idx, source.idx + len(source))
        if author is not None and self.doc[start].lower_ in ("the", "this", "that"):
            return author._replace(start=span[0], end=span[1])
        name = self._phrase(start, source.i + 1)
        if lemma in ("document", "text", "draft", "paper") and " " not in name:
            named = self._last_document(source.i)
            name = named or name
        return Speaker(name, None, span[0], span[1], lemma)

    def _last_document(self, before: int) -> str | None:
        """The latest document that is more than "the document": "draft resolution"."""
        for i in range(before - 1, max(0, before - 120), -1):
            token = self.doc[i]
            if token.pos_ == "NOUN" and token.lemma_.lower() in self.cues.documents:
                start, _ = phrase_bounds(token)
                name = self._phrase(start, token.i + 1)
                if " " in name:
                    return name
        return None

    # --- quotations in marks ---

    def direct(self) -> list[Quote]:
        """One record for each pair of quotation marks."""
        out: list[Quote] = []
        block_of: dict[int, int] = {}
        by_block: dict[int, list[Speaker]] = {}
        for number, span in enumerate(self.marked):
            block = self._block_number(span.start)
            block_of[number] = block
            kind = self._kind(span)
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
            out.append(self._quote(span.start, span.end, kind, attribution))
        return self._fill_forward(out, block_of)

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

    def _kind(self, span: Marked) -> str:
        """Direct: at least a clause with its subject, or a whole sentence; otherwise a fragment."""
        tokens = self.positions.tokens(span.start, span.end)
        words = [token for token in tokens if not token.is_space and not token.is_punct]
        if not words:
            return "mixed"
        starts_sentence = words[0].text[:1].isupper() or words[0].i == 0
        ends = self.doc.text[span.end - 1] in ".,!?;" or self.doc.text[span.end : span.end + 2].strip("\"'”’ ")[:1] in (
            ",",
        )
        inside = range(tokens.start, tokens.end)
        has_clause = any(
            token.dep_ in ("nsubj", "nsubjpass", "expl") and token.head.i in inside and token.head.pos_ in VERBS
            for token in words
        )
        if starts_sentence and (has_clause or (ends and len(words) > 3)):
            return "direct"
        return "direct" if has_clause and ends and len(words) > 6 else "mixed"

    def _attribute(self, span: Marked, kind: str) -> _Attribution:
        tokens = self.positions.tokens(span.start, span.end)
        outside = self._outside(tokens.start, tokens.end)
        candidates = [token for token in self._cue_tokens if token.i in outside]
        above = self._cue_above(tokens.start, tokens.end, candidates, kind)
        behind = [t for t in candidates if tokens.end <= t.i <= tokens.end + _AFTER_QUOTE]
        before = [t for t in candidates if t.i < tokens.start]
        for rule, cue in (
            ("syntax", above),
            ("cue behind", self._adjacent_behind(tokens.end, behind)),
            ("cue before", self._nearest_before(tokens.start, before)),
        ):
            if cue is not None:
                speaker = self._speakers[cue.i] or self._named_beside(cue, tokens.end)
                if speaker is None and rule != "syntax":
                    continue
                return _Attribution(cue, self.class_of(cue), speaker, rule)
        according = self._according_to(outside)
        if according is not None:
            return according
        document = self._document_subject(tokens.start, tokens.end)
        if document is not None:
            return document
        return _Attribution(None, None, None, "none")

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
            mention = self.mention_at.get(i)
            if mention is not None and i not in self.quoted and mention.rule not in ("modifier", "possessive"):
                return self._from_mention(mention, self.doc[i])
        return None

    def _nearest_before(self, start: int, candidates: list[Token]) -> Token | None:
        for cue in reversed(candidates):
            if any(token.text == ";" for token in self.doc[cue.i : start]):
                return None
            return cue if cue.lemma_.lower() in self.cues.clause or start - cue.i <= 8 else None
        return None

    def _according_to(self, outside: frozenset[int]) -> _Attribution | None:
        for i in sorted(outside):
            if self.doc[i].lower_ == "according" and i + 1 < len(self.doc) and self.doc[i + 1].lower_ == "to":
                source = next((child for child in self.doc[i + 1].children if child.dep_ == "pobj"), None)
                if source is not None:
                    speaker = self.speaker_from(source, self.doc[i])
                    return _Attribution(self.doc[i], "neutral", speaker, "according to")
        return None

    def _document_subject(self, start: int, end: int) -> _Attribution | None:
        """`The resolution "demands ..."`: the quoted words are the verb of a document."""
        for token in self.doc[start:end]:
            if token.pos_ in VERBS:
                for child in token.children:
                    if child.dep_ in SUBJECTS and child.i < start and child.lemma_.lower() in self.cues.documents:
                        first, last = phrase_bounds(child)
                        return _Attribution(None, None, self._document(child, first, last), "document")
        return None

    def _carry(self, span: Marked, kind: str, block: int, by_block: dict[int, list[Speaker]]) -> _Attribution | None:
        """The speaker of a quotation without a cue: who spoke last in its paragraph or the one before."""
        here = by_block.get(block)
        if here:
            return _Attribution(None, None, here[-1], "carried")
        if self._n_words(span) <= _MAX_SCARE_WORDS and kind == "mixed":
            return None
        limit = self.blocks[block].start if block >= 0 else span.start
        in_block = [self._speakers[cue.i] for cue in self._cue_tokens if limit <= cue.idx < span.start]
        found = next((speaker for speaker in reversed(in_block) if speaker is not None), None)
        if found is not None:
            return _Attribution(None, None, found, "carried")
        before = self._block_before(block)
        if before is None:
            return None
        spoken = by_block.get(before)
        if spoken and (span.continues or kind == "direct"):
            return _Attribution(None, None, spoken[-1], "carried")
        edges = self.blocks[before]
        earlier = [self._speakers[cue.i] for cue in self._cue_tokens if edges.start <= cue.idx < edges.end]
        found = next((speaker for speaker in reversed(earlier) if speaker is not None), None)
        return _Attribution(None, None, found, "carried") if found is not None else None

    def _block_before(self, block: int) -> int | None:
        earlier = [n for n in range(block) if self.blocks[n].kind == "body"]
        return earlier[-1] if earlier else None

    def _quote(self, start: int, end: int, kind: str, attribution: _Attribution) -> Quote:
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

    # --- indirect speech ---

    def indirect(self) -> list[Quote]:
        """One record for each reported clause: "said that ...", "according to ..."."""
        out = []
        for cue in self._cue_tokens:
            lemma = cue.lemma_.lower()
            if (lemma not in self.cues.clause and lemma not in self.cues.counting) or self._speakers[cue.i] is None:
                continue
            spans = [self._clause_bounds(clause, cue) for clause in self._clauses(cue)]
            for start, end in spans or self._counted(cue):
                if end - start < 2 or all(i in self.quoted or self.doc[i].is_punct for i in range(start, end)):
                    continue
                attribution = _Attribution(cue, self.class_of(cue), self._speakers[cue.i], "clause")
                out.append(self._indirect_quote(start, end, attribution))
        for token in self.doc[:-1]:
            if token.lower_ == "according" and self.doc[token.i + 1].lower_ == "to" and token.i not in self.quoted:
                source = next((child for child in self.doc[token.i + 1].children if child.dep_ == "pobj"), None)
                speaker = self.speaker_from(source, token) if source is not None else None
                if speaker is None:
                    continue
                sentence = self.positions.sentence_of(token.idx)
                tokens = self.positions.tokens(sentence.start, sentence.end)
                end_of_source = phrase_bounds(self.doc[token.i], relative=True)[1]
                start, end = (tokens.start, token.i) if token.i > tokens.start + 3 else (end_of_source, tokens.end)
                start, end = self._trim(start, end)
                if end - start >= 2:
                    out.append(
                        self._indirect_quote(start, end, _Attribution(token, "neutral", speaker, "according to"))
                    )
        return out

    def _clauses(self, cue: Token) -> Iterator[Token]:
        for child in cue.children:
            if child.dep_ == "ccomp" or (child.dep_ == "xcomp" and cue.lemma_ not in ("say", "report", "begin")):
                yield child
                for other in child.conjuncts:  # "said that X ... and that Y ..."
                    if other.i > child.i and any(c.dep_ == "mark" and c.lower_ == "that" for c in other.children):
                        break

    def _counted(self, cue: Token) -> Iterator[tuple[int, int]]:
        """What a verb of counting reports as a noun: "listed 304 attacks", "put the toll at 58"."""
        if cue.lemma_.lower() not in self.cues.counting:
            return
        at = [c for c in cue.children if c.dep_ == "prep" and c.lower_ == "at" and c.i > cue.i]
        if cue.lemma_ in ("put", "give") and not at:
            return
        parts = [c for c in cue.children if c.i > cue.i and c.dep_ in OBJECTS] + at
        indices = [t.i for part in parts for t in part.subtree if not t.is_space]
        if indices and any(self.doc[i].like_num or self.doc[i].tag_ == "CD" for i in indices):
            yield self._trim(min(indices), max(indices) + 1)

    def _clause_bounds(self, clause: Token, cue: Token) -> tuple[int, int]:
        indices = [t.i for t in clause.subtree if not t.is_space]
        start, end = min(indices), max(indices) + 1
        if start < cue.i < end:  # the parser wrapped the clause around its cue
            return (cue.i + 1, end) if clause.i > cue.i else (start, cue.i)
        if self.doc[start].lower_ == "that" and self.doc[start].dep_ == "mark":
            start += 1
        return self._trim(start, end)

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        while start < end and (self.doc[start].is_punct or self.doc[start].is_space):
            start += 1
        while end > start and (self.doc[end - 1].text in (".", ",", ";", ":") or self.doc[end - 1].is_space):
            end -= 1
        return start, end

    def _indirect_quote(self, start: int, end: int, attribution: _Attribution) -> Quote:
        first, last = self.doc[start], self.doc[end - 1]
        return self._quote(first.idx, last.idx + len(last), "indirect", attribution)
