"""Whether an article is written in English."""

from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Languages that news is written in, by ISO 639 code. Its dialects and creoles (Nigerian Pidgin, Scots) are
# not among them: a text of names and figures would often be taken for one.
LANGUAGES = {
    "en": "English", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish",
    "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French", "gl": "Galician",
    "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh",
    "kn": "Kannada", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam",
    "mr": "Marathi", "ms": "Malay", "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish",
    "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

_SAMPLE = 200  # characters, from each of three places
_ENOUGH = 40  # letters; fewer are given the benefit of the doubt
_SURE = 0.9
_WHOLE = 20_000  # characters that a doubt is settled with


def other_language(text: str) -> str | None:
    """The language of a text that is surely not English, by its name; None for English and for doubt."""
    length = len(text)
    middle = max(0, (length - _SAMPLE) // 2)
    sample = (
        " ".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:])) if length > 3 * _SAMPLE else text
    )
    return _sure_of(sample) and _sure_of(text[:_WHOLE])


def _sure_of(text: str) -> str | None:
    if sum(map(str.isalpha, text)) < _ENOUGH:
        return None
    code, confidence = _identifier().classify(text)
    return LANGUAGES[code] if code != "en" and confidence >= _SURE else None


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES.keys() & set(identifier.labels))
    return identifier
