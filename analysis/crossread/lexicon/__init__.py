"""What is specific to a language or a subject, as data: YAML files and the loader that checks them."""

from crossread.lexicon.load import Lexicon, LexiconError, lexicon_files, load_lexicon
from crossread.lexicon.model import Actor, Boilerplate, ClauseWords, Cues, Event, Grammar, Labels, Place, Quantities

__all__ = [
    "Actor",
    "Boilerplate",
    "ClauseWords",
    "Cues",
    "Event",
    "Grammar",
    "Labels",
    "Lexicon",
    "LexiconError",
    "Place",
    "Quantities",
    "lexicon_files",
    "load_lexicon",
]
