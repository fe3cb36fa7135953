"""What an article names: spans that the lexicon or the pipeline's NER know as a name.

The lexicon goes before the NER: where it knows a name, the NER is not asked. Only a longer name that
contains that of a country, a place or a people ("Syrian Network for Human Rights", "Gulf of Mexico"), or
the family name of somebody known ("Ivanka Trump"), is taken from the NER over the lexicon.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Generic, NamedTuple, TypeVar

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from crossread.corpus.clean import plain_text
from crossread.extract.records import Name
from crossread.lexicon import Actor, Lexicon, words

_NER_KINDS = {
    "PERSON": "person",
    "ORG": "organisation",
    "NORP": "people",
    **dict.fromkeys(("GPE", "LOC", "FAC"), "place"),
}
_LONGER_WINS = frozenset({*_NER_KINDS, "EVENT", "PRODUCT", "LAW", "WORK_OF_ART"} - {"NORP"})
_OF_ONE_COUNTRY = frozenset({"ministry", "party"})  # many countries have one of that name
_NO_NAMES = frozenset({"ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "PART", "PRON", "SCONJ", "VERB"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_BESIDE = 3  # words to each side that tell whether a text shouts
_COMMON = frozenset(
    {"NN", "NNS", "VB", "VBZ", "VBD", "VBN", "JJ", "RB", "IN"}
)  # tags of words that are no name by themselves
_SHORT = 4  # letters of words that keep a small letter in names

S = TypeVar("S", bound=Any)  # whatever has a start and an end
V = TypeVar("V")


class _Entry(NamedTuple):
    form: str
    kind: str
    actor_id: str | None
    place: str | None
    country: str | None


class _Match(NamedTuple):
    """Where a name of the lexicon stands, and who is called so."""

    start: int
    end: int
    owners: tuple[_Entry, ...]

    @property
    def is_sure(self) -> bool:
        """Whether nobody else is called so: not "House", nor the acronym of a party."""
        (owner, *others) = self.owners
        is_short = self.end - self.start == 1 and (owner.kind, owner.form) in (
            ("ministry", "name"),
            ("party", "acronym"),
        )
        return not others and not is_short


class _Phrases(Generic[V]):
    """Phrases and what they mean, found by their words; built in a tenth of the time that spaCy's matcher takes."""

    def __init__(self, nlp: Language, meanings: Mapping[str, V]) -> None:
        """Tokenise every phrase as the pipeline will, which need not be asked about plain words."""
        tokenizer: Any = nlp.tokenizer
        self._by_first: dict[str, list[tuple[list[str], V]]] = {}
        for phrase, meaning in meanings.items():
            parts = phrase.split(" ")
            if not all(part.isalpha() and part not in tokenizer.rules for part in parts):
                parts = [token.text for token in tokenizer(phrase)]
            self._by_first.setdefault(parts[0], []).append((parts, meaning))

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, V]]:
        """Where each stands among the words of a text: first word, end, meaning; phrases may overlap."""
        for start, word in enumerate(words):
            for parts, meaning in self._by_first.get(word, ()):
                end = start + len(parts)
                if words[start:end] == parts:
                    yield start, end, meaning


class NameMatcher:
    """The names of a lexicon, ready to be found. Built once per process."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        """Tokenise every name of the lexicon as the pipeline will."""
        self.organs = lexicon.grammar.organs
        self.titles = lexicon.grammar.titles | lexicon.grammar.honorifics
        self.causes = lexicon.quantities.causes
        entries: dict[str, dict[str | None, _Entry]] = {}  # of each name one a country
        for name, entry in _entries(lexicon):
            for phrase in spellings(name):
                known = entries.setdefault(phrase, {}).setdefault(entry.country, entry)
                actor_id, place = known.actor_id or entry.actor_id, known.place or entry.place
                entries[phrase][entry.country] = known._replace(actor_id=actor_id, place=place)
        self._names = _Phrases(nlp, {phrase: tuple(owners.values()) for phrase, owners in entries.items()})
        nominals: dict[str, list[Actor]] = {}
        for actor in lexicon.actors.values():
            for nominal in actor.nominals:
                nominals.setdefault(plain_text(nominal).lower(), []).append(actor)
        self._nominals = _Phrases(nlp, nominals)

    def lexicon_names(self, doc: Doc) -> tuple[list[Name], Counter[str]]:
        """Longest names of the lexicon in a document, none overlapping; how many there are of each country."""
        found = (_Match(start, end, owners) for start, end, owners in self._names.find([token.text for token in doc]))
        matches = longest(match for match in found if not _inside_hyphens(doc, match.start, match.end))
        doubtful = {match for match in matches if _may_be_word(doc, match)}
        sure = [match for match in matches if match.is_sure and match not in doubtful]
        countries = Counter(country for match in sure if (country := match.owners[0].country))
        named = {match.owners[0].actor_id for match in sure}
        names = []
        for match in matches:
            # Of those that share a name the one whose country other names speak of most: "Georgia", "Congress".
            owner = max(match.owners, key=lambda entry: countries[entry.country or ""])
            is_anywhere = owner.kind not in _OF_ONE_COUNTRY or (owner.kind == "ministry" and not countries)
            is_told = match.is_sure or is_anywhere or _is_about(owner.country, countries)
            if match in doubtful and owner.actor_id not in named:
                owner = _Entry("name", "thing", None, None, None)  # a word, whatever the NER takes it for
            elif match not in doubtful and not is_told:
                continue
            names.append(Name(match.start, match.end, *owner[:4], "lexicon"))
        return names, countries

    def nominals(self, doc: Doc, countries: Mapping[str, int]) -> list[Name]:
        """Common nouns that name an actor in an article about its country ("the rebels")."""
        found = []
        for start, end, actors in self._nominals.find([token.lower_ for token in doc]):
            actor = next((actor for actor in actors if _is_about(actor.country, countries)), None)
            if actor is not None and not _inside_hyphens(doc, start, end):
                found.append(Name(start, end, "nominal", actor.kind, actor.id, None, "lexicon"))
        return longest(found)


def _is_about(country: str | None, countries: Mapping[str, int]) -> bool:
    """Whether an article with so many names of each country is about one; every article is about none."""
    top = max(countries.values(), default=0)
    return country is None or (countries.get(country, 0) > 0 and countries[country] * 2 >= top)


def _may_be_word(doc: Doc, match: _Match) -> bool:
    """Whether what looks like a name is a word: "Fed up", and, where a text shouts, "TELL US", "SHE IS 27"."""
    token = doc[match.start]
    is_upper = token.is_upper and token.is_stop
    if match.end - match.start > 1 or match.owners[0].form == "demonym":
        return False
    if match.owners[0].kind == "ministry" and token.is_title:
        return not token.ent_type_ or any(child.dep_ == "prt" for child in token.children)  # "House prices", "Fed up"
    if not (is_upper or len(token) < _SHORT):
        return False
    beside = (*doc[max(0, token.i - _BESIDE) : token.i], *doc[token.i + 1 : token.i + 1 + _BESIDE])
    letters = [other for other in beside if other.is_alpha and other.sent == token.sent]
    is_shouted = is_upper and len(letters) > 1 and all(other.is_upper for other in letters)
    is_verb = token.pos_ in _NO_NAMES and not token.ent_type_ and (is_upper or not token.is_upper)
    return is_shouted or is_verb


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
        by_ner = _name_by_ner(span, entity.label_, within, matcher)
        if by_ner is not None:
            found -= within
            found.add(by_ner)
    found = {*_with_families(doc, found)}
    return sorted(_without_storms(doc, found | {*_again(doc, found)}, matcher.causes))


def _name_by_ner(span: Span, label: str, within: AbstractSet[Name], matcher: NameMatcher) -> Name | None:
    """The name that the NER sees, None where the lexicon knows better; ``within`` are the lexicon's names there."""
    kind = _NER_KINDS.get(label)
    proper = [name for name in within if name.form != "nominal"]
    ends_in_organ = span[-1].lemma_.lower() in matcher.organs
    if proper:
        if ends_in_organ or label not in _LONGER_WINS:
            return None
        if not (_is_longer(span, proper) or (label == "PERSON" and _is_relative(span, proper, matcher.titles))):
            return None
        kind = kind if kind in ("person", "place") else "organisation"
    elif within and not (_is_title_case(span) and len(span) > max(name.end - name.start for name in within)):
        return None
    elif ends_in_organ and span.start > 1 and span.doc[span.start - 1].tag_ == "POS":
        return None  # "Turkey's Foreign Ministry"
    if kind is None or _inside_hyphens(span.doc, span.start, span.end) or (len(span) == 1 and span[0].is_stop):
        return None
    form, place = "acronym" if _is_acronym(span) else "name", span.text if kind == "place" else None
    return Name(span.start, span.end, form, kind, None, place, "ner")


def _is_longer(span: Span, names: Sequence[Name]) -> bool:
    """Whether a span is a name of its own around names of countries, places and things."""
    return _is_title_case(span) and all(
        span.start <= name.start
        and name.end <= span.end
        and name.end - name.start < len(span)
        and (name.form == "demonym" or name.kind in ("state", "thing") or name.place or _may_be_part(span, name))
        for name in names
    )


def _may_be_part(span: Span, name: Name) -> bool:
    """Whether a body may be named within the name of another: "Chilean Red Cross", "House Budget Committee"."""
    is_society = name.kind == "ngo" and span.start < name.start and name.end == span.end
    return is_society or (name.kind in _OF_ONE_COUNTRY and name.end - name.start == 1)


def _is_relative(span: Span, names: Sequence[Name], titles: AbstractSet[str]) -> bool:
    """Whether a span is the full name of another person than the one whose family name ends it: "Ivanka Trump"."""
    (name, *others) = names
    is_family = name.kind == "person" and (name.start, name.end) == (span.end - 1, span.end) and len(span) > 1
    is_plain = all(token.is_alpha and token.is_title and token.lower_ not in titles for token in span[:-1])
    return is_family and not others and is_plain


def _with_families(doc: Doc, names: AbstractSet[Name]) -> Iterator[Name]:
    """Names; what the NER sees as a person, or as a people, is one where somebody has that family name: "Jordan"."""
    families = {doc[name.end - 1].text for name in names if name.kind == "person" and name.end - name.start > 1}
    for name in sorted(names):
        token = doc[name.start]
        is_land = name.kind == "state" or name.place is not None
        is_person = (is_land and token.ent_type_ == "PERSON") or (name.kind == "people" and name.rule == "ner")
        if is_person and name.end - name.start == 1 and token.text in families:
            yield Name(*name[:2], "name", "person", None, None, "ner")
        else:
            yield name


def _again(doc: Doc, names: AbstractSet[Name]) -> Iterator[Name]:
    """Single words that the NER takes for a person or a body in one place, wherever it does not see them."""
    known: dict[str, Name] = {}
    for name in sorted(names):
        is_one = name.kind == "person" or (name.kind == "organisation" and name.end - name.start == 1)
        if name.rule == "ner" and is_one:
            known.setdefault(doc[name.end - 1].text, name)
    taken = {i for name in names for i in range(name.start, name.end)}
    orths = {doc.vocab.strings[text] for text in known}
    for i in (i for i, orth in enumerate(doc.to_array("ORTH").tolist()) if orth in orths and i not in taken):
        token = doc[i]
        if token.pos_ not in _NOUNS:
            continue
        name = known[token.text]
        beside = [other for other in doc[max(0, token.i - 1) : token.i + 2] if other != token]
        is_inside = any(other.pos_ == "PROPN" and other.text[0].isupper() and other.i not in taken for other in beside)
        if not is_inside and not token.is_stop and not _inside_hyphens(doc, token.i, token.i + 1):
            yield Name(token.i, token.i + 1, name.form, name.kind, None, None, "again")


def _without_storms(doc: Doc, names: Iterable[Name], causes: Mapping[str, AbstractSet[str]]) -> list[Name]:
    """Names without those of storms, fires and diseases: "Hurricane Maria" and then "Maria", "the Tubbs Fire"."""
    lower = {doc.vocab.strings[cause] for kind in causes.values() for cause in kind}
    at = {i for i, word in enumerate(doc.to_array("LOWER").tolist()) if word in lower}
    storms = {doc[i + 1].text for i in at if i + 1 < len(doc) and doc[i].is_title and doc[i + 1].is_title}
    names = list(names)
    if any(doc[i].lower_ in causes["storm"] for i in at):
        people = [doc[name.start : name.end] for name in names if name.kind == "person" and name.end - name.start > 1]
        storms |= words("things")["storms"] - {span[i].text for span in people for i in (0, -1)}

    def is_storm(name: Name) -> bool:
        last, is_one = name.end - 1, name.end - name.start == 1
        is_named = doc[last].text in storms and (is_one or last - 1 in at)
        return is_named or (name.kind != "place" and (name.end if is_one else last) in at)

    return [name for name in names if name.actor_id is not None or not is_storm(name)]


# --- names of the lexicon --------------------------------------------------------------------


def _entries(lexicon: Lexicon) -> Iterator[tuple[str, _Entry]]:
    """Each name with what it stands for; the lexicon's own actors before countries."""
    for actor in sorted(lexicon.actors.values(), key=lambda a: a.kind == "state"):
        forms = {"name": (actor.name, *actor.aliases), "acronym": actor.acronyms, "demonym": actor.demonyms}
        for form, names in forms.items():
            for name in names:
                yield name, _Entry(form, actor.kind, actor.id, None, actor.country)
                if form == "acronym" and name.isalpha() and name.isupper():
                    yield f"{'.'.join(name)}.", _Entry(form, actor.kind, actor.id, None, actor.country)
        for place in actor.places:
            yield place, _Entry("name", "place", actor.id, place, actor.country)
    for entry in lexicon.places.values():
        for name in (entry.name, *entry.variants):
            yield name, _Entry("name", "place", None, entry.name, entry.country)
    for disease in sorted(lexicon.quantities.diseases):
        for name in (disease.capitalize(), disease.upper()):
            yield name, _Entry("name", "thing", None, None, None)
    for subject in ("diseases", "programmes", "slogans", "materials", "peoples"):
        form, kind = ("demonym", "people") if subject == "peoples" else ("name", "thing")
        for name in sorted(words("things")[subject]):
            yield name, _Entry(form, kind, None, None, None)


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
