"""Who appears in an article: actors of the lexicon, and people and bodies that only the NER knows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from spacy.tokens import Doc

from crossread.extract.records import ActorName, Name
from crossread.extract.syntax import span_text
from crossread.lexicon import ORGANISATIONS, Actor, Lexicon, kind_of_name
from crossread.lexicon.model import Grammar

_BESIDE = 3  # words beside a full name that tell who it is


@dataclass
class Cast:
    """Who appears in one article: each actor's names, titles and gender, as far as it says."""

    names: dict[str, ActorName] = field(default_factory=dict)
    surfaces: dict[str, set[str]] = field(default_factory=dict)
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

    def add_own(self, actor_id: str, kind: str, name: str) -> None:
        """Take an actor that no lexicon knows into the cast, by the longest of the names it is given."""
        known = self.names.setdefault(actor_id, ActorName(actor_id, name, kind, None, None, None, False))
        if len(name) > len(known.name) and not known.in_lexicon:
            self.names[actor_id] = known._replace(name=name)

    def affiliate(self, bodies: Mapping[str, str], known: Mapping[str, Actor]) -> None:
        """Say whom people belong to of whom the lexicon does not, and take these bodies into the cast."""
        for actor_id, actor in list(self.names.items()):
            affiliation = actor.affiliation or bodies.get(actor_id)
            self.names[actor_id] = actor._replace(affiliation=affiliation)
            if affiliation is not None and affiliation in known:
                self.add(known[affiliation])

    def plain_kind(self, actor_id: str) -> str:
        """The kind of an actor as weights know it that were learnt when all organisations were one."""
        kind = self.names[actor_id].kind
        return "organisation" if kind in ORGANISATIONS else kind

    def fullest_name(self, actor_id: str) -> str:
        """The actor's own name if the article uses it, else the longest that it uses."""
        actor, seen = self.names[actor_id], self.surfaces.get(actor_id)
        if not seen or (actor.kind != "person" and actor.name in seen):
            return actor.name
        return max(seen, key=lambda name: (len(name), name))


def resolve_actors(doc: Doc, names: Sequence[Name], lexicon: Lexicon) -> tuple[list[Name], Cast]:
    """Give people and bodies that only the NER knows an id of their own, one for all their names in the article.

    Returns:
        The names, those without a letter left out; and the cast.
    """
    cast = Cast()
    for name in names:
        if name.actor_id is not None:
            cast.add(lexicon.actors[name.actor_id])
    honorifics = lexicon.grammar.honorifics
    unknown = [name for name in names if name.actor_id is None and name.kind in ("person", "organisation")]
    own = {name: _without(doc, name, lexicon.grammar.titles | honorifics) for name in unknown}
    people = _short_forms(doc, names, own)
    families = _Families(doc, own, lexicon.grammar)
    bodies = {name: _without(doc, name, honorifics) for name in unknown if name.kind == "organisation"}
    ids = {text: f"org:{slug(text)}" for text in bodies.values()}
    for name in names:
        if name.actor_id is not None and name.form == "name" and name.kind in ORGANISATIONS | {"media", "body"}:
            ids[span_text(doc, name.start, name.end)] = name.actor_id
    acronyms = {_initials(text): actor_id for text, actor_id in ids.items() if " " in text}
    short = _short_bodies(ids)
    resolved = []
    for name in names:
        if name not in own:
            resolved.append(name)
            continue
        text, rule = own[name], name.rule
        if name.kind == "person" or text in people:  # the NER may take a family name for a body
            kind, last = "person", text.split()[-1]
            meant = families.bearer(name, text) or people.get(text) or people.get(last)
            if meant is None and name.kind == "person":
                meant = families.by_first_name(text)
            rule = "short form" if " " not in text and meant is not None else rule
            actor_id = meant or f"person:{slug(text)}"
        else:
            kind, text = "organisation", bodies[name]  # "General Motors" has no title
            meant = acronyms.get(text.replace(".", "")) if name.form == "acronym" else None
            has_the = name.start > 0 and doc[name.start - 1].lower_ == "the"
            meant = meant or short.get((text, has_the))
            actor_id, rule = (meant, "short form") if meant is not None else (f"org:{slug(text)}", rule)
        if not actor_id.endswith(":"):
            cast.add_own(actor_id, kind, text)
            resolved.append(name._replace(actor_id=actor_id, rule=rule))
    return resolved, cast


def _short_forms(doc: Doc, names: Iterable[Name], own: Mapping[Name, str]) -> dict[str, str]:
    """Whom a family name means: the last word of a full name, else the first ("Ban" for Ban Ki-moon)."""
    known = [
        (doc[name.start : name.end], name.actor_id)
        for name in names
        if name.kind == "person" and name.actor_id is not None and name.end - name.start > 1
    ]
    meant = {span[-1].text: actor_id for span, actor_id in known}
    for name, text in sorted(own.items(), key=lambda item: item[0].start - item[0].end):
        if name.kind == "person" and " " in text:
            for form in (text.split()[-1], text):
                meant.setdefault(form, f"person:{slug(text)}")
    for span, actor_id in known:
        meant.setdefault(span[0].text, actor_id)
    return meant


class _Families:
    """People of one family name, told apart by what stands beside their full names: "his wife, Marian Pell"."""

    def __init__(self, doc: Doc, own: Mapping[Name, str], grammar: Grammar) -> None:
        self.doc = doc
        self.grammar = grammar
        self.beside: dict[str, dict[str, set[str]]] = {}  # words beside each person's full names, by family name
        self.first: dict[str, set[str]] = {}
        for name, text in own.items():
            if name.kind == "person" and " " in text:
                start, actor_id = name.start, f"person:{slug(text)}"
                behind = doc[name.end : name.end + _BESIDE] if doc[name.end : name.end + 1].text == "," else ()
                words = {token.lower_.rstrip(".") for token in (*doc[max(0, start - _BESIDE) : start + 1], *behind)}
                self.beside.setdefault(text.split()[-1], {}).setdefault(actor_id, set()).update(words)
                self.first.setdefault(text.split()[0], set()).add(actor_id)

    def bearer(self, name: Name, text: str) -> str | None:
        """Whom a family name with a title means, where several have it: "Mrs. Pell", "Judge Pell"."""
        bearers = self.beside.get(text, {})
        before = {token.lower_.rstrip(".") for token in self.doc[max(0, name.start - 1) : name.start + 1]}
        if len(bearers) < 2 or not before & (self.grammar.titles | self.grammar.honorifics):
            return None
        return max(bearers, key=lambda actor_id: self._fits(before, bearers[actor_id]))

    def _fits(self, title: AbstractSet[str], beside: AbstractSet[str]) -> int:
        female, male = self.grammar.female, self.grammar.male
        same, other = (
            (female, male) if title & female else (male, female) if title & male else (frozenset(), frozenset())
        )
        is_title = bool(title & beside & self.grammar.titles)
        return 2 * is_title + bool(same & beside) - bool(other & beside)

    def by_first_name(self, text: str) -> str | None:
        """The only person of a first name: "Amina" for Amina Warsame."""
        found = self.first.get(text, ())
        return next(iter(found)) if len(found) == 1 else None


def _short_bodies(ids: Mapping[str, str]) -> dict[tuple[str, bool], str]:
    """Which body a word of its name means, by the word and whether "the" is before it: "the Post", "Chevron".

    The last word behind "the", and the first word of a company. One that is part of several names means none of them.
    """
    meant: dict[tuple[str, bool], set[str]] = {}
    for text, actor_id in ids.items():
        if " " in text:
            meant.setdefault((text.split()[-1], True), set()).add(actor_id)
            if kind_of_name(text) == "company":
                meant.setdefault((text.split()[0], False), set()).add(actor_id)
    return {word: next(iter(actors)) for word, actors in meant.items() if len(actors) == 1}


def _initials(text: str) -> str:
    return "".join(word[0] for word in text.split() if word[0].isupper())


def _without(doc: Doc, name: Name, titles: AbstractSet[str]) -> str:
    """The text of a name without titles before it."""
    start = name.start
    while start < name.end - 1 and doc[start].lower_.rstrip(".") in titles:
        start += 1
    return re.sub(r"\s+", " ", span_text(doc, start, name.end))


def slug(text: str) -> str:
    """A name as part of an id."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
