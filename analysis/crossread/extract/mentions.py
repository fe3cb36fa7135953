"""Mentions of actors: which names act, whom short forms mean, and what part each plays.

The rule for nested names: a name inside a longer phrase counts as what the whole phrase names.
"The Russian Foreign Ministry" and "Turkish officials" are mentions of Russia and Turkey (their
institutions, ``grammar.yaml``); "Syrian President Bashar al-Assad" is one of Assad; a country or
city where something happens ("to meet in Moscow") is a place and no mention; an adjective alone
("the Syrian war") is none either.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import takewhile
from typing import NamedTuple

from spacy.tokens import Doc, Token

from crossread.extract.actors import Cast, resolve_actors, slug
from crossread.extract.affiliation import find_affiliations
from crossread.extract.clauses import Clauses, is_passive
from crossread.extract.names import longest
from crossread.extract.records import Mention, Name
from crossread.extract.syntax import (
    OBJECTS,
    SUBJECTS,
    VERBS,
    Positions,
    first_conjunct,
    misread_subject,
    noun_phrase_head,
    span_text,
)
from crossread.lexicon import ORGANISATIONS, Lexicon, words

_STATE_LIKE = frozenset({"state", "place"})
_GROUPS = ORGANISATIONS | {"armed_group"}
_GOVERNMENTS = frozenset({"government", "regime", "administration"})
_LOOK_BACK = 700  # characters in which a pronoun looks for whom it means
_TITLE_NAMES = 3  # names that a title may hold before its person: "Russia's UN envoy for Syria"
_NEARER = 60  # tokens in which bodies without a name come between a noun and the body before them
_MODIFIERS = 2  # words between "the" and a noun that means a body named before
_TITLE_LENGTH = 9  # tokens between a name in a title and the person


class _Naming(NamedTuple):
    """A mention in tokens, before it is a record."""

    start: int
    end: int
    head: int
    actor_id: str
    form: str
    rule: str


def find_mentions(
    names: Sequence[Name], positions: Positions, lexicon: Lexicon, clauses: Clauses
) -> tuple[list[Mention], Cast]:
    """Find every mention of an actor in one article.

    Args:
        names: what it names, from :func:`crossread.extract.names.find_names`.
        positions: its tokens and sentences.
        lexicon: actors and word lists.
        clauses: tells who acts in a passive.

    Returns:
        Mentions in order of their start, none overlapping, with voice ``narrator`` throughout
        (quotes are not known yet); and the cast of the article.
    """
    doc: Doc = positions.doc
    resolved, cast = resolve_actors(doc, names, lexicon)
    finder = _MentionFinder(positions, resolved, cast, lexicon, clauses)
    found = longest(filter(None, map(finder.mention_of, range(len(resolved)))))
    for naming in found:
        if naming.form in ("name", "acronym", "demonym") and naming.rule != "institution":
            cast.surfaces.setdefault(naming.actor_id, set()).add(span_text(doc, naming.start, naming.end))
    found = longest([*found, *finder.nominals(found)])
    found = longest([*found, *finder.pronouns(found)])
    cast.affiliate(find_affiliations(doc, resolved, lexicon), lexicon.actors)
    return [_as_record(naming, positions, clauses) for naming in found], cast


def _as_record(naming: _Naming, positions: Positions, clauses: Clauses) -> Mention:
    text = span_text(positions.doc, naming.start, naming.end)
    start = positions.doc[naming.start].idx
    is_inside = naming.rule in ("modifier", "possessive")  # of a phrase that names something else
    role, agentless = ("other", None) if is_inside else role_of(positions.doc[naming.head], clauses)
    return Mention(
        sent_id=positions.sentence_of(start).sent_id,
        start=start,
        end=start + len(text),
        surface=text,
        actor_id=naming.actor_id,
        form=naming.form,
        role=role,
        agentless=agentless,
        voice="narrator",
        rule=naming.rule,
    )


class _MentionFinder:
    """Decides, for the names of one article, which are mentions and which short forms mean whom."""

    def __init__(self, positions: Positions, names: list[Name], cast: Cast, lexicon: Lexicon, clauses: Clauses) -> None:
        self.positions = positions
        self.doc: Doc = positions.doc
        self.lower = positions.lower
        self.names = names
        self.cast = cast
        self.clauses = clauses
        self.actors = lexicon.actors
        self.grammar = lexicon.grammar
        self.words = words("function_words")
        self.said = frozenset().union(*lexicon.cues.clause.values())
        self.bodies = frozenset().union(*lexicon.grammar.bodies.values())
        self._words: dict[str, set[str]] = {}  # of the names of each actor
        self.covering = {i: n for n, name in enumerate(names) for i in range(name.start, name.end)}

    # --- which names act ---

    def mention_of(self, index: int) -> _Naming | None:
        """The mention that a name makes; None in a dateline, for a place, an adjective or a part of a title."""
        name = self.names[index]
        offset = self.doc[name.start].idx
        if offset < self.positions.sentence_of(offset).start:
            return None
        if name.form == "demonym" or name.kind == "people":
            members = self._people(name)
            if members is not None:
                return members
        if name.actor_id is None:
            return self._local_body(name) if name.kind == "place" else None
        person = self._titled_person(index)
        if person is not None:
            self._note_title(self.names[person], name.end)
            return None
        if name.form == "nominal" and self._is_of_another(name):
            return None
        members = self._members_of(index)
        if members is not None:
            return members
        if name.kind == "person":
            self._note_title(name, self._start_of(name.start, self.grammar.titles | self.words["title_parts"]))
        root = self.doc[name.start : name.end].root
        if self._is_medium(root, name):
            return None
        head = noun_phrase_head(root)
        naming = _Naming(name.start, name.end, root.i, name.actor_id, name.form, name.rule)
        if not name.start <= head.i < name.end:
            return self._before_noun(name, naming, head)
        if name.form == "demonym" and name.kind not in ("person", "party"):
            return None  # "the Swiss"
        return None if name.kind in _STATE_LIKE and self._is_place(root, name) else naming

    def _people(self, name: Name) -> _Naming | None:
        """Those of a people, who are a group of their own: "Syrians"; "the Russians" may stand for Russia."""
        root = self.doc[name.start : name.end].root
        if root.tag_ not in ("NNPS", "NNS") or name.kind == "party" or noun_phrase_head(root) != root:
            return None
        has_the = name.start > 0 and self.lower[name.start - 1] == "the"
        if has_the and name.kind == "state" and name.actor_id is not None:
            return _Naming(name.start, name.end, root.i, name.actor_id, name.form, name.rule)
        text = span_text(self.doc, name.start, name.end)
        actor_id = f"group:{slug(text)}"
        self.cast.add_own(actor_id, "group", text)
        return _Naming(name.start, name.end, root.i, actor_id, "demonym", name.rule)

    def _local_body(self, name: Name) -> _Naming | None:
        """A body of a place that is no actor itself: "Chicago police"."""
        behind = self.doc[name.end : name.end + 1]
        if not behind or behind[0].lemma_.lower() not in self.grammar.organs or behind[0].i in self.covering:
            return None
        text = span_text(self.doc, name.start, name.end + 1)
        actor_id = f"org:{slug(text)}"
        self.cast.add_own(actor_id, "ministry", text)
        return _Naming(name.start, name.end + 1, name.end, actor_id, "name", "institution")

    def _before_noun(self, name: Name, naming: _Naming, head: Token) -> _Naming | None:
        """A name before a noun: an institution's, a possessor's, or a mere adjective."""
        inner = self._names_actor(name.end, head.i + 1)
        is_owner = self.doc[naming.head].dep_ == "poss"
        noun = head.lemma_.lower()
        bodies = self.grammar.members if name.kind in _GROUPS else self.grammar.institutions
        if noun in bodies and head.i >= name.end and not inner:
            # The possessive is part of the phrase: "Turkey's Foreign Ministry".
            institution = naming._replace(end=head.i + 1, head=head.i, rule="institution")
            if name.kind != "person":
                return institution
            affiliation = self.cast.names[naming.actor_id].affiliation
            if is_owner and noun in _GOVERNMENTS and affiliation is not None:  # "Assad's government"
                self.cast.add(self.actors[affiliation])
                return institution._replace(actor_id=affiliation)
        if name.form == "demonym":
            return None
        if is_owner:
            is_land = name.kind in _STATE_LIKE and (noun in self.grammar.land or inner or name.place)
            return None if is_land else naming._replace(rule="possessive")
        return None if name.form == "nominal" or name.kind in _STATE_LIKE else naming._replace(rule="modifier")

    def _names_actor(self, start: int, end: int) -> bool:
        """Whether another actor is named between two tokens: Russia in "the UN's Russian ambassador"."""
        within = (self.names[self.covering[i]] for i in range(start, end) if i in self.covering)
        return any(n.start >= start and n.end <= end and n.actor_id and n.form != "nominal" for n in within)

    def _is_of_another(self, name: Name) -> bool:
        """Whether a common noun belongs to somebody else: "Libyan rebels", "a regime of monitoring"."""
        root = self.doc[name.start : name.end].root
        if any(child.i == name.end and child.lower_ == "of" for child in root.children):
            return True
        before = self.covering.get(name.start - 1)
        other = self.names[before] if before is not None else None
        if other is None or other.actor_id is None or other.kind not in ("state", "body"):
            return False
        country = self.cast.names[name.actor_id].country if name.actor_id else None
        return self.cast.names[other.actor_id].country != country

    def _members_of(self, index: int) -> _Naming | None:
        """A group named before the common noun for its members: "Islamic State militants"."""
        name, following = self.names[index], self.names[index + 1 : index + 2]
        if name.kind not in _GROUPS or name.form == "nominal" or name.actor_id is None:
            return None
        if not following or following[0].form != "nominal" or following[0].start != name.end:
            return None
        end = following[0].end
        return _Naming(name.start, end, end - 1, name.actor_id, name.form, "institution")

    def _is_medium(self, root: Token, name: Name) -> bool:
        """Whether a name only tells where something was said: "said on Twitter"."""
        is_on = root.dep_ == "pobj" and root.head.lower_ == "on" and name.kind in _GROUPS | {"media"}
        return is_on and root.head.head.lemma_ in self.said

    # --- places ---

    def _is_place(self, root: Token, name: Name) -> bool:
        """Whether a country or capital is where something happens rather than who does it."""
        if misread_subject(root) is not None:
            return False
        if any(child.lower_ in self.words["directions"] for child in root.children):
            return True  # "northern Syria"
        token = first_conjunct(root)
        if token.dep_ == "appos" or (token.dep_ == "npadvmod" and name.place):
            other = self.covering.get(token.head.i)
            return bool(name.place) or (other is not None and self.names[other].kind == "place")
        if token.dep_ in OBJECTS:
            return token.head.lemma_ in self.grammar.motion
        if token.dep_ == "pobj":
            return self._is_place_after(token.head, name)
        return bool(name.place) and token.dep_ not in ("nsubj", "nsubjpass", "ROOT", "poss", "conj", "agent")

    def _is_place_after(self, preposition: Token, name: Name) -> bool:
        word = preposition.lower_
        if word in self.grammar.place_prepositions:
            return True
        governor = preposition.head
        while governor.dep_ == "prep" and governor.head != governor:
            governor = governor.head
        lemma = governor.lemma_.lower()
        if word == "of" and lemma in self.grammar.portions:  # "across all of Syria"
            return self._is_place(governor, name)
        is_left = lemma in self.grammar.motion or (word == "of" and lemma in self.grammar.land)
        if is_left and word in self.grammar.motion_prepositions:
            return True
        return bool(name.place) and word not in self.words["done_with"]

    # --- titles ---

    def _titled_person(self, index: int) -> int | None:
        """The person whose title a name is part of: Assad for "Syrian President Bashar al-Assad"."""
        name = self.names[index]
        if name.kind == "person":
            return None
        for other in range(index + 1, min(index + 1 + _TITLE_NAMES, len(self.names))):
            person = self.names[other]
            if person.start - name.end > _TITLE_LENGTH:
                return None
            if person.kind == "person":
                between = self.doc[name.end : person.start]
                has_title = self._ends_title(name) or any(
                    not self.grammar.titles.isdisjoint((t.lower_, t.lemma_.lower())) for t in between
                )
                if between and between[-1].text == ",":
                    between = between[:-1]
                return other if has_title and all(map(self._is_in_title, between)) else None
        return None

    def _is_in_title(self, token: Token) -> bool:
        word = token.lower_
        is_noun = token.pos_ in ("ADJ", "NOUN")
        return (
            word in self.grammar.titles
            or word in self.words["title_links"]
            or token.text[:1].isupper()
            or (is_noun and token.dep_ in ("amod", "compound", "nmod", "poss", "nsubj", "appos"))
        )

    def _ends_title(self, name: Name) -> bool:
        """Whether a title stands before the name: "envoy for Syria", "ambassador to the UN"."""
        start = self._start_of(name.start, self.words["title_links"])
        return 0 < start < name.start and self.lower[start - 1] in self.grammar.titles

    def _start_of(self, end: int, among: frozenset[str]) -> int:
        """Where the words right before a token start that are all among some."""
        while end > 0 and self.lower[end - 1] in among:
            end -= 1
        return end

    def _note_title(self, person: Name, start: int) -> None:
        """Remember a person's titles, so that "the minister" finds them, and the gender they tell."""
        assert person.actor_id is not None
        before = {word.rstrip(".") for word in self.lower[max(0, start - 1) : person.start]}
        self.cast.titles.setdefault(person.actor_id, set()).update(before & self.grammar.titles)
        for gender, markers in (("f", self.grammar.female), ("m", self.grammar.male)):
            if before & markers:
                self.cast.genders.setdefault(person.actor_id, gender)

    # --- short forms ---

    def nominals(self, found: Sequence[_Naming]) -> Iterator[_Naming]:
        """As in "The council", "the observatory", "the minister": the latest actor that is called so."""
        taken = {i for naming in found for i in range(naming.start, naming.end)}
        called: dict[str, list[_Naming]] = {}
        for naming in found:
            for word in self._short_forms(naming):
                called.setdefault(word, []).append(naming)
        for i, word in enumerate(self.lower):
            if word not in called or i in taken:
                continue
            beside = self._points_back(i)
            if beside is not None:
                before = called[word][: bisect_left(called[word], i, key=lambda n: n.start)]
                meant = next((naming for naming in reversed(before) if beside <= self._words_of(naming)), None)
                if meant is not None and not self._is_told_between(meant.end, i, taken):
                    yield _Naming(i, i + 1, i, meant.actor_id, "nominal", "short form")

    def _is_told_between(self, start: int, end: int, taken: AbstractSet[int]) -> bool:
        """Whether bodies without a name come nearer: "Four organizations ... the group said"."""
        near = range(max(start, end - _NEARER), end)
        return any(
            self.doc[i].tag_ == "NNS" and self.doc[i].lemma_.lower() in self.bodies and self.doc[i].dep_ in SUBJECTS
            for i in near
            if i not in taken
        )

    def _points_back(self, i: int) -> AbstractSet[str] | None:
        """The words before a noun that means one named before: {"hurricane"} of "the hurricane center"; else None.

        Not "the group of states", "a group".
        """
        token = self.doc[i]
        if token.tag_ != "NN" or token.dep_ in ("compound", "amod"):
            return None
        first = i
        while first > max(0, i - _MODIFIERS) and self.doc[first - 1].dep_ in ("compound", "amod"):
            first -= 1
        article = self.doc[first - 1] if first else token
        if article.lower_ not in ("the", "this", "that", "its") or article.head not in (token, token.head):
            return None
        is_other = any(child.i > i and child.dep_ == "prep" and child.lower_ == "of" for child in token.children)
        return None if is_other else frozenset(self.lower[first:i])

    def _words_of(self, naming: _Naming) -> AbstractSet[str]:
        """The words of the names of an actor."""
        if naming.actor_id not in self._words:
            names = (self.cast.names[naming.actor_id].name, *self.cast.surfaces.get(naming.actor_id, ()))
            self._words[naming.actor_id] = {word for name in names for word in name.lower().split()}
        return self._words[naming.actor_id]

    def _short_forms(self, naming: _Naming) -> AbstractSet[str]:
        """The titles of the person named; the words for bodies in the name or beside it, or of a body of its kind."""
        actor = self.cast.names[naming.actor_id]
        titles = self.grammar.titles
        if actor.kind == "person":
            return self.cast.titles.get(actor.actor_id, frozenset()) & titles
        head = self.doc[naming.head]
        beside = {child.lower_ for child in (*head.children, head.head) if "appos" in (child.dep_, head.dep_)}
        beside |= {child.lower_ for child in head.lefts if child.i < naming.start and child.dep_ == "compound"}
        heads = {_head_of(name) for name in (actor.name, *self.cast.surfaces.get(actor.actor_id, ()))}
        called = {*beside, *heads, head.lower_, self.lower[naming.end - 1]}
        return (self.bodies & called | self.grammar.bodies.get(actor.kind, frozenset())) - titles

    def pronouns(self, found: Sequence[_Naming]) -> Iterator[_Naming]:
        """He and she: the latest person of that gender, a subject before others of the same sentence."""
        people = [n for n in found if self.cast.names[n.actor_id].kind == "person"]
        genders = {**dict.fromkeys(self.words["male"], "m"), **dict.fromkeys(self.words["female"], "f")}
        for i, word in enumerate(self.lower):
            if word in genders and self.doc[i].pos_ == "PRON":
                person = self._antecedent(i, genders[word], people)
                if person is not None:
                    self.cast.genders.setdefault(person.actor_id, genders[word])
                    pronoun = _Naming(i, i + 1, i, person.actor_id, "pronoun", "pronoun")
                    insort(people, pronoun, key=lambda n: n.start)
                    yield pronoun

    def _antecedent(self, i: int, gender: str, people: Sequence[_Naming]) -> _Naming | None:
        offset = self.doc[i].idx
        before = (people[n] for n in range(bisect_left(people, i, key=lambda n: n.start) - 1, -1, -1))
        near = [
            person
            for person in takewhile(lambda n: offset - self.doc[n.start].idx <= _LOOK_BACK, before)
            if person.end <= i and self.cast.genders.get(person.actor_id, gender) == gender
        ]
        sentences = [self.positions.sentence_of(self.doc[person.head].idx) for person in near]
        latest = [person for person, sentence in zip(near, sentences, strict=True) if sentence == sentences[0]]
        subjects = [person for person in latest if role_of(self.doc[person.head], self.clauses)[0] == "agent"]
        return subjects[-1] if subjects else next(iter(near), None)


def _head_of(name: str) -> str:
    """The noun that a name turns on, in lower case: "commission" of "Commission on Civil Rights"."""
    return re.split(r" (?:of|for|on|against) ", name.lower())[0].split()[-1]


# --- the part that a mention plays -----------------------------------------------------------


def role_of(head: Token, clauses: Clauses) -> tuple[str, bool | None]:
    """Agent, patient or other by the dependency of a mention's head; whether a passive names no agent, else None."""
    if misread_subject(head) is not None:
        return "agent", None
    token = first_conjunct(head)
    while token.dep_ in ("compound", "appos", "nmod") and token.head.pos_ in ("PROPN", "NOUN"):
        token = first_conjunct(token.head)
    if token.dep_ == "nsubjpass":
        return _role_in_passive(token.head, clauses)
    if token.dep_ == "nsubj" or (token.dep_ == "pobj" and token.head.dep_ == "agent"):
        return "agent", None
    return "patient" if token.dep_ in OBJECTS and token.head.pos_ in VERBS else "other", None


def _role_in_passive(verb: Token, clauses: Clauses) -> tuple[str, bool | None]:
    """The part of a passive's subject: "expected to attack" does it, "expected to be attacked" suffers it."""
    inner = clauses.inner_verb(verb)
    if inner != verb and not is_passive(inner):
        return "agent", None
    return "patient", not clauses.has_agent(inner)
