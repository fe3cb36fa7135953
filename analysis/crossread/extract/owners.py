"""Whom or what a number is of, by the fullest name in its article."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from crossread.extract.records import Mention
from crossread.extract.syntax import Positions, described

_NEAR = 120  # words from "the storm" to a number of it
_SHOOTING = ("open", "cease", "catch", "return", "hold", "exchange", "come")  # "opened fire" tells of no blaze


class Owners:
    """Whom the article names where, for whom or what a number is of."""

    def __init__(
        self,
        doc: Doc,
        positions: Positions,
        mentions: Sequence[Mention],
        actors: Mapping[str, str],
        causes: frozenset[str],
    ) -> None:
        """Index whom an article mentions, and the storms, fires and diseases that it tells of."""
        self.doc = doc
        self.actors = actors
        named = (
            i
            for i, words in enumerate(zip(positions.lemmas, positions.lower, strict=True))
            if not causes.isdisjoint(words)
        )
        self.causes = [(i, doc[i]) for i in named if _tells_cause(doc[i])]
        self.mentioned = {
            token.i: mention for mention in mentions for token in positions.tokens(mention.start, mention.end)
        }

    def cause_before(self, token: int) -> str | None:
        """The storm, fire or outbreak that the article told of last, where a clause names nobody."""
        at = bisect_left(self.causes, token, key=lambda cause: cause[0])
        is_near = at > 0 and token - self.causes[at - 1][0] <= _NEAR
        return self.name(self.causes[at - 1][1])[0] if is_near else None

    def name(self, noun: Token | None) -> tuple[str | None, str | None]:
        """The fullest name of what a noun stands for, and its actor; nothing for a pronoun that is not settled."""
        if noun is None:
            return None, None
        mention = self.mentioned.get(noun.i)
        if mention is not None:
            # "35 percent Democrats" tells of people, not of their party.
            is_of_people = mention.form == "demonym"
            name = mention.surface if is_of_people else self.actors.get(mention.actor_id, mention.surface)
            return name, mention.actor_id
        if noun.pos_ == "PRON" or noun.tag_ in ("PRP", "PRP$", "DT", "WDT", "WP", "CD"):
            return None, None
        return " ".join(token.text for token in described(noun)), None


def _tells_cause(noun: Token) -> bool:
    """Whether a noun brings up a storm, fire or disease: "a storm", "Tubbs Fire"; not "the storm", "opened fire"."""
    if noun.pos_ not in ("NOUN", "PROPN") or noun.head.lemma_ in _SHOOTING:
        return False
    return noun.pos_ == "PROPN" or not any(child.lower_ in ("the", "this", "that") for child in noun.lefts)
