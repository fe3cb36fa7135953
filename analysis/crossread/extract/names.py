"""What an article names: spans that the lexicon or the pipeline's NER know as a name.

The lexicon goes before the NER: where it knows a name, the NER is not asked. Only a longer name of
a person or body that contains a country or a demonym ("Syrian Network for Human Rights") is taken
from the NER over the lexicon.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from crossread.corpus.clean import plain_text
from crossread.extract.records import Name
from crossread.lexicon import Actor, Lexicon

_NER_KINDS = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "people",
}
_LONGER_WINS = frozenset({"PERSON", "ORG", "FAC", "EVENT", "PRODUCT", "LAW", "WORK_OF_ART"})


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
        self.lexicon = lexicon
        self.organs = frozenset(lexicon.grammar.organs)
        self._entries: dict[str, _Entry] = {}
        self._names = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._nominals = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._nominal_actors: dict[str, list[Actor]] = {}
        for phrase, entry in _phrases(lexicon):
            known = self._entries.get(phrase)
            if known is None:
                self._entries[phrase] = entry
            elif known.actor_id is None or known.place is None:
                self._entries[phrase] = known._replace(
                    actor_id=known.actor_id or entry.actor_id, place=known.place or entry.place
                )
        for phrase in self._entries:
            self._names.add(phrase, [nlp.make_doc(phrase)])
        for actor in lexicon.actors.values():
            for nominal in actor.nominals:
                self._nominal_actors.setdefault(plain_text(nominal).lower(), []).append(actor)
        for nominal in self._nominal_actors:
            self._nominals.add(nominal, [nlp.make_doc(nominal)])

    def lexicon_names(self, doc: Doc) -> list[tuple[Span, _Entry]]:
        """Longest names of the lexicon in a document, from left to right, none overlapping."""
        found = [
            (doc[start:end], self._entries[doc.vocab.strings[key]])
            for key, start, end in self._names(doc)
            if not _inside_hyphens(doc, start, end)
        ]
        return _longest_first(found)

    def nominals(self, doc: Doc, countries: Mapping[str, int]) -> list[tuple[Span, _Entry]]:
        """Common nouns that name an actor in an article about its country ("the rebels")."""
        top = max(countries.values(), default=0)
        found = []
        for key, start, end in self._nominals(doc):
            for actor in self._nominal_actors[doc.vocab.strings[key]]:
                here = countries.get(actor.country, 0) if actor.country else top
                if actor.country is None or (here and here * 2 >= top):
                    found.append((doc[start:end], _Entry("nominal", actor.kind, actor.id, None, actor.country)))
                    break
        return _longest_first(
            [(span, entry) for span, entry in found if not _inside_hyphens(doc, span.start, span.end)]
        )


def find_names(doc: Doc, matcher: NameMatcher) -> list[Name]:
    """Find every name in a document.

    Returns:
        Names in order, none overlapping. A name without ``actor_id`` and without ``place`` is one
        that only the NER knows; who it is, is settled over the whole article (see ``actors``).
    """
    known = matcher.lexicon_names(doc)
    organs = matcher.organs
    countries = Counter(entry.country for _, entry in known if entry.country)
    taken = {i: entry for span, entry in known for i in range(span.start, span.end)}
    nominals = [
        (span, entry)
        for span, entry in matcher.nominals(doc, countries)
        if not any(i in taken for i in range(span.start, span.end))
    ]
    by_ner: list[tuple[Span, str]] = []
    dropped: set[int] = set()
    for entity in doc.ents:
        kind = _NER_KINDS.get(entity.label_)
        span = _trim(entity)
        if span is None:
            continue
        inside = [(s, e) for s, e in known if s.start < span.end and span.start < s.end]
        overlapping_nominals = [s for s, _ in nominals if s.start < span.end and span.start < s.end]
        if inside:
            weak = all(e.form == "demonym" or e.kind == "state" or e.place for _, e in inside)
            contained = all(span.start <= s.start and s.end <= span.end for s, _ in inside)
            if not (weak and contained and entity.label_ in _LONGER_WINS and _is_title_case(span)):
                continue
            if any(len(s) == len(span) for s, _ in inside) or span[-1].lemma_.lower() in organs:
                continue
            dropped.update(s.start for s, _ in inside)
            kind = "person" if entity.label_ == "PERSON" else "organisation"
        elif overlapping_nominals and not (len(span) > 1 and _is_title_case(span)):
            continue
        elif span[-1].lemma_.lower() in organs and span.start > 1 and doc[span.start - 1].tag_ == "POS":
            continue  # "Turkey's Foreign Ministry"
        if kind is not None and not _inside_hyphens(doc, span.start, span.end):
            by_ner.append((span, kind))
            dropped.update(s.start for s in overlapping_nominals)
    names = [
        Name(s.start, s.end, e.form, e.kind, e.actor_id, e.place, "lexicon") for s, e in known if s.start not in dropped
    ]
    names += [
        Name(s.start, s.end, "nominal", e.kind, e.actor_id, None, "lexicon")
        for s, e in nominals
        if s.start not in dropped
    ]
    names += [
        Name(
            s.start,
            s.end,
            "acronym" if _is_acronym(s) else "name",
            kind,
            None,
            s.text if kind == "place" else None,
            "ner",
        )
        for s, kind in by_ner
    ]
    return sorted(names)


# --- phrases of the lexicon ------------------------------------------------------------------


def _phrases(lexicon: Lexicon) -> Iterator[tuple[str, _Entry]]:
    """Each spelling of each name with what it stands for; the lexicon's own actors before countries."""
    for actor in sorted(lexicon.actors.values(), key=lambda a: a.kind == "state"):
        for form, names in (
            ("name", (actor.name, *actor.aliases)),
            ("acronym", actor.acronyms),
            ("demonym", actor.demonyms),
        ):
            for name in names:
                for phrase in spellings(name):
                    yield phrase, _Entry(form, actor.kind, actor.id, None, actor.country)
        for place in actor.places:
            for phrase in spellings(place):
                yield phrase, _Entry("name", "place", actor.id, place, actor.country)
    for entry in lexicon.places.values():
        for name in (entry.name, *entry.variants):
            for phrase in spellings(name):
                yield phrase, _Entry("name", "place", None, entry.name, entry.country)


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


def _longest_first(found: Iterable[tuple[Span, _Entry]]) -> list[tuple[Span, _Entry]]:
    taken: set[int] = set()
    kept = []
    for span, entry in sorted(found, key=lambda item: (-len(item[0]), item[0].start)):
        if not any(i in taken for i in range(span.start, span.end)):
            kept.append((span, entry))
            taken.update(range(span.start, span.end))
    return sorted(kept, key=lambda item: item[0].start)


def _inside_hyphens(doc: Doc, start: int, end: int) -> bool:
    """Whether a name is part of a compound: "rebel-held", "pro-Syrian", "anti-Syria"."""
    before = start > 0 and doc[start - 1].text == "-" and not doc[start - 1].whitespace_ and start > 1
    before = before and not doc[start - 2].whitespace_
    after = end < len(doc) and doc[end].text == "-" and not doc[end].whitespace_ and not doc[end - 1].whitespace_
    return bool(before or after)


def _trim(entity: Span) -> Span | None:
    """A span of the NER without article, possessive and quotation marks; None if no name is left."""
    start, end = entity.start, entity.end
    doc = entity.doc
    while start < end and (doc[start].lower_ in ("the", "a", "an") or doc[start].is_punct or doc[start].is_space):
        start += 1
    while start < end and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    if start >= end:
        return None
    span = doc[start:end]
    if not any(token.text[:1].isupper() for token in span) or any(token.is_space for token in span):
        return None
    if all(token.tag_ in ("NN", "NNS", "VB", "VBZ", "VBD", "JJ", "RB", "IN") for token in span):
        return None
    return span


def _is_title_case(span: Span) -> bool:
    return all(token.text[:1].isupper() or not token.text[:1].isalpha() or len(token) < 5 for token in span)


def _is_acronym(span: Span) -> bool:
    text = span.text.replace(".", "")
    return len(span) == 1 and 2 <= len(text) <= 6 and text.isupper()
