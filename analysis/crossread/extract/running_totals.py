"""Running totals: numbers that count on, "the toll rose to 58", "has killed 4,120", "84 deaths"."""

from spacy.tokens import Token

from crossread.extract.as_of import AsOf
from crossread.extract.clauses import auxiliaries, clause_verb, continues_perfect
from crossread.extract.frames import Frame
from crossread.extract.owners import DISEASE, Cause
from crossread.extract.quantities import Quantity
from crossread.extract.syntax import Positions, is_listed
from crossread.extract.triggers import clause_edges
from crossread.lexicon.model import Quantities


class RunningTotals:
    """Tells the running totals of one article."""

    def __init__(self, positions: Positions, words: Quantities, as_of: AsOf) -> None:
        """Prepare an article."""
        self.doc = positions.doc
        self.lower = positions.lower
        self.words = words
        self.as_of = as_of

    def tells_one(self, frame: Frame, quantity: Quantity, *, has_day: bool, cause: Cause | None) -> bool:
        """Whether a number is a running total: a toll, "so far", "since July", "has killed 4,120", "84 deaths".

        A number of one day ("12 were killed on Monday"), of new ones ("327 additional cases") or of a change is none
        nor is a share or a margin. What a disease does goes on: "the virus, killing 7,000".

        Args:
            frame: what the number tells.
            quantity: the number.
            has_day: its clause tells a day.
            cause: the storm, fire or disease that it is of.
        """
        left, right = clause_edges(self.doc, quantity)
        if not self._may_be_one(frame, quantity, left, right):
            return False
        text = f" {' '.join(self.lower[left:right])} "
        if any(f" {total} " in text for total in self.words.totals):
            return True
        if frame.rule == "toll":
            return self.words.new.isdisjoint(child.lower_ for child in frame.event.children)
        befalls = is_listed(frame.event, self.words.befalls)
        is_stock = quantity.noun is not None and quantity.noun.lemma_.lower() in self.words.stocks
        verb = clause_verb(frame.event)
        is_done = frame.what is None or is_stock or befalls or frame.event.lemma_.lower() in self.words.breaks
        if continues_perfect(verb) and (is_done or cause is not None or _has_since(verb) or self._lasts(verb)):
            return True  # "have been killed since the war began"
        if verb.tag_ == "VBN" and not auxiliaries(verb) and _has_since(verb):
            return True  # a headline: "30,000 killed since the war began"
        if is_stock and quantity.qualifier in self.words.toll_links:
            return True  # "passed 50,000 deaths on Friday"
        is_of_disease = befalls and cause is not None and cause.kind == DISEASE
        is_level = (is_stock or is_of_disease) and (not has_day or self._is_as_of(quantity))
        return is_level or self.as_of.counts_since(left, right)

    def _may_be_one(self, frame: Frame, quantity: Quantity, left: int, right: int) -> bool:
        near = self.lower[max(left, quantity.start - 2) : min(right, quantity.end + 1)]
        before = self.lower[max(0, quantity.start - 2) : quantity.start]
        is_whole = quantity.measure not in ("percent", "ratio") and self.words.margins.isdisjoint(before)
        return is_whole and not frame.is_change and self.words.new.isdisjoint(near)

    def _is_as_of(self, quantity: Quantity) -> bool:
        sentence = self.doc[quantity.number].sent
        return " as of " in f" {' '.join(self.lower[sentence.start : sentence.end])} "

    def _lasts(self, verb: Token) -> bool:
        """As in "the war has killed 250,000", "250,000 have died in the war": what does it, or holds it, lasts."""
        held = [child for prep in verb.children if prep.lower_ in ("in", "during") for child in prep.children]
        done = [child for child in verb.lefts if child.dep_ == "nsubj"]
        if verb.dep_ == "relcl" and any(child.tag_ in ("WDT", "WP") for child in done):
            done.append(verb.head)  # "a war that has killed 250,000"
        return any(noun.lemma_.lower() in self.words.lasting for noun in (*held, *done))


def _has_since(verb: Token) -> bool:
    """Whether "since", alone or with a clause, stands behind a verb."""
    behind = (child for child in verb.children if child.i > verb.i)
    return any(c.lower_ == "since" or any(m.dep_ == "mark" and m.lower_ == "since" for m in c.lefts) for c in behind)
