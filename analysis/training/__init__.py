"""Commands that learn the weights in the lexicon from annotated corpora, which are not part of Crossread."""
