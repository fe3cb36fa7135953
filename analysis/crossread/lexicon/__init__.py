"""What is specific to a language or a subject, as data: YAML files and the loader that checks them."""

from crossread.lexicon.codebook import Codebook
from crossread.lexicon.entry import Entry, Words
from crossread.lexicon.kinds import OFFICIAL, kind_of_name
from crossread.lexicon.load import LexiconError, lexicon_files, load_lexicon, read_codebook, shipped, words
from crossread.lexicon.model import ORGANISATIONS, Actor, Boilerplate, Lexicon

__all__ = [
    "OFFICIAL", "ORGANISATIONS", "Actor", "Boilerplate", "Codebook", "Entry", "Lexicon", "LexiconError", "Words",
    "kind_of_name", "lexicon_files", "load_lexicon", "read_codebook", "shipped", "words",
]  # fmt: skip
