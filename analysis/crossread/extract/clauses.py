"""What one clause says of its verb: past or ahead, denied, doubted, hedged or a condition; its voice and its agent.

Everybody who needs to know asks here: times, whether a weekday is the last or the next; claims, whether a number
has happened; actors, who acts; speech and events, whether a verb is passive. The words are in ``clauses.yaml``.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from crossread.extract.syntax import NOUNS, OBJECTS, SUBJECTS, VERBS
from crossread.lexicon import words

_LINKS = 4  # how many verbs up a complement's sense is looked for: "was said to be expected to try to leave"
_HAVE = frozenset(("have", "has", "'ve"))
_PAST = frozenset(("have", "has", "had", "was", "were", "did"))
_PRESENT_BE = frozenset(("am", "is", "are", "'re", "'s"))
_FINITE_BE = ("VBP", "VBZ", "VBD")
# What an amount tells after "by": how much, not who.
_AMOUNTS = frozenset(("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "CARDINAL", "ORDINAL"))


def auxiliaries(verb: Token) -> frozenset[str]:
    """The auxiliaries of a verb, as written in lower case, with "to"."""
    return frozenset(child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass"))


def is_passive(verb: Token) -> bool:
    """Whether a verb form is passive: it has a passive auxiliary or subject, or is a bare participle."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod") and not any(c.dep_ == "aux" for c in verb.children)


def is_negated(verb: Token) -> bool:
    """Whether "not" or "never" hangs on a verb."""
    return any(child.dep_ == "neg" for child in verb.children)


def is_perfect(verb: Token) -> bool:
    """Whether a verb stands in a perfect tense: "has killed"."""
    return not _HAVE.isdisjoint(auxiliaries(verb))


def is_past(verb: Token) -> bool:
    """Whether a verb, or for one without a tense that of the clause above, is past or perfect."""
    while verb.tag_ in ("VBG", "VBN") and not auxiliaries(verb) and verb.head != verb:
        above = clause_verb(verb.head)
        if above.pos_ not in VERBS:
            break
        verb = above
    return verb.tag_ == "VBD" or not _PAST.isdisjoint(auxiliaries(verb))


def continues_perfect(verb: Token) -> bool:
    """Whether a verb, or the one that it goes on with, is perfect: "has infected 100,000 and killed 3,000"."""
    while not is_perfect(verb) and (verb.dep_ == "conj" or (verb.dep_ == "advcl" and verb.tag_ == "VBG")):
        if verb.head.pos_ not in VERBS or any(child.dep_ in ("aux", "auxpass") for child in verb.children):
            break
        verb = verb.head
    return is_perfect(verb)


def clause_verb(token: Token) -> Token:
    """The verb of the clause that a word stands in; the word itself where there is none."""
    for candidate in (token, *token.ancestors):
        if candidate.pos_ in VERBS and candidate.dep_ not in ("aux", "auxpass"):
            return candidate
    return token


def argument_verb(word: Token) -> Token | None:
    """The verb itself, or that whose subject or object a noun of an event is; None where it is neither."""
    token = word
    while token.pos_ not in VERBS:
        head = token.head
        is_part = token.dep_ in ("nummod", "compound", "amod", "quantmod", "acomp", "oprd") or (
            token.dep_ == "prep" and token.lower_ == "of"
        )
        is_argument = token.dep_ in (*OBJECTS, "nsubj", "nsubjpass", "attr") or (
            token.dep_ == "pobj" and head.lower_ == "of"
        )
        if head == token or not (is_part or is_argument):
            return None
        token = head
    return token


class Clauses:
    """Reads clauses by the words of ``clauses.yaml``; holds nothing of an article."""

    def __init__(self) -> None:
        """Join the lists that are asked together."""
        self.words = words("clauses")
        raising, factual, ahead, failing = (self.words[name] for name in ("raising", "factual", "ahead", "failing"))
        self._modals = self.words["sure_modals"] | self.words["open_modals"] | self.words["able_modals"]
        self._transparent = raising | ahead | factual | failing
        self._told_as_done = (raising | factual | failing) - ahead
        self._uncertain = raising - self.words["certain"]

    # --- voice ---

    def inner_verb(self, verb: Token) -> Token:
        """The verb that tells what a subject does: "attack" for "is expected to attack", else the verb itself."""
        while verb.lemma_.lower() in self.words["raising"]:
            inner = next((c for c in verb.children if c.dep_ == "xcomp" and c.pos_ in VERBS and c.tag_ != "VBG"), None)
            if inner is None:
                break
            verb = inner
        return verb

    def has_agent(self, verb: Token) -> bool:
        """Whether a "by" phrase tells who or what did it, with the verb or one joined to it ("seized and held by")."""
        for child in verb.children:
            if child.lower_ == "by" and child.dep_ in ("agent", "prep"):
                named = [t for t in child.children if t.dep_ == "pobj" and t.ent_type_ not in _AMOUNTS]
                if any(t.lemma_.lower() not in self.words["means"] for t in named):
                    return True
            if child.dep_ == "conj" and child.tag_ == "VBN" and self.has_agent(child):
                return not any(t.dep_ in SUBJECTS for t in child.children)
        return False

    # --- what has happened ---

    def modality(
        self, word: Token, *, is_given: bool = False, is_ordered: bool = False, beside: frozenset[str] = frozenset()
    ) -> str:
        """How sure a clause is of the event that a word names.

        Args:
            word: the verb, noun or adjective of the event.
            is_given: the word names what there is already ("help 500 refugees"), whatever is planned with it.
            is_ordered: the word is what somebody orders or plans ("ordered the evacuation of 500").
            beside: words right beside it, in lower case.

        Returns:
            ``denied``, ``alleged`` (doubted, accused), ``hypothetical`` (under a condition, or unreal), ``planned``
            (ahead, wished, demanded), ``reported`` (hedged) or ``asserted``.
        """
        denied = self._denial(word)
        if denied:
            return denied
        chain = list(self.governing(clause_verb(word)))
        if not is_given and any(self._is_unreal(verb) for verb in chain):
            return "hypothetical"
        if is_ordered or (not is_given and any(self.is_ahead_of_telling(verb) for verb in chain)):
            return "hypothetical" if any(self._has_condition(verb) for verb in chain) else "planned"
        beside = beside | {c.lower_ for verb in chain for c in verb.children if c.dep_ in ("advmod", "amod")}
        if beside & self.words["alleged"] or any(v.lemma_ in self.words["accusing"] and v != word for v in chain):
            return "alleged"
        return "reported" if beside & self.words["hedged"] or any(map(self._is_hedge, chain)) else "asserted"

    def _is_hedge(self, verb: Token) -> bool:
        """Whether a verb leaves its complement, or itself, uncertain: "is believed to", "seems to", "may have died"."""
        seems = is_passive(verb) or verb.lemma_ in self.words["seeming"]
        return (verb.lemma_ in self._uncertain and seems) or ("have" in auxiliaries(verb) and self.has_modal(verb))

    def governing(self, verb: Token) -> Iterator[Token]:
        """The verb and those it depends on as their complement, up to who says so."""
        yield verb
        for _ in range(_LINKS):
            if verb.dep_ not in ("xcomp", "ccomp", "advcl", "acl", "pcomp", "conj") or verb.head == verb:
                return
            up = verb.head
            while up.pos_ not in VERBS and up.head != up and up.dep_ in ("prep", "pobj", "dobj", "attr"):
                up = up.head
            if up.pos_ not in VERBS:
                return
            if verb.dep_ == "advcl" and verb.tag_ == "VBG" and not _is_introduced(verb):
                yield up  # "could destroy Seoul, killing 100,000": the outcome is as sure as what led to it
                return
            if verb.dep_ in ("ccomp", "conj", "advcl") and up.lemma_ not in self._transparent:
                return
            yield up
            verb = up

    def is_ahead_of_telling(self, verb: Token) -> bool:
        """Whether a verb is yet to come for whoever tells it: "would allow", "a plan to evacuate 500"."""
        helpers = auxiliaries(verb)
        if helpers & self._modals:
            return self._modal_is_ahead(verb, helpers)
        if "to" not in helpers:
            return False
        head = verb.head
        if verb.dep_ == "xcomp" and head.lemma_ == "be" and head.tag_ in _FINITE_BE:
            return True  # "are to be evacuated"
        if verb.tag_ != "VB":
            return False
        # "are believed to be trapped" reports; "an order to evacuate 500" and "expected to leave" plan.
        if verb.dep_ in ("xcomp", "ccomp") and head.lemma_ in self._told_as_done:
            return False
        return verb.dep_ in ("xcomp", "ccomp", "acl", "advcl", "relcl")

    def _modal_is_ahead(self, verb: Token, helpers: frozenset[str]) -> bool:
        if "have" in helpers:
            return bool(helpers & self.words["sure_modals"])
        if "'d" in helpers and not helpers & (self._modals - {"'d"}):
            return verb.tag_ == "VB"  # "he'd leave", not "he'd left"
        return True

    def _is_unreal(self, verb: Token) -> bool:
        """Whether it did not come about: "would have died", "had it not rained"."""
        helpers = auxiliaries(verb)
        return self._is_in_condition(verb) or ("have" in helpers and bool(helpers & self.words["unreal"]))

    def _is_in_condition(self, verb: Token) -> bool:
        """Whether a verb is itself the condition: "if the levee fails"."""
        opens = verb.dep_ == "advcl" and any(
            child.lower_ in self.words["conditions"] and child.dep_ in ("mark", "advmod") for child in verb.lefts
        )
        return opens and not is_negated(verb.head)

    def _has_condition(self, verb: Token) -> bool:
        return any(child.pos_ in VERBS and self._is_in_condition(child) for child in verb.children)

    def has_modal(self, verb: Token) -> bool:
        """Whether an auxiliary makes a verb possible, wanted or ahead: "may kill", "would leave"."""
        return bool(self._modals & auxiliaries(verb))

    def brings_about(self, verb: Token) -> bool:
        """Whether a verb says of an event that it comes about: "the evacuation will begin"."""
        return verb.lemma_ in self.words["happening"] or verb.lemma_ in self.words["factual"]

    def is_ordered(self, word: Token) -> bool:
        """Whether a noun of an event is what is planned or ordered: "ordered the evacuation of 500"."""
        verb = argument_verb(word) if word.pos_ in NOUNS else None
        return verb is not None and verb.lemma_ in self.words["ahead"]

    # --- what is denied ---

    def _denial(self, word: Token) -> str:
        """``denied`` where it is said not to have happened, ``alleged`` where it is only not known, else empty."""
        verb = argument_verb(word)
        if verb is None:
            return ""
        if self._happened_to_nobody(verb, word):
            return "denied"
        is_told = False  # whether what happened is what somebody says, knows or verifies
        for _ in range(_LINKS - 1):
            up = verb.head
            if _is_content(verb) and up.pos_ == "NOUN":  # "no evidence that", "rejected claims that"
                return self._denied_by_noun(up)
            if verb.dep_ == "pcomp" and up.head.pos_ in VERBS:  # "are not looking at sending 500"
                return "denied" if is_negated(up.head) else ""
            if verb.dep_ not in ("ccomp", "xcomp", "csubj") or up.pos_ not in (*VERBS, "ADJ"):
                return ""
            if self._undoes(up, verb):
                return "" if is_negated(up) else "denied"
            is_told = is_told or verb.dep_ == "ccomp"
            if is_negated(up):
                is_doubted = is_told and not any(
                    c.lemma_ in self.words["true"] for c in up.children
                )  # "is not true that"
                return "alleged" if is_doubted else "denied"
            verb = up
        return ""

    def _happened_to_nobody(self, verb: Token, word: Token) -> bool:
        """Whether a clause itself negates its event: "was not killed", "no one was killed", "no deaths"."""
        none = (c.dep_ in ("nsubj", "nsubjpass") and self.is_none(c) for c in verb.children)
        no = (c.lower_ == "no" and c.dep_ == "det" for c in verb.children)
        return is_negated(verb) or self.is_none(word) or any(none) or any(no)

    def _undoes(self, verb: Token, complement: Token) -> bool:
        """Whether a verb says that its complement is not so: "denied that", "failed to", "is false that"."""
        fails = complement.dep_ == "xcomp" and verb.lemma_ in self.words["failing"]
        return verb.lemma_ in self.words["denying"] or fails or (complement.dep_ != "xcomp" and self._is_untrue(verb))

    def _denied_by_noun(self, noun: Token) -> str:
        """What a noun says of the clause that hangs on it: "no plan to", "denied reports that", "claims were false"."""
        if any(child.lower_ == "no" for child in noun.lefts):
            return "denied" if noun.lemma_ in self.words["ahead"] or noun.lemma_ == "intention" else "alleged"
        verb = noun.head
        if verb.pos_ not in VERBS or is_negated(verb):
            return ""
        is_object = noun.dep_ in (*OBJECTS, "nsubjpass")
        is_subject = noun.dep_ in ("nsubj", "nsubjpass")
        is_denied = (is_object and verb.lemma_ in self.words["denying"]) or (is_subject and self._is_untrue(verb))
        return "denied" if is_denied else ""

    def _is_untrue(self, verb: Token) -> bool:
        """Whether a verb, or what completes it, calls its subject untrue: "were false", "turned out to be a hoax"."""
        told = (verb, *(c for c in verb.children if c.dep_ in ("acomp", "attr", "oprd")))
        inner = (t for c in verb.children if c.dep_ == "xcomp" for t in (c, *c.children))
        return not is_negated(verb) and any(token.lemma_.lower() in self.words["untrue"] for token in (*told, *inner))

    def is_none(self, noun: Token) -> bool:
        """Whether a noun phrase says that there is none: "no people", "not a single person", "neither of the two"."""
        if noun.lower_ in self.words["none"]:
            return True
        for child in noun.lefts:
            is_no = child.dep_ == "neg" or (child.lower_ in self.words["none"] and child.dep_ in ("det", "preconj"))
            if is_no and child.nbor(1).tag_ not in ("JJR", "RBR", "RB"):  # "no fewer than 12", "not only 12"
                return True
        is_of = noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ in (*NOUNS, "DET")
        return is_of and self.is_none(noun.head.head)

    # --- when ---

    def looks_ahead(self, token: Token, *, is_day: bool = False) -> bool:
        """Whether the clause around a word tells what is to come on the day that it names.

        Args:
            token: the first word of the time expression.
            is_day: it names one day; a present tense then tells what is arranged: "schools reopen on Monday".
        """
        for verb in (token, *token.ancestors):
            if verb.pos_ not in VERBS:
                continue
            helpers = auxiliaries(verb)
            modals = helpers & self._modals
            if modals:
                is_past = modals <= self.words["able_modals"] and is_negated(verb)  # "could not reach it on Friday"
                return not is_past and self._modal_is_ahead(verb, helpers)
            if "had" in helpers:
                return False
            if "to" in helpers:  # "plans to meet", "was to meet"; "met to discuss" has the tense of "met"
                if verb.dep_ in ("xcomp", "acl", "ccomp") and self._is_wanted(verb):
                    return not any("had" in auxiliaries(above) for above in (verb.head, verb.head.head))
                if verb.dep_ not in ("xcomp", "advcl"):
                    return False
            elif self._is_finite(verb, helpers):
                return self._is_arranged(verb, helpers, token, is_day=is_day)
        return False

    def _is_wanted(self, infinitive: Token) -> bool:
        head = infinitive.head
        return head.lemma_ == "be" or head.lemma_ in self.words["ahead"]

    def _is_finite(self, verb: Token, helpers: frozenset[str]) -> bool:
        """Whether a verb has a tense of its own; participles have that of the clause above."""
        if verb.tag_ == "VBN" and not helpers and verb.dep_ in ("acomp", "oprd", "xcomp"):
            return False  # "stays closed until Sunday"
        return verb.tag_ != "VBG" or bool(helpers) or verb.lemma_ in self.words["ahead"]

    def _is_arranged(self, verb: Token, helpers: frozenset[str], token: Token, *, is_day: bool) -> bool:
        """Whether a finite verb looks ahead by itself: "is due Friday", "the talks are on Friday", "opens Monday"."""
        is_own = token.dep_ != "poss" and verb in (token.head, token.head.head)
        if verb.lemma_ == "be" and not is_own:
            return False  # "Friday's talks are a failure"
        if verb.lemma_ == "be" or verb.lemma_ in self.words["ahead"]:
            return verb.tag_ != "VBD"  # "agreed in June", not "expects it in June"
        is_present = verb.tag_ in ("VBP", "VBZ") and not helpers & _PAST
        is_present = is_present or (
            verb.tag_ in ("VBG", "VBN") and bool(helpers & _PRESENT_BE) and "been" not in helpers
        )
        if not (is_day and is_present) or any(child.dep_ == "ccomp" for child in verb.children):
            return False
        faces = verb.lemma_ in self.words["facing"] and any(
            a.dep_ in OBJECTS and a.head == verb for a in token.ancestors
        )
        return is_own or faces

    def moves_limit_ahead(self, token: Token) -> bool:
        """Whether "until" before a day leads ahead: "has until Tuesday", "extended it until", not "had left until"."""
        verb = next((a for a in token.ancestors if a.pos_ in VERBS), None)
        while verb is not None and not self._is_finite(verb, auxiliaries(verb)) and verb.head.pos_ in VERBS:
            verb = verb.head
        if verb is None:
            return True
        helpers = auxiliaries(verb)
        # "is expected by", "is closed until"
        is_present = not helpers.isdisjoint(_PRESENT_BE) and "been" not in helpers
        is_past = verb.tag_ in ("VBD", "VBN") or not helpers.isdisjoint(_PAST)
        if is_present or not is_past or helpers & (self._modals - self.words["able_modals"]):
            return True
        return verb.lemma_ in self.words["extending"] and "had" not in helpers


def _is_content(verb: Token) -> bool:
    """Whether a clause is what a noun tells: "the report that 50 were killed", read as a relative one too."""
    is_relative = verb.dep_ == "relcl" and any(child.dep_ == "mark" for child in verb.lefts)
    return is_relative or verb.dep_ in ("acl", "ccomp")


def _is_introduced(verb: Token) -> bool:
    return any(child.dep_ in ("mark", "prep", "aux") for child in verb.lefts)
