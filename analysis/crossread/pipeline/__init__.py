"""Where the work runs, and the way from a corpus to its tables."""

ENGINES = ("local", "dask")
