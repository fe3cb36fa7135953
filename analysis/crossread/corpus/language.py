"""Whether an article is written in English."""

import re
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from crossread.lexicon import shipped, words

_SAMPLE = 200  # characters, from each of three places
_ENOUGH = 40  # letters; fewer are given the benefit of the doubt
_SURE = 0.9
_WHOLE = 20_000  # characters that a doubt is settled with
# Of news in English a fifth of the words or more are its commonest; no other language has a twentieth of them.
_COMMON = 0.12
_WORD = re.compile(r"[^\W\d_]+")


def other_language(text: str) -> str | None:
    """The language of a text that is surely not English, by its name; None for English and for doubt."""
    length = len(text)
    middle = max(0, (length - _SAMPLE) // 2)
    sample = (
        " ".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:])) if length > 3 * _SAMPLE else text
    )
    return _sure_of(sample) and _sure_of(text[:_WHOLE])


def _sure_of(text: str) -> str | None:
    if sum(map(str.isalpha, text)) < _ENOUGH or _is_plainly_english(text):
        return None
    code, confidence = _identifier().classify(text)
    return _languages()[code] if code != "en" and confidence >= _SURE else None


def _is_plainly_english(text: str) -> bool:
    """What needs no model, which takes half a second to load."""
    found = _WORD.findall(text.lower())
    common = words("function_words")["only_english"]
    return sum(word in common for word in found) > _COMMON * len(found)


def _languages() -> dict[str, str]:
    names: dict[str, str] = shipped("languages", dict[str, str])
    return names


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_languages().keys() & set(identifier.labels))
    return identifier
