"""Triggers as the text of a column, ``role: word | role: word``, which ``crossread.tables.coding`` reads."""

from collections.abc import Sequence

from spacy.tokens import Token

from crossread.extract.syntax import VERBS
from crossread.extract.triggers import SAME, Trigger

_WORDS = 3  # words kept before the last one of a noun: "number of people evacuated"


def write_triggers(
    triggers: Sequence[Trigger], same: int | None, *, measured: Token | None = None, counted: Token | None = None
) -> str:
    """Write the triggers of a claim.

    A noun has the words before it, a verb what completes it ("test positive"), a phrase its preposition. ``!`` behind a
    role tells that words of many uses do not count here, ``+`` what stands for those that are counted.

    Args:
        triggers: the surest first.
        same: the claim of the number before, to which one that goes on with it points.
        measured: the noun of which a measure tells.
        counted: what is counted where a number before tells so ("10 arrests: five for battery").
    """
    written = [_trigger(trigger, same) for trigger in triggers if trigger.role != SAME or same is not None]
    if measured is not None:
        written.insert(0, "measured: " + _with_words_before(measured))
    if counted is not None:
        written.append("counters: " + _with_words_before(counted))
    return " | ".join(dict.fromkeys(written))


def _trigger(trigger: Trigger, same: int | None) -> str:
    word, role = trigger.word, trigger.role
    if role == SAME:
        return f"{SAME}: {same}"
    if role == "phrases":
        text = word.doc[word.head.i : word.i + 1].text.lower()
    elif role == "adjectives" or (word.tag_ in ("VBN", "JJ") and role == "number of"):
        text = word.lower_ if word.tag_ not in ("NN", "NNS") else word.lemma_.lower()
    elif word.pos_ in VERBS or role in ("object", "subject", "state"):
        completes = [child for child in word.children if child.dep_ in ("prt", "acomp", "oprd")]
        text = " ".join([word.lemma_.lower(), *(child.lower_ for child in completes[:1])])
    else:
        text = _with_words_before(word)
    carrier = f" + {trigger.carrier.lemma_.lower()}" if trigger.carrier is not None else ""
    return f"{role}{'!' if trigger.no_weak else ''}: {text.replace('|', ' ')}{carrier}"


def _with_words_before(noun: Token) -> str:
    """A noun with the words that stand before it in its phrase, in lower case."""
    first = max(noun.sent.start, noun.i - _WORDS)
    while first < noun.i and not noun.doc[first].is_alpha:
        first += 1
    return " ".join([*(t.lower_ for t in noun.doc[first : noun.i] if t.is_alpha), noun.lemma_.lower()])
