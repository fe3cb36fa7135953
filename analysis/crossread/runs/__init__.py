"""Notebooks and what they write: parameters, one run inside a notebook, batches of runs."""
