"""Frames: what a number tells, whatever its subject: what happened or is measured, and of whom or what.

``triggers`` proposes the words that may tell; here one of them, or the noun that is measured, is chosen by grammar
alone. A codebook then sorts numbers by all of them.
"""

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Token

from crossread.extract.clauses import Clauses, clause_verb, is_passive
from crossread.extract.contests import contest_of
from crossread.extract.quantities import Quantity
from crossread.extract.syntax import (
    NOUNS,
    NUMBERS,
    OBJECTS,
    SUBJECTS,
    VERBS,
    Positions,
    described,
    first_conjunct,
    is_argument,
    is_listed,
    subject_of,
)
from crossread.extract.triggers import SAME, Trigger, Triggers
from crossread.extract.units import UnitBook
from crossread.lexicon import kind_of_name

_APART = 3  # words between two measures of one thing
_UP = 6  # steps from a measure to the word that it measures
_AUXILIARY = ("be", "have", "do")
_ACTING = ("people", "companies")  # classes of units that do something themselves
_PLURALS = ("NNS", "NNPS")


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
        self._saying = clauses.words["raising"] - clauses.words["managing"]  # not whose number it is
        self._levels = self.words.light | self.words.changes  # verbs that tell the level of their subject
        self._last_share: Told | None = None  # the last percentage and what it tells
        self._empty = self.words.light - self.words.changes

    def frame(self, quantity: Quantity, before: Told | None) -> Frame:
        """The frame of a number; one that is listed with the number before it, or part of it, has the event of that."""
        proposed = self._proposed(quantity, before)
        triggers = tuple(_distinct(proposed.all()))
        measured, frame_before = None, before[1] if before is not None else None
        if before is not None and frame_before is not None and self._is_same_told_again(quantity, before[0]):
            is_level = quantity.start > 0 and self.doc[quantity.start - 1].lower_ == "to"  # "rose 2 points to 14.7"
            is_change = frame_before.is_change and not is_level
            contest = contest_of(proposed.anchor, self.words) if quantity.measure == "percent" else None
            of = (contest.other if contest is not None else None) or frame_before.of
            return frame_before._replace(rule="list", triggers=triggers, is_change=is_change, of=of)
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
            if event.dep_ in ("acl", "relcl") and not is_listed(event, self.words.befalls):
                event, rule = self._above(proposed.anchor, event, rule)
            is_bare = rule == "toll" and described(event) == [event] and before is not None
            if is_bare and before is not None and before[0].start >= event.sent.start:
                # "81 people died, bringing the tally to 4,120"
                triggers += (Trigger(self.doc[quantity.number], SAME, "toll"),)
            if chosen is None and quantity.noun is None:
                measured = self._leveled(event)
        what = self._what(event, quantity, measured)
        of = self._of(event, quantity, measured, proposed.anchor)
        if quantity.measure == "percent":
            goes_on = self._share_before(quantity, event, measured)
            if goes_on is not None:
                what, triggers = goes_on.what, (*triggers, *goes_on.triggers)
            contest = contest_of(proposed.anchor, self.words)
            if contest is not None:
                what, of = contest.what, contest.first or of
        is_change = self._is_change(quantity, event, measured, proposed.anchor)
        frame = Frame(event, rule, what, of, is_change, triggers, measured)
        if quantity.measure == "percent":
            self._last_share = (quantity, frame)
        return frame

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

    def _share_before(self, quantity: Quantity, event: Token, measured: Token | None) -> Frame | None:
        """What a share goes on with: "Roe has 26 percent of the votes, followed by Doe with 24 percent"."""
        if self._last_share is None or quantity.noun is not None or measured is not None:
            return None
        before, frame = self._last_share
        is_held = quantity.start > 0 and self.doc[quantity.start - 1].lower_ in ("with", "'s", "’s")
        is_near = before.start >= self.doc[quantity.start].sent.start
        return frame if is_near and (is_held or event.lemma_.lower() in self.words.light) else None

    def _tells(self, trigger: Trigger, quantity: Quantity) -> bool:
        """Whether a trigger says what happened to what is counted, by its role and its kind of word."""
        word, lemma = trigger.word, trigger.word.lemma_.lower()
        match trigger.role:
            case "same":
                return True
            case "tolls":
                is_stock = lemma in self.words.stocks and quantity.noun is None and word.nbor().lower_ != "of"
                return (is_stock or lemma in self.words.totals_of) and self._is_linked(word, quantity)
            case "number of":
                is_told = word.tag_ in ("VBN", "JJ", "VBG", "NN", "NNS") and lemma not in self.words.anybody
                is_aside = word.pos_ in NOUNS and first_conjunct(word).dep_ in OBJECTS  # "of refugees fleeing war"
                is_told = is_told and not is_aside and lemma not in self.words.totals_of
                return is_told and self._is_linked(word, quantity)
            case "adjectives":
                is_told = word.tag_ in ("VBN", "JJ") and word.dep_ != "amod"
                is_empty = lemma in self.words.light or lemma in self.clauses.words["raising"]
                return (is_told and not is_empty) or self._is_outcome(word)
            case "state" if word not in (quantity.noun and quantity.noun.head, self.doc[quantity.number].head):
                return False
            case "object" | "subject" | "state" | "takes":
                is_found = trigger.role == "object" and is_passive(word) and self._is_of_people(quantity)
                return word.pos_ in VERBS and (not self._says_little(word) or (is_found and not _is_completed(word)))
            case "nouns":
                is_event = self.is_happening(word) or not self.book.is_people(word)
                return word.pos_ == "NOUN" and lemma not in self.words.collective and is_event
        return False

    def _says_little(self, verb: Token) -> bool:
        """Whether a verb needs what completes it; "took in 500" does not."""
        lemma = verb.lemma_.lower()
        is_light = lemma in self.words.light and not any(child.dep_ == "prt" for child in verb.rights)
        return is_light or lemma in self.clauses.words["raising"]

    def _is_of_people(self, quantity: Quantity) -> bool:
        return quantity.noun is not None and self.book.is_people(quantity.noun)

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
        if self._says_little(verb) and verb.lemma_.lower() in self.words.light:
            if self.is_happening(anchor) and anchor.pos_ == "NOUN":
                return anchor, "counter"  # "made 200 arrests"
            held = (t for child in verb.rights if child.dep_ == "prep" and child.i > anchor.i for t in child.children)
            state = next((t for t in held if t.dep_ == "pobj" and t.pos_ == "NOUN" and not t.ent_type_), None)
            if state is not None and anchor.dep_ in SUBJECTS:
                return state, "phrase"  # "were without power"
        is_within = first_conjunct(anchor).dep_ == "pobj"  # "declared an emergency in five counties"
        if verb.lemma_.lower() in self.clauses.words["raising"] and anchor.pos_ == "NOUN" and not is_within:
            return anchor, "counter"
        return (verb, "clause") if verb != anchor or anchor.pos_ in VERBS else (anchor, "noun")

    def _above(self, anchor: Token, event: Token, rule: str) -> tuple[Token, str]:
        """The clause of what a participle only describes: "2,000 people affected by it have died"."""
        verb = anchor.head
        if anchor.dep_ in SUBJECTS and is_listed(verb, self.words.befalls):
            return verb, "verb"
        above = self._governor(anchor)
        return above if rule == "modifier" and above[1] == "phrase" else (event, rule)

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
        if quantity.measure == "amount" and self._is_distance(quantity):
            return "distance"
        parts = [] if measured is None else described(measured)
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
        words = dict.fromkeys(self.words.verb_of.get(lemma, lemma) for lemma in lemmas if lemma not in _AUXILIARY)
        return " ".join(words) or None

    def _is_distance(self, quantity: Quantity) -> bool:
        """As in "150 miles northwest of the island"."""
        behind = self.doc[quantity.end : quantity.end + 1].text.lower()
        return quantity.unit in self.words.lengths and behind in self.words.directions

    def _completed(self, verb: Token, quantity: Quantity) -> Iterator[Token]:
        """What completes a verb of which the number is the subject: "suffered losses", "were forced to flee"."""
        held = range(quantity.start, quantity.end)
        for child in verb.children:
            if child.i in held or (quantity.noun is not None and child == quantity.noun):
                continue
            is_thing = child.dep_ in OBJECTS and child.pos_ == "NOUN"
            is_clause = child.dep_ in ("xcomp", "ccomp") and child.pos_ in VERBS and child.i > quantity.end
            if is_thing or child.dep_ in ("acomp", "oprd") or (is_clause and verb.i >= quantity.end):
                yield child

    def _measured(self, anchor: Token) -> tuple[Token | None, Token | None]:
        """The noun that a measure tells of, and the verb: "the unemployment rate rose to 5 percent", "a $15 wage"."""
        token = anchor
        done = self.doc[anchor.i + 1 : anchor.i + 2]
        if done and done[0].tag_ == "VBN" and done[0].head == anchor:
            return None, done[0]  # "25 percent contained"
        for _ in range(_UP):
            head, role = token.head, token.dep_
            if head == token:
                break
            if head.pos_ in VERBS:
                if role in SUBJECTS:
                    return None, head
                subject = self.level_subject(head)
                is_group = subject is not None and subject.tag_ in _PLURALS and head.lemma_ in ("be", "make")
                if is_group and anchor.tag_ == "NN" and not self._is_compared(anchor):
                    return None, head  # "women were 39 percent", "make up 58 percent of deaths"
                return (subject if subject is not None and not self.book.is_people(subject) else None), head
            is_noun = head.pos_ == "NOUN" and head.ent_type_ not in NUMBERS and not head.like_num
            is_noun = is_noun and head.lemma_.lower() not in self.words.collective
            if is_noun and role in ("nummod", "compound", "amod", "nmod", "prep", "npadvmod"):
                return head, clause_verb(head) if head.dep_ in ("pobj", *SUBJECTS) and role == "prep" else None
            token = head
        return None, token if token.pos_ in VERBS else None

    def _is_compared(self, anchor: Token) -> bool:
        """Whether a measure tells how much more or less: "prices were 5 percent higher"."""
        return any(t.lower_ in self.words.change_words for t in self.doc[anchor.i + 1 : anchor.i + 2])

    # --- of whom ---

    def _of(self, event: Token, quantity: Quantity, measured: Token | None, anchor: Token) -> Token | None:
        """Whom or what a number is of: who owns, has, causes or is what is counted."""
        for noun in filter(None, (measured, event if event.pos_ in NOUNS else None, quantity.noun, anchor)):
            owner = next((child for child in noun.children if _is_owner(child)), None)
            if owner is not None:
                return owner
        own = self._own_noun(quantity)
        if quantity.measure == "percent" and own is not None and own.i == quantity.end and own.tag_ in _PLURALS:
            return own  # "35 percent Republicans"
        held = (
            self.doc[quantity.start - 2]
            if quantity.start > 1 and self.doc[quantity.start - 1].lower_ == "with"
            else None
        )
        if held is not None and (held.pos_ == "PROPN" or self.book.is_people(held) or kind_of_name(held.lemma_)):
            return _named_by(held)  # "Democrats with 32.3 percent", "the Vintners, a group with 550 members"
        is_own_participle = event.dep_ == "acl" and event.head == anchor  # "was 25 percent contained"
        verb = event if event.pos_ in VERBS and not is_own_participle else clause_verb(anchor)
        if verb.pos_ in VERBS and verb.lemma_.lower() not in self._saying and is_argument(anchor, verb):
            subject = self._doer(verb)
            counted = (anchor, quantity.noun, measured)
            is_own = (
                subject is None
                or subject in counted
                or subject.lemma_.lower() in self.words.totals_of | self.words.stocks
                or (subject not in verb.ancestors and _spans(subject, quantity.number))
            )
            agent = self._agent(verb) if is_passive(verb) else None
            if agent is not None and (is_own or measured is None):
                return agent
            is_borne = is_passive(verb) and measured is None and quantity.measure == "count"  # "were arrested at it"
            if not is_own and subject is not None and not is_borne:
                if subject.lemma_.lower() not in self.words.authorities or quantity.measure != "count":
                    return _named_by(subject)
                return own
        return own if measured is None else self._held_by(measured)

    def _agent(self, verb: Token) -> Token | None:
        return next((t for c in verb.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"), None)

    def _held_by(self, noun: Token) -> Token | None:
        """Whose measure a noun tells: "the rate in Ohio", "Medicare spending"."""
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "for", "in", "on"):
                held = next(
                    (t for t in child.children if t.dep_ == "pobj" and t.ent_type_ not in (*NUMBERS, "DATE")), None
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
        if noun is None or noun.lemma_.lower() in self.words.anybody | self.words.stocks:
            return None
        if self.is_happening(noun) and not self.book.is_people(noun):
            return None
        known = self.book.known(noun)
        is_doing = noun.dep_ in ("nsubj", "nsubjpass") and noun.head.pos_ in VERBS and known is None
        acts = known is not None and known[0] in _ACTING
        return noun if is_doing or acts or quantity.measure != "count" else None

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


def _spans(noun: Token, i: int) -> bool:
    return noun.left_edge.i <= i <= noun.right_edge.i


def _is_completed(verb: Token) -> bool:
    """Whether a clause or a word completes a verb: "are believed to be trapped", "were reported dead"."""
    return any(child.dep_ in ("xcomp", "ccomp", "oprd", "acomp", "attr", "advcl") for child in verb.rights)


def _named_by(noun: Token) -> Token:
    """What a noun in apposition describes: "the Vintners" for "a trade group" behind it."""
    return noun.head if noun.dep_ == "appos" else noun


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
