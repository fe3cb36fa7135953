"""Frames: what a number tells, whatever its subject: what happened or is measured, and of whom or what.

``triggers`` proposes the words that may tell; here one of them, or the noun that is measured, is chosen by grammar
alone. A codebook then sorts numbers by all of them.
"""

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Token

from crossread.extract.clauses import Clauses, clause_verb, is_passive
from crossread.extract.quantities import Quantity
from crossread.extract.syntax import NOUNS, OBJECTS, SUBJECTS, VERBS, Positions, described, subject_of
from crossread.extract.triggers import SAME, Trigger, Triggers
from crossread.extract.units import UnitBook

_APART = 3  # words between two measures of one thing
_UP = 6  # steps from a measure to the word that it measures
_AUXILIARY = ("be", "have", "do")
_NUMBERS = ("PERCENT", "MONEY", "CARDINAL")


class Frame(NamedTuple):
    """What a number tells.

    ``event`` is the word that says it, ``rule`` how it was found; ``of`` is whom or what the number is of; ``measured``
    the noun of which a measure tells ("the unemployment rate rose to 5 percent"), which a codebook may ask for.
    """

    event: Token
    rule: str
    what: str | None
    of: Token | None
    is_change: bool
    triggers: tuple[Trigger, ...]
    measured: Token | None = None


Told = tuple[Quantity, Frame]  # a number and what it tells


class Framer:
    """Reads the frames of the numbers of one article."""

    def __init__(self, positions: Positions, book: UnitBook, clauses: Clauses, strong: frozenset[str]) -> None:
        """Prepare a document; ``strong`` are words that name what happened."""
        self.strong = strong
        self.doc = positions.doc
        self.book = book
        self.words = book.words
        self.clauses = clauses
        self._levels = self.words.light | self.words.changes  # verbs that tell the level of their subject
        self._empty = self.words.light - self.words.changes

    def frame(self, quantity: Quantity, before: Told | None) -> Frame:
        """The frame of a number; one that is listed with the number before it, or part of it, has the event of that."""
        proposed = self._proposed(quantity, before)
        triggers = tuple(_distinct(proposed.all()))
        measured, frame_before = None, before[1] if before is not None else None
        if before is not None and frame_before is not None and self._is_same_told_again(quantity, before[0]):
            is_level = quantity.start > 0 and self.doc[quantity.start - 1].lower_ == "to"  # "rose 2 points to 14.7"
            is_change = frame_before.is_change and not is_level
            return frame_before._replace(rule="list", triggers=triggers, is_change=is_change)
        if quantity.measure != "count":
            measured, verb = self._measured(proposed.anchor)
            event = verb or measured or proposed.anchor
            rule = "measure"
        else:
            # "the search for the 12 missing men": they are missing, whatever else is said of them
            is_definite = quantity.start > 0 and self.doc[quantity.start - 1].lower_ in ("the", "these", "those")
            sure = (t for t in triggers if t.rule == "modifier" and t.word.dep_ == "amod" and self._is_outcome(t.word))
            telling = (trigger for trigger in triggers if self._tells(trigger, quantity))
            chosen = (next(sure, None) if is_definite else None) or next(telling, None)
            if chosen is not None and chosen.role == SAME and frame_before is not None:
                of = self._own_noun(quantity) or frame_before.of
                return frame_before._replace(rule=chosen.rule, of=of, triggers=triggers)
            event, rule = (chosen.word, chosen.rule) if chosen is not None else self._governor(proposed.anchor)
            if chosen is None and quantity.noun is None:
                measured = self._leveled(event)
        what = self._what(event, quantity, measured)
        is_held = quantity.start > 0 and self.doc[quantity.start - 1].lower_ in ("with", "'s", "’s")
        is_bare = quantity.measure == "percent" and quantity.noun is None
        is_bare = is_bare and (is_held or event.lemma_.lower() in self.words.light)
        if is_bare and measured is None and before is not None and before[0].measure == "percent":
            what = before[1].what  # "Roe has 26 percent of the votes and Doe has 24 percent"
        return Frame(
            event,
            rule,
            what,
            self._of(event, quantity, measured, proposed.anchor),
            self._is_change(quantity, event, measured, proposed.anchor),
            triggers,
            measured,
        )

    def single(self, quantity: Quantity, before: Told | None) -> Frame | None:
        """The frame of one without a number ("a bus driver was killed"); None where nothing befalls it."""
        proposed = self._proposed(quantity, before)
        triggers = tuple(_distinct(proposed.of_one()))
        noun = quantity.noun
        befalls = self.words.befalls if noun is not None and self.book.is_people(noun) else self.words.breaks
        for trigger in triggers:
            if trigger.role == SAME:
                if before is None or before[1].event.lemma_.lower() not in befalls:
                    continue
                return before[1]._replace(rule=trigger.rule, triggers=triggers)
            if is_listed(trigger.word, befalls):
                event = trigger.word
                of = self._of(event, quantity, None, proposed.anchor)
                return Frame(event, trigger.rule, self._what(event, quantity, None), of, False, triggers)
        return None

    def _proposed(self, quantity: Quantity, before: Told | None) -> Triggers:
        return Triggers(self.doc, quantity, before[0] if before is not None else None, self.book, self.clauses.words)

    def _is_same_told_again(self, quantity: Quantity, before: Quantity) -> bool:
        """As in "$222 billion, or 32 percent", "7,500 acres (3,035 hectares)": one thing in two measures."""
        between = [self.doc[i].text for i in range(before.end, quantity.start)]
        if quantity.measure == before.measure == "count" or len(between) > _APART:
            return False
        if between in (["("], [",", "or"], ["or"], [",", "("], ["—", "or"], ["--", "or"]):
            return True
        return quantity.measure == before.measure and all(text in (",", "and", "compared", "to") for text in between)

    # --- what ---

    def _tells(self, trigger: Trigger, quantity: Quantity) -> bool:
        """Whether a trigger says what happened to what is counted, by its role and its kind of word."""
        word, lemma = trigger.word, trigger.word.lemma_.lower()
        match trigger.role:
            case "same":
                return True
            case "tolls":
                return lemma in self.words.totals_of and self._is_linked(word, quantity)
            case "number of":
                is_told = word.tag_ in ("VBN", "JJ", "NN", "NNS") and lemma not in self.words.anybody
                return is_told and lemma not in self.words.totals_of and self._is_linked(word, quantity)
            case "adjectives":
                is_told = word.tag_ in ("VBN", "JJ") and word.dep_ != "amod"
                is_empty = lemma in self.words.light or lemma in self.clauses.words["raising"]
                return (is_told and not is_empty) or self._is_outcome(word)
            case "state" if word not in (quantity.noun and quantity.noun.head, self.doc[quantity.number].head):
                return False
            case "object" | "subject" | "state" | "takes":
                return (
                    word.pos_ in VERBS and lemma not in self.words.light and lemma not in self.clauses.words["raising"]
                )
            case "nouns":
                is_event = self.is_happening(word) or not self.book.is_people(word)
                return word.pos_ == "NOUN" and lemma not in self.words.collective and is_event
        return False

    def _is_linked(self, word: Token, quantity: Quantity) -> bool:
        """Whether nothing but a link stands between a noun and the number behind it: "the toll rose to 58"."""
        between = self.doc[word.i + 1 : quantity.start]
        verbs = [
            t for t in between if t.pos_ == "VERB" and t.lower_ not in self.book.words.toll_links and t.tag_ != "VBN"
        ]
        return all(verb.lemma_.lower() in self.words.changes for verb in verbs)

    def _governor(self, anchor: Token) -> tuple[Token, str]:
        """The nearest verb or noun that a number hangs on, where nothing tells what happened."""
        head = anchor.head
        if anchor.dep_ == "pobj" and head.dep_ == "prep" and anchor.pos_ == "NOUN":
            above = head.head
            if (
                above.pos_ == "NOUN"
                and above.lemma_.lower() not in self.words.collective
                and not self.book.is_people(above)
            ):
                return above, "noun"
            if above.pos_ == "NOUN" or self.is_happening(anchor):
                return anchor, "counter"  # "wounded in three separate shootings", "a group with 550 members"
        verb = clause_verb(anchor)
        if verb.lemma_.lower() in self.words.light:
            if self.is_happening(anchor) and anchor.pos_ == "NOUN":
                return anchor, "counter"  # "made 200 arrests"
            held = (t for child in verb.rights if child.dep_ == "prep" and child.i > anchor.i for t in child.children)
            state = next((t for t in held if t.dep_ == "pobj" and t.pos_ == "NOUN" and not t.ent_type_), None)
            if state is not None and anchor.dep_ in SUBJECTS:
                return state, "phrase"  # "were without power"
        if verb.lemma_.lower() in self.clauses.words["raising"] and anchor.pos_ == "NOUN":
            return anchor, "counter"
        return (verb, "clause") if verb != anchor or anchor.pos_ in VERBS else (anchor, "noun")

    def _is_outcome(self, word: Token) -> bool:
        return word.lower_ in self.words.outcomes

    def is_happening(self, noun: Token) -> bool:
        """Whether a noun itself names what happened: "shooting", "arrest"."""
        return noun.lemma_.lower() in self.strong or noun.lemma_.endswith("ing")

    def _leveled(self, verb: Token) -> Token | None:
        """The noun of which a number alone tells the level: "the cap exceeded 200,000", "a limit set to 45,000"."""
        if verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.head.pos_ == "NOUN":
            return verb.head
        subject = self.level_subject(verb)
        is_one = subject is not None and subject.tag_ == "NN" and subject.dep_ in SUBJECTS
        return subject if is_one and subject is not None and not self.book.is_people(subject) else None

    def level_subject(self, verb: Token) -> Token | None:
        """The noun of which a verb tells the level or the change: "cases topped 1,000"; not "the company spent"."""
        subject = subject_of(verb) if verb.lemma_.lower() in self._levels else None
        return subject if subject is not None and subject.pos_ == "NOUN" else None

    def _what(self, event: Token, quantity: Quantity, measured: Token | None) -> str | None:
        """What happened or is measured, as a short phrase of lemmas."""
        parts: list[Token] = []
        if measured is not None:
            parts += described(measured)
        if event != measured and (event.pos_ in VERBS or event.pos_ == "ADJ" or measured is None):
            if event.lemma_.lower() not in self._empty or not parts:
                parts.append(event)
            held = range(quantity.start, quantity.end)
            parts += [child for child in event.children if child.dep_ == "prt" and child.i not in held]
            parts += self._completed(event, quantity)
        noun = quantity.noun
        says_little = event.lemma_.lower() in self.words.light or quantity.measure != "count" or not parts
        if noun is not None and says_little and noun.lemma_.lower() not in self.words.anybody:
            parts += described(noun)
        lemmas = (part.lemma_.lower() for part in parts if part.lower_ not in self.words.said_by_unit)
        words = dict.fromkeys(lemma for lemma in lemmas if lemma not in _AUXILIARY)
        return " ".join(words) or None

    def _completed(self, verb: Token, quantity: Quantity) -> Iterator[Token]:
        """What completes a verb of which the number is the subject: "suffered losses", "tested positive"."""
        held = range(quantity.start, quantity.end)
        for child in verb.children:
            if child.i in held or (quantity.noun is not None and child == quantity.noun):
                continue
            if child.dep_ in ("acomp", "oprd") or (child.dep_ in OBJECTS and child.pos_ == "NOUN"):
                yield child

    def _measured(self, anchor: Token) -> tuple[Token | None, Token | None]:
        """The noun that a measure tells of, and the verb: "the unemployment rate rose to 5 percent", "a $15 wage"."""
        token = anchor
        for _ in range(_UP):
            head, role = token.head, token.dep_
            if head == token:
                break
            if head.pos_ in VERBS:
                if role in SUBJECTS:
                    return None, head
                subject = self.level_subject(head)
                return (subject if subject is not None and not self.book.is_people(subject) else None), head
            is_noun = head.pos_ == "NOUN" and head.ent_type_ not in _NUMBERS and not head.like_num
            is_noun = is_noun and head.lemma_.lower() not in self.words.collective
            if is_noun and role in ("nummod", "compound", "amod", "nmod", "prep", "npadvmod"):
                return head, clause_verb(head) if head.dep_ in ("pobj", *SUBJECTS) and role == "prep" else None
            token = head
        return None, token if token.pos_ in VERBS else None

    # --- of whom ---

    def _of(self, event: Token, quantity: Quantity, measured: Token | None, anchor: Token) -> Token | None:
        """Whom or what a number is of: who owns, has, causes or is what is counted."""
        for noun in filter(None, (measured, event if event.pos_ in NOUNS else None, quantity.noun, anchor)):
            owner = next((child for child in noun.children if _is_owner(child)), None)
            if owner is not None:
                return owner
        own = self._own_noun(quantity)
        if quantity.measure == "percent" and own is not None and own.i == quantity.end and self.book.is_people(own):
            return own  # "35 percent Republicans"
        held = (
            self.doc[quantity.start - 2]
            if quantity.start > 1 and self.doc[quantity.start - 1].lower_ == "with"
            else None
        )
        if held is not None and held.pos_ in ("NOUN", "PROPN"):
            return held  # "Democrats with 32.3 percent"
        verb = event if event.pos_ in VERBS else clause_verb(anchor)
        if verb.pos_ in VERBS and verb.lemma_.lower() not in self.clauses.words["raising"]:
            subject = self._doer(verb)
            counted = (anchor, quantity.noun, measured)
            is_own = (
                subject is None
                or subject in counted
                or subject.lemma_.lower() in self.words.totals_of
                or quantity.start <= subject.i < quantity.end
            )
            if not is_own and subject is not None and not (is_passive(verb) and measured is None):
                if subject.lemma_.lower() not in self.words.authorities or quantity.measure != "count":
                    return subject.head if subject.dep_ == "appos" else subject
                return own
            agent = self._agent(verb) if is_passive(verb) else None
            if agent is not None:
                return agent
        return own if measured is None else self._held_by(measured)

    def _agent(self, verb: Token) -> Token | None:
        return next((t for c in verb.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"), None)

    def _held_by(self, noun: Token) -> Token | None:
        """Whose measure a noun tells: "the rate in Ohio", "Medicare spending"."""
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "for", "in"):
                held = next(
                    (t for t in child.children if t.dep_ == "pobj" and t.ent_type_ not in (*_NUMBERS, "DATE")), None
                )
                if held is not None:
                    return held
        return next((child for child in noun.children if child.dep_ == "compound" and child.pos_ == "PROPN"), None)

    def _doer(self, verb: Token) -> Token | None:
        """The subject of a verb that is a noun or a pronoun for somebody."""
        subject = subject_of(verb)
        is_nobody = subject is None or subject.dep_ == "expl" or subject.lower_ in ("there", "who", "which", "that")
        return None if is_nobody else subject

    def _own_noun(self, quantity: Quantity) -> Token | None:
        """What is counted itself, where that says whom: "12 officials", not "12 people"."""
        noun = quantity.noun
        if noun is None or noun.lemma_.lower() in self.words.anybody or self.is_happening(noun):
            return None
        is_doing = noun.dep_ in ("nsubj", "nsubjpass") and noun.head.pos_ in VERBS and self.book.known(noun) is None
        return noun if is_doing or quantity.measure != "count" or self.book.is_people(noun) else None

    # --- level or change ---

    def _is_change(self, quantity: Quantity, event: Token, measured: Token | None, anchor: Token) -> bool:
        """Whether a number tells how much something changed: "rose 7 percent", "fell by 600", "a 60 percent rise"."""
        if quantity.measure == "ratio" and quantity.noun is not None and anchor.nbor(-1).lower_ in ("many", "much"):
            return True
        before = self.doc[quantity.start - 1].lower_ if quantity.start else ""
        if before in ("to", "at", "from"):
            return False
        is_count = quantity.measure == "count"
        compared = (
            self.doc[quantity.number + 1 : quantity.end] if is_count else self.doc[quantity.end : quantity.end + 1]
        )
        if any(t.lower_ in self.words.change_words for t in compared[:1]) and not (is_count and quantity.more):
            return not is_count or compared[0].lower_ not in self.words.more
        changes = self.words.changes
        if measured is not None and measured.lemma_.lower() in changes:
            return True
        is_direct = anchor.dep_ in (*OBJECTS, "npadvmod", "advmod", "attr") or before == "by" or anchor.dep_ == "conj"
        if event.lemma_.lower() in changes and is_direct and (quantity.measure != "count" or before == "by"):
            return True
        return before == "by" and clause_verb(anchor).lemma_.lower() in changes


def _is_owner(token: Token) -> bool:
    """Whether a word owns a noun: "its", "Italy's"; not "Friday's"."""
    if token.dep_ != "poss" or token.ent_type_ in ("DATE", "TIME"):
        return False
    return token.tag_ == "PRP$" or any(child.tag_ == "POS" for child in token.children)


def _distinct(triggers: Iterator[Trigger]) -> Iterator[Trigger]:
    seen = set()
    for trigger in triggers:
        key = (trigger.word.i, trigger.role, trigger.no_weak, trigger.carrier)
        if key not in seen:
            seen.add(key)
            yield trigger


def is_listed(word: Token, words: frozenset[str]) -> bool:
    """Whether a list has a word by its lemma or as it is written."""
    return word.lemma_.lower() in words or word.lower_ in words
