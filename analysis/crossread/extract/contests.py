"""Who is ahead of whom: the numbers of "Roe leads Doe 46 to 44 percent" are of two."""

from spacy.tokens import Token

from crossread.extract.clauses import clause_verb
from crossread.extract.syntax import OBJECTS, subject_of
from crossread.lexicon.model import Quantities


class Contest:
    """A clause in which somebody is ahead of somebody else."""

    def __init__(self, number: Token, words: Quantities) -> None:
        """Look at the clause of a number."""
        verb = clause_verb(number)
        link = next((child for child in verb.children if child.lower_ in words.ahead), None)
        self.what: str | None = None
        self.sides: tuple[Token | None, Token | None] = (None, None)  # who is named first, and the other
        held = next((child for child in verb.children if child.dep_ in OBJECTS and child.i < number.i), None)
        if link is not None:
            other = (t for prep in link.rights if prep.lower_ == "of" for t in prep.children if t.dep_ == "pobj")
            self.what, self.sides = words.ahead[link.lower_], (held or subject_of(verb), next(other, None))
        elif verb.lemma_.lower() in words.contests and held is not None and held.ent_type_ == "PERSON":
            self.what, self.sides = verb.lemma_.lower(), (subject_of(verb), held)
