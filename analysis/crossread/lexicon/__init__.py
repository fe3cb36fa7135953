"""What is specific to a language or a subject, as data: YAML files and the loader that checks them."""

from crossread.lexicon.load import LexiconError, lexicon_files, load_lexicon, shipped, words
from crossread.lexicon.model import Actor, Boilerplate, Entry, Event, Lexicon, Words

__all__ = [
    "Actor", "Boilerplate", "Entry", "Event", "Lexicon", "LexiconError", "Words", "lexicon_files", "load_lexicon",
    "shipped", "words",
]  # fmt: skip
