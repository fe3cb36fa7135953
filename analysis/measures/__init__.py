"""Tables become tidy summaries: pure pandas, one subject a file.

Every summary is long: outlet, actor, voice and scorer are values. Every count stands beside the
number of articles it was counted in, so that zero can be told from "not collected".
"""

from analysis.measures.claims import count_claims_left_out, list_claims, trajectory_claims
from analysis.measures.corpus import count_blocks, count_unclaimed_names, describe_corpus
from analysis.measures.evidence import find_evidence
from analysis.measures.mentions import count_mentions, top_actors
from analysis.measures.naming import count_labels
from analysis.measures.reconcile import carried_numbers, first_and_last_claims, match_claims, reconcile_claims
from analysis.measures.tone import mean_tone

__all__ = [
    "carried_numbers",
    "count_blocks",
    "count_claims_left_out",
    "count_labels",
    "count_mentions",
    "count_unclaimed_names",
    "describe_corpus",
    "find_evidence",
    "first_and_last_claims",
    "list_claims",
    "match_claims",
    "mean_tone",
    "reconcile_claims",
    "top_actors",
    "trajectory_claims",
]
