"""Who says something: from the word that reports it to its source in the sentence, and on to the fullest name."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from spacy.tokens import Doc, Token

from crossread.extract.actors import Cast
from crossread.extract.clauses import is_passive
from crossread.extract.records import Mention, Quote
from crossread.extract.syntax import (
    OBJECTS,
    SIGNING,
    SUBJECTS,
    VERBS,
    Positions,
    counter_of,
    phrase_bounds,
    relative_antecedent,
    signature,
    subject_of,
)
from crossread.lexicon import Lexicon
from crossread.lexicon.model import CueClass

VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
RELATIVE = frozenset({"WP", "WDT"})
_STAND_IN = frozenset({"group", "organization", "organisation", "body"})  # for whatever body spoke before
_POINTING = frozenset({"the", "this", "that"})
_NEAR = 400  # characters in which "he" may mean an unnamed person who spoke
_DOCUMENT_BACK = 120  # tokens in which "the document" may mean one named before


class CueBook:
    """The reporting words of a lexicon as look-ups by lemma; the first class that lists a word has it."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Turn the lists of ``cues.yaml`` around."""
        cues, grammar = lexicon.cues, lexicon.grammar
        self.words = cues
        self.clause = _class_by_lemma(cues.clause)
        self.object = _class_by_lemma(cues.object)
        self.other = _class_by_lemma(cues.attitude) | _class_by_lemma(cues.nouns)
        self.verbs = cues.counting.union(self.clause, self.object)
        self.documents = grammar.documents
        self.titles = grammar.titles
        self.bodies: frozenset[str] = frozenset().union(*grammar.bodies.values())
        self.speaking = self.titles | self.bodies | self.documents

    def class_of(self, token: Token) -> str | None:
        """The class of a verb that may report a quotation, None for other words."""
        if token.pos_ not in VERBS and token.tag_ not in VERB_TAGS:
            return None
        if token.dep_ in ("amod", "compound", "aux", "auxpass"):
            return None
        lemma = token.lemma_.lower()
        return self.clause.get(lemma) or self.object.get(lemma) or ("neutral" if lemma in self.words.counting else None)

    def label_of(self, token: Token) -> str | None:
        """The class that a cue carries in the tables: of a verb, a noun or "according to"."""
        return self.class_of(token) or self.other.get(token.lemma_.lower()) or self.other.get(token.lower_)


def _class_by_lemma(classes: dict[CueClass, frozenset[str]]) -> dict[str, str]:
    return {lemma: name for name, lemmas in reversed(classes.items()) for lemma in lemmas}


class Speaker(NamedTuple):
    """Who says something: the fullest name, the actor when known, and where the text names them."""

    name: str | None  # null where the article does not settle whom a pronoun means
    actor_id: str | None
    start: int
    end: int
    head: str  # lemma of the head noun: "official"


class Speakers:
    """Finds and names the speakers of one article; asked in the order of the text, it knows those before."""

    def __init__(
        self, positions: Positions, mentions: Sequence[Mention], cast: Cast, cues: CueBook, quoted: AbstractSet[int]
    ) -> None:
        """Index the mentions by token; ``quoted`` are the tokens in quotation marks."""
        self.doc: Doc = positions.doc
        self.positions = positions
        self.cast = cast
        self.cues = cues
        self.quoted = quoted
        self.mention_at = {t.i: m for m in mentions for t in positions.tokens(m.start, m.end)}
        # Speakers so far, the latest last or alone: by where they are near, by their heads, and of bodies.
        self._near: dict[int, list[Speaker]] = {}
        self._by_head: dict[str, Speaker] = {}
        self._last_body: Speaker | None = None
        self._authors: dict[str, Speaker] = {}  # document noun -> who issued it
        self._known: dict[tuple[int, bool], Speaker | None] = {}

    def quote(self, start: int, end: int, kind: str, rule: str, cue: Token | None, speaker: Speaker | None) -> Quote:
        """The record of some words, not yet numbered."""
        return Quote(
            quote_id=0,
            start=start,
            end=end,
            kind=kind,
            cue=cue.text if cue is not None else None,
            cue_class=self.cues.label_of(cue) if cue is not None else None,
            speaker=speaker.name if speaker else None,
            speaker_id=speaker.actor_id if speaker else None,
            speaker_start=speaker.start if speaker else None,
            speaker_end=speaker.end if speaker else None,
            rule=rule,
        )

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
        pronoun = next((c for c in cue.children if c.dep_ in SUBJECTS and c.tag_ in RELATIVE), None)
        if pronoun is not None:  # "officials who say"
            speaker = speaker._replace(start=pronoun.idx, end=pronoun.idx + len(pronoun))
        if speaker.name is not None and cue.i not in self.quoted:
            self._remember(speaker)
            for noun in _documents_beside(cue, self.cues.documents):
                self._authors[noun.lemma_.lower()] = speaker
        return speaker

    def _remember(self, speaker: Speaker) -> None:
        """Note whom a later "he" or "the official" may mean."""
        for area in range(speaker.start // _NEAR, (speaker.end + _NEAR) // _NEAR + 1):
            self._near.setdefault(area, []).append(speaker)
        if speaker.actor_id is None or " " in (speaker.name or ""):
            self._by_head[speaker.head] = speaker
        if speaker.head in self.cues.bodies:
            self._last_body = speaker

    # --- from the cue to its source ---

    def source_of(self, cue: Token, *, quotes_others: bool = True) -> Token | None:
        """The noun or pronoun that says it; the first of these that describes the cue decides."""
        quoting = self.cues.words.quoting
        if cue.lower_ == "according":  # "according to Turkey"
            return _behind_to(cue)
        if cue.lower_ == "by":  # "by its own count"
            return counter_of(cue)
        if cue.text in SIGNING and (signed := signature(cue)) is not None:  # "Toll rises to 12: ministry"
            return signed
        if cue.text == ":":  # "MERKEL: The war is lost."
            return self.doc[cue.i - 1] if cue.i else None
        if cue.pos_ == "NOUN":  # "Obama's claim"
            return _source_of_noun(cue)
        if cue.dep_ == "acomp":  # "Turkey is confident"
            return subject_of(cue.head)
        if cue.lemma_ in quoting and quotes_others:  # "Reuters quoted an official"
            return _quoted_by(cue)
        if cue.dep_ == "pcomp" and cue.head.lower_ == "as":  # "quoted an official as saying"
            verb = next((a for a in cue.head.ancestors if a.lemma_ in quoting), None)
            if verb is not None:
                return _quoted_by(verb)
        if is_passive(cue) and cue.lemma_ not in quoting:  # "was condemned by Turkey"
            return self._agent_of(cue)
        return self._subject_of(cue)

    def _agent_of(self, cue: Token) -> Token | None:
        agent = next((child for child in cue.children if child.dep_ == "agent"), None)
        if agent is not None:
            return next(iter(agent.children), None)
        # A "by" that hangs on what is said: "was accused of war crimes by Mr. Kerry".
        for token in self.doc[cue.i + 1 : cue.right_edge.i + 1]:
            if token.dep_ in ("prep", "agent") and token.lower_ == "by":
                noun = _object_of(token)
                if noun is not None and noun.i in self.mention_at:
                    return noun
        return None

    def _subject_of(self, cue: Token) -> Token | None:
        subject = _controller(cue) or subject_of(cue)
        if subject is not None:
            return (_nearer_subject(cue, subject) or subject) if subject.i < cue.i else subject
        subject, before = _inverted_subject(cue), cue.i - 1
        if subject is None and before in self.mention_at and before not in self.quoted:
            return self.doc[before]  # an acronym that the parser took for another word
        return subject

    # --- from the source to its name ---

    def speaker_from(self, source: Token, cue: Token) -> Speaker | None:
        """Name a source as fully as the article does."""
        named = relative_antecedent(cue) if source.tag_ in RELATIVE else source
        if named is None:
            return None
        parts = (named, *self._conjuncts(named, cue))
        speakers = [speaker for part in parts if (speaker := self._one_speaker(part, cue)) is not None]
        if len(speakers) < 2:
            return speakers[0] if speakers else None
        names = dict.fromkeys(name for speaker in speakers if speaker.name for name in speaker.name.split("; "))
        return speakers[0]._replace(
            name="; ".join(names) or None,
            actor_id=next((speaker.actor_id for speaker in speakers if speaker.actor_id), None),
            end=max(speaker.end for speaker in speakers),
        )

    def _conjuncts(self, source: Token, cue: Token) -> Iterator[Token]:
        # "the observatory and state television": parsers hang the first on the second
        for child in source.lefts:
            if child.dep_ == "nmod" and child.i in self.mention_at and any(c.dep_ == "cc" for c in child.children):
                yield child
        for child in source.conjuncts:
            # "Clinton, who shuttled between Israel and Egypt": parsers hang the last on the first
            is_told_of = any(c.dep_ == "relcl" and source.i < c.i < child.i for c in source.children)
            is_beside = child.i > source.i and (child.i < cue.i) == (source.i < cue.i)
            if is_beside and not is_told_of and child.pos_ not in VERBS:
                yield child

    def _one_speaker(self, source: Token, cue: Token) -> Speaker | None:
        mention = self.mention_at.get(source.i)
        if source.pos_ == "PRON" or source.tag_ in ("PRP", "EX", "DT"):
            if mention is not None:
                return self.from_mention(mention, source)
            return self._meant_by_pronoun(source, cue) or _as_written(source)
        person = self._person_in(source)
        if person is not None:
            return self.from_mention(person, source)
        if mention is not None and mention.rule not in ("institution", "modifier", "possessive"):
            return self.from_mention(mention, source)
        lemma = source.lemma_.lower()
        if lemma in self.cues.documents:
            return self.document(source)
        start, end = phrase_bounds(source)
        if cue.text in SIGNING and cue.i < source.i:
            start = max(start, cue.i + 1)
        end -= self.doc[end - 1].tag_ == "POS"
        if mention is None and end - start <= 2 and self.doc[start].lower_ in (*_POINTING, "both"):
            # "the official", "the group": a source without a name that has spoken before
            known = self._by_head.get(lemma) or (self._last_body if lemma in _STAND_IN else None)
            if known is not None:
                return known._replace(start=self.doc[start].idx, end=source.idx + len(source))
        name = self._phrase(start, end)
        if not name:
            return None
        if mention is None and lemma in self.cues.titles:  # Turkey for "an official from Turkey's Foreign Ministry"
            mention = next((self.mention_at[i] for i in range(start, end) if i in self.mention_at), None)
        span = self.doc[start:end]
        return Speaker(name, mention.actor_id if mention is not None else None, span.start_char, span.end_char, lemma)

    def from_mention(self, mention: Mention, source: Token) -> Speaker:
        """The actor that a mention names, as a speaker."""
        name = self.cast.fullest_name(mention.actor_id)
        return Speaker(name, mention.actor_id, mention.start, mention.end, source.lemma_.lower())

    def is_speaker(self, noun: Token) -> bool:
        """Whether a noun names somebody who can speak: an actor, a person by office, a body or a document."""
        return noun.i in self.mention_at or noun.lemma_.lower() in self.cues.speaking

    def _phrase(self, start: int, end: int) -> str:
        """A noun phrase without the article or number before it."""
        while start < end - 1 and self.doc[start].lower_ in ("the", "a", "an", "one", "both"):
            if self.doc[start].dep_ not in ("det", "nummod", "cc", "preconj", "predet"):
                break
            start += 1
        return self.doc[start:end].text.strip(" ,\"'")

    def _person_in(self, source: Token) -> Mention | None:
        """The person named by the phrase: "Foreign Minister Mevlut Cavusoglu", "ambassador, Bashar Jaafari"."""
        for i in range(*phrase_bounds(source, relative=True)):
            mention = self.mention_at.get(i)
            if mention is None or self.cast.names[mention.actor_id].kind != "person" or mention.form == "pronoun":
                continue
            words = self.positions.tokens(mention.start, mention.end)
            head = words.root
            if mention.rule == "possessive" or head.dep_ == "poss":
                continue
            is_apposition = head.head == source and head.dep_ in ("appos", "compound", "nmod", "flat")
            if head == source or is_apposition or (head.dep_ != "conj" and self._is_titled(source, words.start)):
                return mention
        return None

    def _is_titled(self, source: Token, start: int) -> bool:
        """Whether a title leads to the name that starts at a token."""
        if start == 0 or source.lemma_.lower() not in self.cues.titles:
            return False
        before = self.doc[start - 1]
        return before.i in self.mention_at or before.pos_ == "PROPN" or before.lower_ in self.cues.titles

    # --- pronouns, "the official", "the letter": who was named before ---

    def _meant_by_pronoun(self, token: Token, cue: Token) -> Speaker | None:
        word, end = token.lower_, token.idx + len(token)
        if word in ("he", "she"):
            # Nobody of that gender is named nearby: an unnamed person who spoke just before.
            around = self._near.get(token.idx // _NEAR, ())
            near = [s for s in around if s.start < token.idx < s.end + _NEAR]
            unnamed = [s for s in near if s.actor_id is None or s.head in self.cues.titles]
            return unnamed[-1]._replace(start=token.idx, end=end) if unnamed else None
        subject = self._subject_before(token, cue) if word in ("it", "they") else None
        named = self._one_speaker(subject, cue) if subject is not None else None
        return named._replace(start=token.idx, end=end) if named else None

    def _subject_before(self, token: Token, cue: Token) -> Token | None:
        """What "it" or "they" means: the subject of the clause around it, else of the sentence before."""
        around = [c for a in cue.ancestors if a.pos_ in VERBS for c in a.children if c.i < token.i]
        sentence = self.positions.sentence_of(token.idx)
        if sentence.sent_id:
            previous = self.positions.sentences[sentence.sent_id - 1]
            around += self.positions.tokens(previous.start, previous.end).root.children
        return next((c for c in around if c.dep_ in SUBJECTS and c.pos_ != "PRON"), None)

    def document(self, source: Token) -> Speaker:
        """A document as a speaker: whoever issued it, when the article has said who."""
        lemma, end = source.lemma_.lower(), source.idx + len(source)
        start, _ = phrase_bounds(source)
        author = self._authors.get(lemma)
        if author is not None and self.doc[start].lower_ in _POINTING:
            return author._replace(start=self.doc[start].idx, end=end)
        for held in (t for prep in source.rights if prep.lower_ in ("in", "by", "from") for t in prep.children):
            if held.i in self.mention_at or held.ent_type_ == "ORG":  # "a report in The Advocate"
                return self._one_speaker(held, source) or _as_written(held)
        name = self._phrase(start, source.i + 1)
        if " " not in name and lemma in ("document", "text", "draft", "paper"):
            name = self._last_document(source.i) or name
        return Speaker(name, None, self.doc[start].idx, end, lemma)

    def _last_document(self, before: int) -> str | None:
        """The latest document that is more than "the document": "draft resolution"."""
        lemmas = self.positions.lemmas
        for i in range(before - 1, max(0, before - _DOCUMENT_BACK), -1):
            if lemmas[i] in self.cues.documents and self.doc[i].pos_ == "NOUN":
                name = self._phrase(phrase_bounds(self.doc[i])[0], i + 1)
                if " " in name:
                    return name
        return None


def _as_written(token: Token) -> Speaker:
    """Where a pronoun stands, and the word itself if it is one like "some" that means nobody named."""
    is_indefinite = token.tag_ not in ("PRP", "PRP$", "WP", "WDT", "EX")
    return Speaker(token.lower_ if is_indefinite else None, None, token.idx, token.idx + len(token), token.lower_)


def _documents_beside(cue: Token, documents: AbstractSet[str]) -> Iterator[Token]:
    """As in "In a letter, the group said": from here on "the letter" speaks for the group."""
    for child in cue.children:
        if child.dep_ == "prep" and child.lower_ in ("in", "by", "through", "via"):
            yield from (noun for noun in child.children if noun.lemma_.lower() in documents)


# --- where a cue has its source --------------------------------------------------------------


def _object_of(preposition: Token) -> Token | None:
    return next((child for child in preposition.children if child.dep_ == "pobj"), None)


def _behind_to(according: Token) -> Token | None:
    to = next((child for child in according.children if child.dep_ == "prep"), None)
    if to is None and according.i + 1 < len(according.doc):
        to = according.nbor(1)
    return _object_of(to) if to is not None else None


def _source_of_noun(cue: Token) -> Token | None:
    """As in "Obama's claim", "a statement by the group", "X made the claim"."""
    for child in cue.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            return _object_of(child)
    return subject_of(cue.head) if cue.dep_ in OBJECTS and cue.head.pos_ in VERBS else None


def _quoted_by(verb: Token) -> Token | None:
    """Whom a verb of quoting quotes: its object, or the subject of a passive."""
    return subject_of(verb) if is_passive(verb) else next((c for c in verb.children if c.dep_ in OBJECTS), None)


def _controller(cue: Token) -> Token | None:
    """Who does what an infinitive says: Stumpf in "forced Stumpf to admit", Trump in "Trump had a chance to say"."""
    if not any(child.tag_ == "TO" for child in cue.children) or any(c.dep_ in SUBJECTS for c in cue.children):
        return None
    if cue.dep_ == "xcomp":
        return next((c for c in cue.head.children if c.dep_ in OBJECTS and cue.head.i < c.i < cue.i), None)
    if cue.dep_ == "acl":
        possessor = next((c for c in cue.head.children if c.dep_ == "poss"), None)
        if possessor is None and cue.head.dep_ in ("dobj", "attr", "pobj"):
            verb = next((a for a in cue.head.ancestors if a.pos_ in VERBS), None)
            return subject_of(verb) if verb is not None else None
        return possessor
    return None


def _inverted_subject(cue: Token) -> Token | None:
    """The official in `"...", said an official briefed on the talks`, where the parser takes him for what is said."""
    before = next((t for t in reversed(cue.doc[max(0, cue.i - 3) : cue.i]) if not t.is_space), None)
    if before is None or not before.is_punct:
        return None
    for child in cue.rights:
        is_name = child.dep_ in OBJECTS and child.pos_ == "PROPN" and cue.lemma_ != "tell"
        if is_name and phrase_bounds(child)[0] == cue.i + 1:
            return child  # `"Where were you?" asked Ann Lee`
        subject = next((c for c in child.children if c.dep_ in SUBJECTS), None) if child.dep_ == "ccomp" else None
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
