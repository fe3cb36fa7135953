"""What an article names: spans that the lexicon or the pipeline's NER know as a name.

The lexicon goes before the NER: where it knows a name, the NER is not asked. Only a longer name of
a person or body that contains a country or a demonym ("Syrian Network for Human Rights") is taken
from the NER over the lexicon.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple, TypeVar

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from crossread.corpus.clean import plain_text
from crossread.extract.records import Name
from crossread.lexicon import Actor, Lexicon

_NER_KINDS = {
    "PERSON": "person",
    "ORG": "organisation",
    "NORP": "people",
    **dict.fromkeys(("GPE", "LOC", "FAC"), "place"),
}
_LONGER_WINS = frozenset({"PERSON", "ORG", "FAC", "EVENT", "PRODUCT", "LAW", "WORK_OF_ART"})
_COMMON = frozenset({"NN", "NNS", "VB", "VBZ", "VBD", "JJ", "RB", "IN"})  # tags of words that are no name by themselves
_SHORT = 4  # letters of words that keep a small letter in names

S = TypeVar("S", bound=Any)  # whatever has a start and an end


class _Entry(NamedTuple):
    form: str
    kind: str
    actor_id: str | None
    place: str | None
    country: str | None


class NameMatcher:
    """The names of a lexicon, ready to be found. Built once per process."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        """Tokenise every name of the lexicon as the pipeline will."""
        self.organs = lexicon.grammar.organs
        self._entries: dict[str, _Entry] = {}
        self._names = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._nominals = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._nominal_actors: dict[str, list[Actor]] = {}
        for name, entry in _entries(lexicon):
            for phrase in spellings(name):
                known = self._entries.get(phrase, entry)
                actor_id, place = known.actor_id or entry.actor_id, known.place or entry.place
                self._entries[phrase] = known._replace(actor_id=actor_id, place=place)
        for phrase in self._entries:
            self._names.add(phrase, [nlp.tokenizer(phrase)])
        for actor in lexicon.actors.values():
            for nominal in actor.nominals:
                self._nominal_actors.setdefault(plain_text(nominal).lower(), []).append(actor)
        for nominal in self._nominal_actors:
            self._nominals.add(nominal, [nlp.tokenizer(nominal)])

    def lexicon_names(self, doc: Doc) -> tuple[list[Name], Counter[str]]:
        """Longest names of the lexicon in a document, none overlapping; how many there are of each country."""
        country_of = {}
        for key, start, end in self._names(doc):
            if not _inside_hyphens(doc, start, end):
                entry = self._entries[doc.vocab.strings[key]]
                country_of[Name(start, end, *entry[:4], "lexicon")] = entry.country
        names = longest(country_of)
        return names, Counter(country for name in names if (country := country_of[name]))

    def nominals(self, doc: Doc, countries: Mapping[str, int]) -> list[Name]:
        """Common nouns that name an actor in an article about its country ("the rebels")."""
        top = max(countries.values(), default=0)

        def is_about(country: str | None) -> bool:
            return country is None or (countries.get(country, 0) > 0 and countries[country] * 2 >= top)

        found = []
        for key, start, end in self._nominals(doc):
            actor = next((a for a in self._nominal_actors[doc.vocab.strings[key]] if is_about(a.country)), None)
            if actor is not None and not _inside_hyphens(doc, start, end):
                found.append(Name(start, end, "nominal", actor.kind, actor.id, None, "lexicon"))
        return longest(found)


def find_names(doc: Doc, matcher: NameMatcher) -> list[Name]:
    """Find every name in a document.

    Returns:
        Names in order, none overlapping. A name without ``actor_id`` and without ``place`` is one
        that only the NER knows; who it is, is settled over the whole article (see ``actors``).
    """
    names, countries = matcher.lexicon_names(doc)
    name_at = {i: name for name in names for i in range(name.start, name.end)}
    for name in matcher.nominals(doc, countries):
        if name_at.keys().isdisjoint(range(name.start, name.end)):
            name_at |= dict.fromkeys(range(name.start, name.end), name)
    found = set(name_at.values())
    for entity in doc.ents:
        span = _trim(entity)
        if span is None:
            continue
        within = {name_at[i] for i in range(span.start, span.end) if i in name_at}
        by_ner = _name_by_ner(span, entity.label_, within, matcher.organs)
        if by_ner is not None:
            found -= within
            found.add(by_ner)
    return sorted(found)


def _name_by_ner(span: Span, label: str, within: AbstractSet[Name], organs: AbstractSet[str]) -> Name | None:
    """The name that the NER sees, None where the lexicon knows better; ``within`` are the lexicon's names there."""
    kind = _NER_KINDS.get(label)
    proper = [name for name in within if name.form != "nominal"]
    ends_in_organ = span[-1].lemma_.lower() in organs
    if proper:
        if ends_in_organ or label not in _LONGER_WINS or not _is_longer(span, proper):
            return None
        kind = "person" if label == "PERSON" else "organisation"
    elif within and not (len(span) > 1 and _is_title_case(span)):
        return None
    elif ends_in_organ and span.start > 1 and span.doc[span.start - 1].tag_ == "POS":
        return None  # "Turkey's Foreign Ministry"
    if kind is None or _inside_hyphens(span.doc, span.start, span.end):
        return None
    form, place = "acronym" if _is_acronym(span) else "name", span.text if kind == "place" else None
    return Name(span.start, span.end, form, kind, None, place, "ner")


def _is_longer(span: Span, names: Sequence[Name]) -> bool:
    """Whether a span is a name of its own around names of countries and places."""
    return _is_title_case(span) and all(
        span.start <= name.start
        and name.end <= span.end
        and name.end - name.start < len(span)
        and (name.form == "demonym" or name.kind == "state" or name.place)
        for name in names
    )


# --- names of the lexicon --------------------------------------------------------------------


def _entries(lexicon: Lexicon) -> Iterator[tuple[str, _Entry]]:
    """Each name with what it stands for; the lexicon's own actors before countries."""
    for actor in sorted(lexicon.actors.values(), key=lambda a: a.kind == "state"):
        forms = {"name": (actor.name, *actor.aliases), "acronym": actor.acronyms, "demonym": actor.demonyms}
        for form, names in forms.items():
            for name in names:
                yield name, _Entry(form, actor.kind, actor.id, None, actor.country)
        for place in actor.places:
            yield place, _Entry("name", "place", actor.id, place, actor.country)
    for entry in lexicon.places.values():
        for name in (entry.name, *entry.variants):
            yield name, _Entry("name", "place", None, entry.name, entry.country)


_ARTICLE = re.compile(r"\b([Aa]l|[Ee]l|[Aa]s|[Aa]r|[Aa]sh|[Ee]z|[Aa]z)-(?=\w)")


def spellings(name: str) -> list[str]:
    """The ways in which one romanised name is written: with and without hyphen and apostrophe.

    >>> spellings("al-Ja'afari")
    ["al-Ja'afari", "Al-Ja'afari", "al Ja'afari", "Al Ja'afari", 'al-Jaafari', 'Al-Jaafari', 'al Jaafari', 'Al Jaafari']
    """
    plain = plain_text(name)
    bases = [plain] if not re.search(r"\w'(?!s\b)\w", plain) else [plain, re.sub(r"(?<=\w)'(?!s\b)(?=\w)", "", plain)]
    out: list[str] = []
    for base in bases:
        out.append(base)
        if _ARTICLE.search(base):
            for join in ("-", " "):
                for cut in (str.lower, str.capitalize):
                    out.append(_ARTICLE.sub(lambda m, cut=cut, join=join: cut(m.group(1)) + join, base))  # type: ignore[misc]
    return list(dict.fromkeys(out))


# --- spans -----------------------------------------------------------------------------------


def longest(found: Iterable[S]) -> list[S]:
    """Of spans that overlap the longest, the earlier of two as long; in order of their start."""
    taken: set[int] = set()
    kept = []
    for span in sorted(found, key=lambda s: (s.start - s.end, s.start)):
        if taken.isdisjoint(range(span.start, span.end)):
            kept.append(span)
            taken.update(range(span.start, span.end))
    return sorted(kept, key=lambda s: s.start)


def _inside_hyphens(doc: Doc, start: int, end: int) -> bool:
    """Whether a name is part of a compound: "rebel-held", "pro-Syrian", "anti-Syria"."""
    return _joins(doc, start - 1) or _joins(doc, end)


def _joins(doc: Doc, i: int) -> bool:
    """Whether a token is a hyphen without a space beside it."""
    return 0 < i < len(doc) and doc[i].text == "-" and not (doc[i].whitespace_ or doc[i - 1].whitespace_)


def _trim(entity: Span) -> Span | None:
    """A span of the NER without article, possessive and quotation marks; None if no name is left."""
    start, end = entity.start, entity.end
    doc = entity.doc
    while start < end and (_is_mark(doc[start]) or doc[start].lower_ in ("the", "a", "an")):
        start += 1
    while start < end and (_is_mark(doc[end - 1]) or doc[end - 1].tag_ == "POS"):
        end -= 1
    if start >= end:
        return None
    span = doc[start:end]
    is_broken = any(token.is_space for token in span)
    is_capital = any(token.text[:1].isupper() for token in span)
    is_proper = any(token.tag_ not in _COMMON for token in span)
    return span if is_capital and is_proper and not is_broken else None


def _is_mark(token: Token) -> bool:
    return bool(token.is_punct or token.is_space)


def _is_title_case(span: Span) -> bool:
    return all(token.text[:1].isupper() or not token.text[:1].isalpha() or len(token) <= _SHORT for token in span)


def _is_acronym(span: Span) -> bool:
    text = span.text.replace(".", "")
    return len(span) == 1 and 2 <= len(text) <= 6 and text.isupper()
