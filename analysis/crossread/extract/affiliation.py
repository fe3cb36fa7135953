"""Whom a person belongs to, as the article says: "Mebrahtu of Unicef", "league president Conrad Aster"."""

from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Doc, Token

from crossread.extract.records import Name
from crossread.lexicon import Lexicon, words
from crossread.lexicon.kinds import OFFICIAL, kind_of_name

_REACH = 8  # tokens from a name to the title beside it: "Aster, who was elected president of"
_WORDS = 5  # of a body without a name: "the employers' league"
_NO_BODY = frozenset({"person", "place", "people"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "PART"})


def find_affiliations(doc: Doc, names: Sequence[Name], lexicon: Lexicon) -> dict[str, str]:
    """The state or body that each person belongs to, where the text beside a name of theirs says so.

    Returns:
        By the id of the person, the id of an actor, or the words of a body or office that is none ("league").
    """
    search = _Search(doc, names, lexicon)
    found: dict[str, str] = {}
    for name in names:
        if name.kind == "person" and name.actor_id is not None and name.actor_id not in found:
            body = search.behind(name) or search.before(name)
            if body is not None:
                found[name.actor_id] = body
    return found


class _Search:
    def __init__(self, doc: Doc, names: Sequence[Name], lexicon: Lexicon) -> None:
        lists = words("function_words")
        self.doc = doc
        self.titles = lexicon.grammar.titles
        self.beside = self.titles | lists["title_parts"] | lexicon.grammar.honorifics
        self.of_a_field = lists["of_a_field"]
        self.links = lists["affiliation_links"]
        self.people = {name.actor_id for name in names if name.kind == "person"}
        self.at: Mapping[int, Name] = {i: name for name in names for i in range(name.start, name.end)}

    def behind(self, name: Name) -> str | None:
        """As in "Mebrahtu of Unicef", "Aster, president of the league", "Aster, a union official"."""
        following = self.doc[name.end : name.end + _REACH]
        if not following:
            return None
        if following[0].lower_ in self.links:
            return self._named(following[0].i + 1)
        return self._beside_title(following[1:]) if following[0].text == "," else None

    def before(self, name: Name) -> str | None:
        """As in "league president Aster", "Interior Minister Roe", "the head of the union, Lundgren,"."""
        i = name.start - 1
        if i >= 0 and self.doc[i].text == ",":
            return self._beside_title(self.doc[max(0, i - _REACH) : i])
        return self._of_title(i)

    def _beside_title(self, tokens: Iterable[Token]) -> str | None:
        """The body of the first title among some tokens, up to the end of their phrase."""
        for token in tokens:
            if token.lower_ in self.titles:
                body, following = None, token.i + 1
                if following < len(self.doc) and self.doc[following].lower_ in self.links:
                    body = self._named(following + 1) or self._described(following + 1)
                return body or self._of_title(token.i)
            if token.pos_ in ("VERB", "AUX") or token.text in ".;:":
                return None
        return None

    def _of_title(self, last: int) -> str | None:
        """The body before a title that ends at a token, or the title where it is that of an office of the state."""
        first = last
        while first >= 0 and self.doc[first].lower_.rstrip(".") in self.beside:
            first -= 1
        if first == last:
            return None
        owner = first - 1 if first > 0 and self.doc[first].tag_ == "POS" else first
        start = owner + 1
        while max(0, owner - _WORDS) < start and self.doc[start - 1].pos_ in _NOMINAL:
            start -= 1
            named = self._named(start)
            if named is not None and not (named.startswith("org:") and self.doc[last].lower_ in self.of_a_field):
                return named
        body, office = self.doc[start : owner + 1].text, self.doc[start : last + 1].text
        if kind_of_name(body) not in (None, OFFICIAL):
            return body
        return office if kind_of_name(office) == OFFICIAL else None

    def _named(self, i: int) -> str | None:
        """The actor that is named at a token, an article before it aside."""
        while i < len(self.doc) and self.doc[i].pos_ == "DET":
            i += 1
        name = self.at.get(i)
        if name is None or name.actor_id is None or name.kind in _NO_BODY or name.actor_id in self.people:
            return None
        return name.actor_id

    def _described(self, first: int) -> str | None:
        """A body by a common noun: "the employers' league"."""
        while first < len(self.doc) and self.doc[first].pos_ in ("DET", "PRON"):
            first += 1
        end = first
        while end < min(first + _WORDS, len(self.doc)) and self.doc[end].pos_ in _NOMINAL:
            end += 1
        body = self.doc[first:end].text
        return body if kind_of_name(body) not in (None, OFFICIAL) else None
