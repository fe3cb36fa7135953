"""What is specific to a language or a subject, as data: YAML files and the loader that checks them."""

from crossread.lexicon.kinds import OFFICIAL, kind_of_name
from crossread.lexicon.load import LexiconError, lexicon_files, load_lexicon, shipped, words
from crossread.lexicon.model import ORGANISATIONS, Actor, Boilerplate, Entry, Event, Lexicon, Words

__all__ = [
    "OFFICIAL", "ORGANISATIONS", "Actor", "Boilerplate", "Entry", "Event", "Lexicon", "LexiconError", "Words",
    "kind_of_name", "lexicon_files", "load_lexicon", "shipped", "words",
]  # fmt: skip
