"""Who is ahead of whom: the numbers of "Roe leads Doe 46 to 44 percent" are of two."""

from typing import NamedTuple

from spacy.tokens import Token

from crossread.extract.clauses import clause_verb
from crossread.extract.syntax import OBJECTS, subject_of
from crossread.lexicon.model import Quantities


class Contest(NamedTuple):
    """Somebody ahead of somebody else, or behind."""

    what: str  # a lemma: "lead"
    first: Token | None  # who is named first
    other: Token | None


def contest_of(number: Token, words: Quantities) -> Contest | None:
    """The contest that the clause of a number tells; None where it tells none."""
    verb = clause_verb(number)
    link = next((child for child in verb.children if child.lower_ in words.ahead), None)
    held = next((child for child in verb.children if child.dep_ in OBJECTS and child.i < number.i), None)
    if link is not None:
        others = (t for prep in link.rights if prep.lower_ == "of" for t in prep.children if t.dep_ == "pobj")
        return Contest(words.ahead[link.lower_], held or subject_of(verb), next(others, None))
    if verb.lemma_.lower() in words.contests and held is not None and held.ent_type_ == "PERSON":
        return Contest(verb.lemma_.lower(), subject_of(verb), held)
    return None
