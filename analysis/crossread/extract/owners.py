"""Whom or what a number is of, by the fullest name in its article."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Token

from crossread.extract.records import Mention
from crossread.extract.syntax import OBJECTS, SUBJECTS, Positions, described
from crossread.lexicon.entry import Words

_LEAD = 80  # tokens at the start of an article that say what it is about
_OFTEN = 3  # mentions that make a storm what an article is about
_WORDS = 3  # of a name on each side of "Hurricane"
_BACK = 60  # tokens from a pronoun back to whom it stands for
DISEASE = "disease"
_SHOOTING = ("open", "cease", "catch", "return", "hold", "exchange", "come")  # "opened fire" tells of no blaze
_SEVERAL = ("they", "their")
_PRONOUNS = ("it", "its", *_SEVERAL)
_DEFINITE = ("the", "this", "that", "these", "those", "its", "their")


class Cause(NamedTuple):
    """A storm, fire or disease at a token: of which kind, by which name, and whether that is a proper one."""

    token: int
    kind: str
    name: str
    is_proper: bool


class Owners:
    """Whom the article names where, for whom or what a number is of."""

    def __init__(
        self,
        positions: Positions,
        mentions: Sequence[Mention],
        actors: Mapping[str, str],
        causes: Mapping[str, Words],
        diseases: Words,
    ) -> None:
        """Index whom an article mentions, and the storms, fires and diseases that it tells of.

        Args:
            positions: the words of the parsed article.
            mentions: whom it mentions.
            actors: the fullest name of each.
            causes: the nouns for storms, fires and diseases, by kind.
            diseases: names of diseases.
        """
        self.doc = positions.doc
        self.actors = actors
        self.mentioned = {
            token.i: mention for mention in mentions for token in positions.tokens(mention.start, mention.end)
        }
        self._subjects = [
            i for i, mention in self.mentioned.items() if mention.form != "pronoun" and self.doc[i].dep_ in SUBJECTS
        ]
        self._causes = _find_causes(positions, causes, diseases)
        self._at = {cause.token: cause for cause in self._causes}
        self._main = self._main_cause()

    def cause_at(self, noun: Token | None) -> Cause | None:
        """The storm, fire or outbreak that a noun stands for."""
        return self._at.get(noun.i) if noun is not None else None

    def cause_of(self, token: int) -> Cause | None:
        """The storm, fire or outbreak that a number is of where its clause names nobody.

        The last one of its paragraph that has a name, else the one that the article is about.
        """
        at = bisect_left(self._causes, token, key=lambda cause: cause.token)
        for cause in reversed(self._causes[max(0, at - _OFTEN) : at]):
            if cause.is_proper and not any(t.is_space for t in self.doc[cause.token : token]):
                return cause
        return self._main

    def name(self, noun: Token | None) -> tuple[str | None, str | None]:
        """The fullest name of what a noun stands for, and its actor; nothing for a pronoun that is not settled."""
        if noun is None or noun.ent_type_ in ("DATE", "TIME"):
            return None, None
        cause = self.cause_at(noun)
        if cause is not None:
            return cause.name, None
        mention = self.mentioned.get(noun.i)
        if mention is None and noun.lower_ in _PRONOUNS:
            return self.name(self._stands_for(noun))
        if mention is not None:
            # "35 percent Democrats" tells of people, not of their party.
            is_of_people = mention.form == "demonym" and mention.rule != "institution"
            name = mention.surface if is_of_people else self.actors.get(mention.actor_id, mention.surface)
            return name, mention.actor_id
        if noun.pos_ == "PRON" or noun.tag_ in ("PRP", "PRP$", "DT", "WDT", "WP", "CD"):
            return None, None
        return " ".join(token.text for token in described(noun)), None

    def _stands_for(self, pronoun: Token) -> Token | None:
        """Whom "it" or "they" stands for: the last subject before that may be a body, a state or a group."""
        if pronoun.lower_ in _SEVERAL:
            own = (
                t for t in self.doc[pronoun.sent.start : pronoun.i] if t.dep_ in SUBJECTS and t.tag_ in ("NNS", "NNPS")
            )
            told = next(own, None)
            if told is not None:
                return told  # "while women make up a half, they ..."
        at = bisect_left(self._subjects, pronoun.i)
        near = (self.doc[i] for i in reversed(self._subjects[:at]) if pronoun.i - i <= _BACK)
        return next((token for token in near if token.ent_type_ != "PERSON"), None)

    def _main_cause(self) -> Cause | None:
        """What an article is about: the kind that it brings up at once or often, by its most frequent name."""
        if not self._causes:
            return None
        kinds = Counter(cause.kind for cause in self._causes)
        kind, times = kinds.most_common(1)[0]
        of_kind = [cause for cause in self._causes if cause.kind == kind]
        if times < _OFTEN and of_kind[0].token > _LEAD:
            return None
        names = Counter(cause.name for cause in of_kind if cause.is_proper)
        name, often = names.most_common(1)[0] if names else ("", 0)
        return next(c for c in of_kind if c.name == name) if 2 * often > times else of_kind[0]


def _find_causes(positions: Positions, causes: Mapping[str, Words], diseases: Words) -> list[Cause]:
    """Every storm, fire or disease of an article, in order, by the name that "the storm" stands for."""
    doc = positions.doc
    kinds = {noun: kind for kind, nouns in causes.items() for noun in nouns} | dict.fromkeys(diseases, DISEASE)
    found: list[Cause] = []
    named: dict[str, Cause] = {}  # "dorian" once "Hurricane Dorian" was told
    last: dict[tuple[str, bool], Cause] = {}  # of each kind, one or several, what was told of last
    for i, words in enumerate(zip(positions.lemmas, positions.lower, strict=True)):
        kind = kinds.get(words[0]) or kinds.get(words[1])
        if kind is None:
            if words[1] in named and doc[i].pos_ == "PROPN":
                found.append(named[words[1]]._replace(token=i))
            continue
        is_name = not diseases.isdisjoint(words)
        if not _tells_cause(doc[i], is_name=is_name):
            continue
        run, number = list(_proper_run(doc[i])), (kind, doc[i].tag_ in ("NNS", "NNPS"))
        if len(run) > 1 or is_name:
            cause = Cause(i, kind, " ".join(token.text for token in run), is_proper=True)
            found += [cause._replace(token=token.i) for token in run if token.i >= i and token != doc[i]]
            if run[-1] != doc[i] and run[-1].is_alpha:
                named[run[-1].lower_] = cause
        elif (before := last.get(number)) is not None and (before.is_proper or _is_definite(doc[i])):
            found.append(before._replace(token=i))
            continue
        else:
            held = [token for token in described(doc[i]) if token == doc[i] or token.dep_ == "compound"]
            cause = Cause(i, kind, " ".join(token.text for token in held), is_proper=False)
        found.append(cause)
        last[number] = cause
    return sorted(found)


def _proper_run(token: Token) -> Iterator[Token]:
    """The words of the name that a word is part of: "Hurricane Dorian", "Canyon Fire 2"."""
    doc, first, last = token.doc, token.i, token.i
    if token.text[:1].isupper() and token.pos_ == "PROPN":
        while first > max(token.sent.start, token.i - _WORDS) and _is_in_name(doc[first - 1]):
            first -= 1
        while last + 1 < min(token.sent.end, token.i + _WORDS) and _is_in_name(doc[last + 1]):
            last += 1
        if last + 1 < token.sent.end and doc[last + 1].is_digit and last == token.i:
            last += 1
    yield from doc[first : last + 1]


def _is_in_name(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.text[:1].isupper() and token.ent_type_ not in ("DATE", "TIME")


def _is_definite(noun: Token) -> bool:
    return any(child.lower_ in _DEFINITE for child in noun.lefts) or noun.tag_ == "NNS"


def _tells_cause(noun: Token, *, is_name: bool) -> bool:
    """Whether a noun brings up a storm, fire or disease; not "opened fire", "fire officials", "a flood of letters"."""
    is_noun = noun.pos_ in ("NOUN", "PROPN") or noun.dep_ in (*SUBJECTS, *OBJECTS, "pobj")
    if not is_noun or noun.head.lemma_ in _SHOOTING:
        return False
    is_of_body = noun.ent_type_ == "ORG" and noun.i + 1 < len(noun.doc) and noun.nbor().ent_iob_ == "I"
    if is_of_body or (noun.dep_ == "compound" and noun.head.pos_ == "NOUN" and not is_name):
        return False  # "National Hurricane Center", "fire officials"
    return not any(child.lower_ == "of" for child in noun.rights)
