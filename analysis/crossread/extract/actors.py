"""Mentions of actors: which names act, whom short forms mean, and what part each plays.

The rule for nested names: a name inside a longer phrase counts as what the whole phrase names.
"The Russian Foreign Ministry" and "Turkish officials" are mentions of Russia and Turkey (their
institutions, ``grammar.yaml``); "Syrian President Bashar al-Assad" is one of Assad; a country or
city where something happens ("to meet in Moscow") is a place and no mention; an adjective alone
("the Syrian war") is none either.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from spacy.tokens import Doc, Token

from crossread.extract.records import ActorName, Mention, Name
from crossread.extract.syntax import (
    OBJECTS,
    SUBJECTS,
    VERBS,
    Positions,
    first_conjunct,
    is_passive,
    misread_subject,
    noun_phrase_head,
    span_text,
)
from crossread.lexicon import Actor, Lexicon

_STATE_LIKE = frozenset({"state", "place"})
_PRONOUNS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_TITLE_LINKS = frozenset({"of", "to", "for", "and", "the", "in", "at", "'s", "-", "'"})
# What a "by" phrase may tell instead of who did it: the time, how much ("by half"), the means ("by bus").
_AMOUNTS = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "CARDINAL", "ORDINAL"})
_MEANS = frozenset({"air", "boat", "bus", "car", "force", "hand", "helicopter", "land", "law", "mistake", "phone",
                    "plane", "rail", "road", "sea", "ship", "train", "truck"})  # fmt: skip
# "Is expected to attack" says of its subject what the infinitive says.
_EXPECTING = frozenset({"allege", "believe", "estimate", "expect", "know", "report", "rumor", "rumour", "say",
                        "schedule", "suppose", "think", "understand"})  # fmt: skip
_LOOK_BACK = 700  # characters in which a nominal or pronoun looks for whom it means


@dataclass
class Cast:
    """Who appears in one article: each actor's names, titles and gender, as far as it says."""

    names: dict[str, ActorName] = field(default_factory=dict)
    surfaces: dict[str, list[str]] = field(default_factory=dict)
    titles: dict[str, set[str]] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)

    def add(self, actor: Actor) -> None:
        """Take an actor of the lexicon into the cast."""
        if actor.id not in self.names:
            self.names[actor.id] = ActorName(
                actor.id, actor.name, actor.kind, actor.side, actor.affiliation, actor.country, True
            )
            if actor.gender:
                self.genders[actor.id] = actor.gender

    def fullest_name(self, actor_id: str) -> str:
        """The actor's own name if the article uses it, else the longest that it uses."""
        actor, seen = self.names[actor_id], self.surfaces.get(actor_id)
        if not seen or (actor.kind != "person" and actor.name in seen):
            return actor.name
        return max(seen, key=lambda name: (len(name), name))


def find_mentions(
    doc: Doc, names: Sequence[Name], positions: Positions, lexicon: Lexicon
) -> tuple[list[Mention], Cast]:
    """Find every mention of an actor in one article.

    Args:
        doc: the parsed article.
        names: what it names, from :func:`crossread.extract.names.find_names`.
        positions: its sentences.
        lexicon: actors and word lists.

    Returns:
        Mentions in order of their start, none overlapping, with voice ``narrator`` throughout
        (quotes are not known yet); and the cast of the article.
    """
    cast = Cast()
    resolved = _resolve_own_actors(doc, names, cast, lexicon)
    finder = _Finder(doc, resolved, cast, lexicon)
    mentions: list[_Found] = []
    for index, name in enumerate(resolved):
        found = finder.mention_of(index, name)
        if found is not None:
            mentions.append(found)
    mentions = _drop_overlaps(mentions)
    for found in mentions:
        if found.form in ("name", "acronym") and found.rule != "institution":
            cast.surfaces.setdefault(found.actor_id, []).append(span_text(doc, found.start, found.end))
    mentions = _drop_overlaps(mentions + list(finder.nominals(mentions)))
    mentions = _drop_overlaps(mentions + list(finder.pronouns(mentions)))
    records = []
    for found in mentions:
        text = span_text(doc, found.start, found.end)
        start = doc[found.start].idx
        part = _OTHER if found.rule in ("modifier", "possessive") else _part(doc[found.head])
        records.append(
            Mention(
                sent_id=positions.sentence_of(start).sent_id,
                start=start,
                end=start + len(text),
                surface=text,
                actor_id=found.actor_id,
                form=found.form,
                role=part.role,
                agentless=part.agentless,
                voice="narrator",
                rule=found.rule,
            )
        )
    return records, cast


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    head: int
    actor_id: str
    form: str
    rule: str


def _drop_overlaps(found: list[_Found]) -> list[_Found]:
    """Keep the longer of two mentions that overlap, the earlier of two as long."""
    taken: set[int] = set()
    kept = []
    for item in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        span = range(item.start, item.end)
        if not any(i in taken for i in span):
            taken.update(span)
            kept.append(item)
    return sorted(kept, key=lambda f: f.start)


# --- actors that no lexicon knows ------------------------------------------------------------


def _resolve_own_actors(doc: Doc, names: Sequence[Name], cast: Cast, lexicon: Lexicon) -> list[Name]:
    """Give people and bodies that only the NER knows an id of their own, one per article name."""
    full: dict[str, str] = {}  # last word of a full name -> actor_id
    for name in names:
        if name.actor_id is not None:
            actor = lexicon.actors[name.actor_id]
            cast.add(actor)
            if actor.kind == "person" and name.end - name.start > 1:
                full[doc[name.end - 1].text] = actor.id
    own = [name for name in names if name.actor_id is None and name.kind in ("person", "organisation")]
    for name in sorted(own, key=lambda n: n.start - n.end):
        text = _without_title(doc, name, lexicon)
        if name.kind == "person" and " " in text:
            actor_id = f"person:{_slug(text)}"
            full.setdefault(text.split()[-1], actor_id)
            full.setdefault(text, actor_id)
    for name in names:  # family names that go first: "Ban" for Ban Ki-moon
        if name.kind == "person" and name.actor_id is not None and name.end - name.start > 1:
            full.setdefault(doc[name.start].text, name.actor_id)
    initials = {
        "".join(w[0] for w in doc[n.start : n.end].text.split() if w[0].isupper()): n
        for n in own
        if n.end - n.start > 1
    }
    out = []
    for name in names:
        if name not in own:
            out.append(name)
            continue
        text = _without_title(doc, name, lexicon)
        kind = name.kind
        if kind == "organisation" and text in full:
            kind = "person"  # the NER took a family name for a body
        if kind == "person":
            actor_id = full.get(text) or full.get(text.split()[-1]) or f"person:{_slug(text)}"
        elif name.form == "acronym" and text.replace(".", "") in initials:
            actor_id = f"org:{_slug(_without_title(doc, initials[text.replace('.', '')], lexicon))}"
        else:
            actor_id = f"org:{_slug(text)}"
        if actor_id.endswith(":"):
            continue
        if actor_id not in cast.names:
            cast.names[actor_id] = ActorName(actor_id, text, kind, None, None, None, False)
        elif len(text) > len(cast.names[actor_id].name) and not cast.names[actor_id].in_lexicon:
            cast.names[actor_id] = cast.names[actor_id]._replace(name=text)
        rule = "short form" if kind == "person" and " " not in text and text in full else name.rule
        out.append(name._replace(actor_id=actor_id, rule=rule))
    return out


def _without_title(doc: Doc, name: Name, lexicon: Lexicon) -> str:
    start = name.start
    skip = {*lexicon.grammar.titles, *lexicon.grammar.honorifics}
    while start < name.end - 1 and doc[start].lower_.rstrip(".") in skip:
        start += 1
    return re.sub(r"\s+", " ", span_text(doc, start, name.end))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


# --- which names act -------------------------------------------------------------------------


class _Finder:
    """Decides, for the names of one article, which are mentions and which short forms mean whom."""

    def __init__(self, doc: Doc, names: list[Name], cast: Cast, lexicon: Lexicon) -> None:
        self.doc = doc
        self.names = names
        self.cast = cast
        self.grammar = lexicon.grammar
        self.institutions = frozenset(lexicon.grammar.institutions)
        self.actors = lexicon.actors
        self.members = frozenset(lexicon.grammar.members)
        self.titles = frozenset(lexicon.grammar.titles)
        self.motion = frozenset(lexicon.grammar.motion)
        self.land = frozenset(lexicon.grammar.land)
        self.bodies = frozenset(word for words in lexicon.grammar.bodies.values() for word in words)
        self.covering = {i: n for n, name in enumerate(names) for i in range(name.start, name.end)}

    def mention_of(self, index: int, name: Name) -> _Found | None:
        """The mention that a name makes; None where it is a place, an adjective or part of a title."""
        if name.actor_id is None:
            return None
        root = self.doc[name.start : name.end].root
        person = self._titled_person(index)
        if person is not None:
            self._note_title(person, name.end)
            return None
        if name.form == "nominal" and self._is_of_another(index):
            return None
        named = self._group_of(index)
        if named is not None:
            return named
        if name.kind == "person":
            self._note_title(index, self._title_start(name))
        head = noun_phrase_head(root)
        form = name.form
        if head.i != root.i and not (name.start <= head.i < name.end):
            return self._modifier(name, root, head, form)
        if name.kind == "person":
            return _Found(name.start, name.end, root.i, name.actor_id, form, name.rule)
        if form == "demonym":
            # "the Russians" may stand for Russia; "Russians", "thousands of Syrians" are people.
            has_the = name.start > 0 and self.doc[name.start - 1].lower_ == "the" and root.tag_ in ("NNPS", "NNS")
            return _Found(name.start, name.end, root.i, name.actor_id, form, name.rule) if has_the else None
        if name.kind in _STATE_LIKE and self._is_place(root, name):
            return None
        return _Found(name.start, name.end, root.i, name.actor_id, form, name.rule)

    def _modifier(self, name: Name, root: Token, head: Token, form: str) -> _Found | None:
        """A name before a noun: an institution's, a possessor's, or a mere adjective."""
        assert name.actor_id is not None
        # The possessive ends the phrase that can be an institution: "Turkey's Foreign Ministry".
        start, end = name.start, head.i + 1
        nouns = self.members if name.kind in ("armed_group", "organisation") else self.institutions
        is_institution = head.lemma_.lower() in nouns and head.i >= name.end
        inner = [n for n in self.names if n.start >= name.end and n.end <= end and n.actor_id and n.form != "nominal"]
        if name.kind == "person" and root.dep_ == "poss" and is_institution and not inner:
            affiliation = self.cast.names[name.actor_id].affiliation
            if head.lemma_.lower() in ("government", "regime", "administration") and affiliation is not None:
                self.cast.add(self.actors[affiliation])
                return _Found(start, end, head.i, affiliation, form, "institution")
            return _Found(name.start, name.end, root.i, name.actor_id, form, "possessive")
        if is_institution and not inner and name.kind != "person":
            return _Found(start, end, head.i, name.actor_id, form, "institution")
        if form == "demonym" or (name.kind in _STATE_LIKE and root.dep_ != "poss"):
            return None
        if form == "nominal" and root.dep_ != "poss":
            return None
        if root.dep_ == "poss":
            if name.kind in _STATE_LIKE and (head.lemma_.lower() in self.land or inner or name.place):
                return None
            return _Found(name.start, name.end, root.i, name.actor_id, form, "possessive")
        return _Found(name.start, name.end, root.i, name.actor_id, form, "modifier")

    def _is_of_another(self, index: int) -> bool:
        """Whether a common noun belongs to somebody else: "Libyan rebels", "a regime of monitoring"."""
        name = self.names[index]
        root = self.doc[name.start : name.end].root
        if any(child.lower_ == "of" and child.i == name.end for child in root.children):
            return True
        before = self.covering.get(name.start - 1)
        if before is None or self.names[before].actor_id is None:
            return False
        other = self.names[before]
        country = self.cast.names[name.actor_id].country if name.actor_id else None
        same_country = other.actor_id is not None and self.cast.names[other.actor_id].country == country
        return other.kind in ("state", "body") and not same_country

    def _group_of(self, index: int) -> _Found | None:
        """A group named before the common noun for its members: "Islamic State militants"."""
        name = self.names[index]
        if name.kind not in ("armed_group", "organisation") or name.actor_id is None or index + 1 >= len(self.names):
            return None
        following = self.names[index + 1]
        if following.form != "nominal" or following.start != name.end or name.form == "nominal":
            return None
        return _Found(name.start, following.end, following.end - 1, name.actor_id, name.form, "institution")

    def _is_place(self, root: Token, name: Name) -> bool:
        """Whether a country or capital is where something happens rather than who does it."""
        if self._is_dateline(name):
            return True
        if misread_subject(root) is not None:
            return False
        token = first_conjunct(root)
        if token.dep_ == "appos" or (token.dep_ == "npadvmod" and name.place):
            other = self.covering.get(token.head.i)
            return bool(name.place) or (other is not None and self.names[other].kind == "place")
        if token.dep_ in OBJECTS:
            return token.head.lemma_ in self.motion
        if token.dep_ != "pobj":
            return token.dep_ not in ("nsubj", "nsubjpass", "ROOT", "poss", "conj", "agent") and bool(name.place)
        preposition = token.head
        word = preposition.lower_
        if word in self.grammar.place_prepositions:
            return True
        governor = preposition.head
        while governor.dep_ == "prep" and governor.head != governor:
            governor = governor.head
        if word == "of" and governor.lemma_.lower() in self.grammar.portions:
            return self._is_place(governor, name)
        if word in self.grammar.motion_prepositions:
            lemma = governor.lemma_.lower()
            if lemma in self.motion or (word == "of" and lemma in self.land):
                return True
        # A capital stands for its government only where something is done by, to or with it.
        return bool(name.place) and word not in ("by", "with", "between", "against", "among")

    def _is_dateline(self, name: Name) -> bool:
        text = span_text(self.doc, name.start, name.end)
        after = self.doc[name.end].text if name.end < len(self.doc) else ""
        return text.isupper() and len(text) > 4 and after in ("(", "-", "--", ",")

    # --- titles ---

    def _titled_person(self, index: int) -> int | None:
        """The person whose title a name is part of: Assad for "Syrian President Bashar al-Assad"."""
        name = self.names[index]
        if name.kind == "person":
            return None
        has_title = self._ends_title(name)
        for other in range(index + 1, min(index + 4, len(self.names))):
            person = self.names[other]
            if person.start - name.end > 9:
                return None
            if person.kind != "person":
                continue
            between = self.doc[name.end : person.start]
            for position, token in enumerate(between):
                word = token.lower_
                has_title = has_title or word in self.titles or token.lemma_.lower() in self.titles
                comma_last = token.text == "," and position == len(between) - 1
                if not (
                    word in self.titles
                    or word in _TITLE_LINKS
                    or token.text[:1].isupper()
                    or (
                        token.pos_ in ("ADJ", "NOUN")
                        and token.dep_ in ("amod", "compound", "nmod", "poss", "nsubj", "appos")
                    )
                    or comma_last
                ):
                    return None
            return other if has_title else None
        return None

    def _ends_title(self, name: Name) -> bool:
        """Whether a title stands before the name: "envoy for Syria", "ambassador to the UN"."""
        start = name.start
        while start > 0 and self.doc[start - 1].lower_ in _TITLE_LINKS:
            start -= 1
        return start < name.start and start > 0 and self.doc[start - 1].lower_ in self.titles

    def _title_start(self, name: Name) -> int:
        start = name.start
        while start > 0 and (
            self.doc[start - 1].lower_ in self.titles
            or self.doc[start - 1].lower_ in ("foreign", "prime", "vice", "deputy", "defence", "defense", "former", "-")
        ):
            start -= 1
        return start

    def _note_title(self, person: int, start: int) -> None:
        """Remember a person's titles, so that "the minister" finds them, and the gender they tell."""
        name = self.names[person]
        assert name.actor_id is not None
        tokens = self.doc[max(0, start - 1) : name.start]
        words = {token.lower_.rstrip(".") for token in tokens}
        self.cast.titles.setdefault(name.actor_id, set()).update(words & self.titles)
        for gender, markers in (("f", self.grammar.female), ("m", self.grammar.male)):
            if words & set(markers):
                self.cast.genders.setdefault(name.actor_id, gender)

    # --- short forms ---

    def nominals(self, mentions: list[_Found]) -> Iterator[_Found]:
        """As in "The council", "the observatory", "the minister": the latest actor that is called so."""
        known_words = {
            actor_id: {
                word.lower() for name in [actor.name, *self.cast.surfaces.get(actor_id, [])] for word in name.split()
            }
            for actor_id, actor in self.cast.names.items()
        }
        taken = {i for found in mentions for i in range(found.start, found.end)}
        for token in self.doc:
            if token.tag_ != "NN" or token.i in taken or token.i == 0 or token.dep_ in ("compound", "amod"):
                continue
            word = token.lower_
            before = self.doc[token.i - 1]
            if before.lower_ not in ("the", "this", "that", "its") or before.head not in (token, token.head):
                continue
            if word not in self.bodies and word not in self.titles:
                continue
            if self._has_complement(token):
                continue
            for found in reversed([m for m in mentions if m.start < token.i]):
                actor = self.cast.names[found.actor_id]
                if word in self.titles:
                    fits = actor.kind == "person" and word in self.cast.titles.get(actor.actor_id, ())
                else:
                    # A body is meant if its name says so, or one just named is a body of that kind.
                    here = self.doc[found.start : found.end]
                    fits = word in {t.lower_ for t in here} or (
                        actor.kind != "person" and word in known_words[actor.actor_id]
                    )
                if fits:
                    yield _Found(token.i, token.i + 1, token.i, found.actor_id, "nominal", "short form")
                    break

    def _has_complement(self, token: Token) -> bool:
        """Whether the noun is itself specified ("the group of states", "the government of France")."""
        return any(
            child.dep_ in ("prep", "relcl", "poss", "appos") and child.i > token.i and child.lower_ == "of"
            for child in token.children
        )

    def pronouns(self, mentions: list[_Found]) -> Iterator[_Found]:
        """He and she: the latest person of that gender, a subject before others of the same sentence."""
        people = [m for m in mentions if self.cast.names[m.actor_id].kind == "person"]
        for token in self.doc:
            gender = _PRONOUNS.get(token.lower_)
            if gender is None or token.pos_ != "PRON":
                continue
            found = self._antecedent(token, gender, people)
            if found is not None:
                self.cast.genders.setdefault(found.actor_id, gender)
                pronoun = _Found(token.i, token.i + 1, token.i, found.actor_id, "pronoun", "pronoun")
                people.append(pronoun)
                people.sort(key=lambda m: m.start)
                yield pronoun

    def _antecedent(self, token: Token, gender: str, people: list[_Found]) -> _Found | None:
        before = [
            p
            for p in people
            if p.end <= token.i
            and token.idx - self.doc[p.start].idx <= _LOOK_BACK
            and self.cast.genders.get(p.actor_id, gender) == gender
        ]
        if not before:
            return None
        latest = self.doc[before[-1].head].sent
        subjects = [p for p in before if self.doc[p.head].sent == latest and _part(self.doc[p.head]).role == "agent"]
        return subjects[0] if subjects else before[-1]


class _Part(NamedTuple):
    """The part that a mention plays in its clause."""

    role: str
    agentless: bool | None = None


_AGENT, _PATIENT, _OTHER = _Part("agent"), _Part("patient"), _Part("other")


def _part(head: Token) -> _Part:
    """Agent, patient or other, by the dependency of the mention's head."""
    if misread_subject(head) is not None:
        return _AGENT
    token = first_conjunct(head)
    while token.dep_ in ("compound", "appos", "nmod") and token.head.pos_ in ("PROPN", "NOUN"):
        token = first_conjunct(token.head)
    if token.dep_ == "nsubjpass":
        return _passive_part(token.head)
    if token.dep_ == "nsubj":
        return _AGENT
    if token.dep_ in OBJECTS and token.head.pos_ in VERBS:
        return _PATIENT
    if token.dep_ == "pobj" and token.head.dep_ == "agent":
        return _AGENT
    return _OTHER


def _passive_part(verb: Token) -> _Part:
    """The part of a passive's subject: "expected to attack" does it, "expected to be attacked" suffers it."""
    while verb.lemma_.lower() in _EXPECTING:
        inner = next((c for c in verb.children if c.dep_ == "xcomp" and c.pos_ in VERBS and c.tag_ != "VBG"), None)
        if inner is None:
            break
        if not is_passive(inner):
            return _AGENT
        verb = inner
    return _Part("patient", agentless=not _has_agent(verb))


def _has_agent(verb: Token) -> bool:
    """Whether a "by" phrase tells who or what did it, with the verb or one joined to it ("seized and held by")."""
    for child in verb.children:
        if child.lower_ == "by" and child.dep_ in ("agent", "prep"):
            named = [t for t in child.children if t.dep_ == "pobj" and t.ent_type_ not in _AMOUNTS]
            if any(t.lemma_.lower() not in _MEANS for t in named):
                return True
        if child.dep_ == "conj" and child.tag_ == "VBN" and _has_agent(child):
            return not any(t.dep_ in SUBJECTS for t in child.children)
    return False
