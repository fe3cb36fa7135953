"""Who says something: from the word that reports it to the fullest name and the actor."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from spacy.tokens import Doc, Token

from crossread.extract.actors import Cast
from crossread.extract.clauses import is_passive
from crossread.extract.cues import CueBook
from crossread.extract.records import Mention
from crossread.extract.syntax import (
    OBJECTS,
    SUBJECTS,
    VERBS,
    Positions,
    first_conjunct,
    misread_subject,
    phrase_bounds,
    relative_antecedent,
    subject_of,
)


class Speaker(NamedTuple):
    """Who says something: the fullest name, the actor when known, and where the text names them."""

    name: str | None  # null where the article does not settle whom a pronoun means
    actor_id: str | None
    start: int
    end: int
    head: str  # lemma of the head noun: "official"


@dataclass
class Speakers:
    """Finds and names the speakers of one article; asked in the order of the text, it knows those before."""

    doc: Doc
    mentions: Sequence[Mention]
    cast: Cast
    positions: Positions
    cues: CueBook
    quoted: frozenset[int]  # tokens in quotation marks
    said: list[Speaker] = field(default_factory=list)  # speakers so far, the latest last

    def __post_init__(self) -> None:
        """Index the mentions by token."""
        self.mention_at: dict[int, Mention] = {}
        for mention in self.mentions:
            for token in self.positions.tokens(mention.start, mention.end):
                self.mention_at[token.i] = mention
        self.authors: dict[str, Speaker] = {}  # document noun -> who issued it
        self._known: dict[tuple[int, bool], Speaker | None] = {}

    def of_cue(self, cue: Token, *, quotes_others: bool = True) -> Speaker | None:
        """The speaker of a cue, resolved once.

        Args:
            cue: the reporting word.
            quotes_others: take the object of "quote" and "cite" for the speaker, not the subject.
        """
        key = (cue.i, quotes_others)
        if key not in self._known:
            self._known[key] = self._resolve(cue, quotes_others=quotes_others)
        return self._known[key]

    def _resolve(self, cue: Token, *, quotes_others: bool) -> Speaker | None:
        source = self.source_of(cue, quotes_others=quotes_others)
        speaker = self.speaker_from(source, cue) if source is not None else None
        if speaker is None:
            return None
        relative = _relative_pronoun(cue)
        if relative is not None:
            speaker = speaker._replace(start=relative.idx, end=relative.idx + len(relative))
        if speaker.name is not None and cue.i not in self.quoted:
            self.said.append(speaker)
            self._note_document(cue, speaker)
        return speaker

    def source_of(self, cue: Token, *, quotes_others: bool = True) -> Token | None:
        """The noun or pronoun that says it, by the syntax of the cue."""
        if cue.lower_ == "according":
            to = next((child for child in cue.children if child.dep_ == "prep"), None)
            to = to or (self.doc[cue.i + 1] if cue.i + 1 < len(self.doc) else None)
            return next((child for child in to.children if child.dep_ == "pobj"), None) if to is not None else None
        if cue.text == ":":
            return self.doc[cue.i - 1] if cue.i else None
        if cue.pos_ == "NOUN":
            return _source_of_noun(cue)
        if cue.dep_ == "acomp":
            return subject_of(cue.head)
        if cue.lemma_ in self.cues.quoting and quotes_others:
            if is_passive(cue):
                return subject_of(cue)
            return next((child for child in cue.children if child.dep_ in OBJECTS), None)
        if cue.dep_ == "pcomp" and cue.head.lower_ == "as":  # "quoted an official as saying"
            quoting = next((a for a in cue.head.ancestors if a.lemma_ in self.cues.quoting), None)
            if quoting is not None:
                return self.source_of(quoting)
        if is_passive(cue) and cue.lemma_ not in self.cues.quoting:
            agent = next((child for child in cue.children if child.dep_ == "agent"), None)
            if agent is not None:
                return next(iter(agent.children), None)
            return self._agent_below(cue)
        subject = _controller(cue) or subject_of(cue)
        if subject is not None and subject.i < cue.i:
            return _nearer_subject(cue, subject) or subject
        if subject is None:
            subject = _inverted_subject(cue)
        if subject is None and cue.i and cue.i - 1 in self.mention_at and cue.i - 1 not in self.quoted:
            return self.doc[cue.i - 1]  # an acronym that the parser took for another word
        return subject

    def _agent_below(self, cue: Token) -> Token | None:
        """The actor behind a "by" that hangs on what is said: "was accused of war crimes by Mr. Kerry"."""
        for token in self.doc[cue.i + 1 : cue.right_edge.i + 1]:
            if token.lower_ == "by" and token.dep_ in ("prep", "agent"):
                noun = next((child for child in token.children if child.dep_ == "pobj"), None)
                if noun is not None and noun.i in self.mention_at:
                    return noun
        return None

    def is_speaker(self, noun: Token) -> bool:
        """Whether a noun names somebody who can speak: an actor, a person by office, a body or a document."""
        mention = self.mention_at.get(noun.i)
        lemma = noun.lemma_.lower()
        return mention is not None or any(
            lemma in words for words in (self.cues.titles, self.cues.bodies, self.cues.documents)
        )

    def _note_document(self, cue: Token, speaker: Speaker) -> None:
        """As in "In a letter, the group said": from here on "the letter" speaks for the group."""
        for child in cue.children:
            if child.dep_ == "prep" and child.lower_ in ("in", "by", "through", "via"):
                for noun in child.children:
                    if noun.lemma_.lower() in self.cues.documents:
                        self.authors[noun.lemma_.lower()] = speaker

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
            name="; ".join(dict.fromkeys(name for s in speakers if s.name for name in s.name.split("; "))) or None,
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
            # "Clinton, who shuttled between Israel and Egypt": parsers hang the last on the first
            is_told_of = any(c.dep_ == "relcl" and source.i < c.i < child.i for c in source.children)
            if not is_clause and not is_told_of and (child.i < cue.i) == (source.i < cue.i) and child.i > source.i:
                out.append(child)
        return out

    def _one_speaker(self, source: Token, cue: Token) -> Speaker | None:
        if source.pos_ == "PRON" or source.tag_ in ("PRP", "EX", "DT"):
            return self._pronoun(source, cue)
        start, end = phrase_bounds(source)
        wide_start, wide_end = phrase_bounds(source, relative=True)
        person = self._person_in(source, wide_start, wide_end)
        if person is not None:
            return self.from_mention(person, source)
        mention = self.mention_at.get(source.i)
        lemma = source.lemma_.lower()
        if mention is not None and mention.rule not in ("institution", "modifier", "possessive"):
            return self.from_mention(mention, source)
        if lemma in self.cues.documents:
            return self.document(source, start, end)
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
            and self.doc[start].lower_ in ("the", "a", "an", "one", "both")
            and self.doc[start].dep_ in ("det", "nummod", "cc", "preconj", "predet")
        ):
            start += 1
        return self.doc[start:end].text.strip(" ,\"'")

    def from_mention(self, mention: Mention, source: Token) -> Speaker:
        """The actor that a mention names, as a speaker."""
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
            speaker = self.from_mention(mention, token)
            return speaker
        return self._person_before(token, cue) or self._as_written(token)

    def _as_written(self, token: Token) -> Speaker:
        """Where a pronoun stands, and the word itself if it is one like "some" that means nobody named."""
        is_indefinite = token.tag_ not in ("PRP", "PRP$", "WP", "WDT", "EX")
        return Speaker(token.lower_ if is_indefinite else None, None, token.idx, token.idx + len(token), token.lower_)

    def _person_before(self, token: Token, cue: Token) -> Speaker | None:
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
            if speaker.head == lemma and (speaker.actor_id is None or " " in (speaker.name or "")):
                return speaker
        if lemma in self.cues.bodies:
            for speaker in reversed(self.said):
                if speaker.head in self.cues.bodies or speaker.head in ("organization", "organisation"):
                    return speaker
        return None

    def document(self, source: Token, start: int, end: int) -> Speaker:
        """A document as a speaker: whoever issued it, when the article has said who."""
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


def _relative_pronoun(cue: Token) -> Token | None:
    """The pronoun by which a relative clause names its speaker: "officials who say"."""
    for child in cue.children:
        if child.dep_ in SUBJECTS and child.tag_ in ("WDT", "WP"):
            return child
    return None


def _controller(cue: Token) -> Token | None:
    """Who does what an infinitive says: Stumpf in "forced Stumpf to admit", Trump in "Trump had a chance to say"."""
    if not any(child.tag_ == "TO" for child in cue.children) or any(c.dep_ in SUBJECTS for c in cue.children):
        return None
    if cue.dep_ == "xcomp":
        return next((c for c in cue.head.children if c.dep_ in OBJECTS and cue.head.i < c.i < cue.i), None)
    if cue.dep_ == "acl":
        possessor = next((c for c in cue.head.children if c.dep_ == "poss"), None)
        if possessor is not None:
            return possessor
        verb = next((a for a in cue.head.ancestors if a.pos_ in VERBS), None)
        return subject_of(verb) if verb is not None and cue.head.dep_ in ("dobj", "attr", "pobj") else None
    return None


def _inverted_subject(cue: Token) -> Token | None:
    """The official in `"...", said an official briefed on the talks`, where the parser takes him for what is said."""
    before = next((t for t in reversed(cue.doc[max(0, cue.i - 3) : cue.i]) if not t.is_space), None)
    if before is None or not before.is_punct:
        return None
    for child in cue.children:
        if child.dep_ == "ccomp" and child.i > cue.i:
            subject = next((c for c in child.children if c.dep_ in SUBJECTS), None)
            if subject is not None and phrase_bounds(subject)[0] == cue.i + 1:
                return subject
    return None


def _nearer_subject(cue: Token, subject: Token) -> Token | None:
    """The noun right before a cue, where the parser took one beyond a comma for its subject.

    As in "His promises notwithstanding, analysts say": promises say nothing.
    """
    i = cue.i - 1
    while i > subject.i and (cue.doc[i].pos_ in ("ADV", "AUX", "PART")):
        i -= 1
    noun = cue.doc[i]
    if i <= subject.i or noun.pos_ not in ("NOUN", "PROPN", "PRON") or noun.dep_ in ("pobj", "dobj"):
        return None
    if noun.pos_ == "PRON" and noun.dep_ not in SUBJECTS and noun.tag_ not in ("PRP", "DT"):
        return None
    start, _ = phrase_bounds(noun)
    return noun if start - 1 > subject.i and cue.doc[start - 1].text == "," and noun.head != subject else None


def _source_of_noun(cue: Token) -> Token | None:
    """As in "Obama's claim", "a statement by the group", "X made the claim"."""
    for child in cue.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return subject_of(cue.head) if cue.dep_ in OBJECTS and cue.head.pos_ in VERBS else None
