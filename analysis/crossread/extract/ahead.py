"""Whether a clause speaks of what is to come."""

from spacy.tokens import Token

from crossread.extract.syntax import VERBS, Positions

# What is planned under these lies ahead.
_AHEAD = frozenset(
    ("schedule", "plan", "expect", "set", "due", "be", "hope", "intend", "agree", "deadline", "want", "likely", "aim")
)
# A past tense of these moves a limit ahead: "extended its deadline until Tuesday".
_EXTENDING = frozenset(
    ("extend", "postpone", "delay", "give", "adjourn", "suspend", "put", "defer", "have", "recess", "allow", "hold")
)
_WILL = frozenset(("will", "wo", "shall", "'ll", "would", "may", "might", "must", "should", "can"))
_PRESENT_PASSIVE = frozenset(("is", "are", "'s", "'re"))
_PAST_AUXILIARIES = frozenset(("have", "has", "had", "was", "were", "did"))


def speaks_of_what_is_to_come(positions: Positions, position: int, *, is_limit: bool) -> bool:
    """Whether the clause around a date speaks of what is to come.

    Args:
        positions: the sentences of the article.
        position: where the date is, in characters.
        is_limit: whether it is one that something lasts or must be done by ("until Tuesday").
    """
    token = positions.tokens(position, position + 1)[0]
    if is_limit:  # "has until Tuesday", not "had left until Tuesday"
        verb = next((a for a in token.ancestors if a.pos_ in VERBS), None)
        auxiliaries = _auxiliaries(verb) if verb is not None else frozenset()
        is_past = verb is not None and (verb.tag_ in ("VBD", "VBN") or auxiliaries & _PAST_AUXILIARIES)
        if auxiliaries & _PRESENT_PASSIVE:  # "is expected by Tuesday"
            is_past = False
        if verb is None or not is_past or auxiliaries & _WILL:
            return True
        return verb.lemma_ in _EXTENDING and "had" not in auxiliaries
    for verb in (token, *token.ancestors):
        if verb.pos_ not in VERBS:
            continue
        auxiliaries = _auxiliaries(verb)
        if auxiliaries & _WILL:  # "may leave", "will have left", not "may have left"
            return "have" not in auxiliaries or not auxiliaries.isdisjoint(("will", "wo", "'ll"))
        if "had" in auxiliaries:
            return False
        if "to" in auxiliaries:  # "plans to meet", "was to meet"; "met to discuss" has the tense of "met"
            if verb.dep_ in ("xcomp", "acl") and verb.head.lemma_ in _AHEAD:
                return not any("had" in _auxiliaries(above) for above in (verb.head, verb.head.head))
            if verb.dep_ not in ("xcomp", "advcl"):
                return False
        elif verb.tag_ != "VBG" or auxiliaries or verb.lemma_ in _AHEAD:  # other participles: as the clause above
            if verb.lemma_ == "be" and (token.dep_ == "poss" or verb not in (token.head, token.head.head)):
                return False  # "the talks are on Friday", not "Friday's talks are a failure"
            return verb.lemma_ in _AHEAD and verb.tag_ != "VBD"  # "agreed in June", not "expects it in June"
    return False


def _auxiliaries(verb: Token) -> frozenset[str]:
    return frozenset(child.lower_ for child in verb.lefts if child.dep_ in ("aux", "auxpass"))
