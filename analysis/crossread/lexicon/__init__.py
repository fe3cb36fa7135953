"""What is specific to a language or a subject, as data: YAML files and the loader that checks them."""

from crossread.lexicon.load import Lexicon, LexiconError, lexicon_files, load_lexicon, shipped, words
from crossread.lexicon.model import Actor, Boilerplate, Cues, Entry, Event, Grammar, Labels, Place, Quantities, Words

__all__ = [
    "Actor",
    "Boilerplate",
    "Cues",
    "Entry",
    "Event",
    "Grammar",
    "Labels",
    "Lexicon",
    "LexiconError",
    "Place",
    "Quantities",
    "Words",
    "lexicon_files",
    "load_lexicon",
    "shipped",
    "words",
]
