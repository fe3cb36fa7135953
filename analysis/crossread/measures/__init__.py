"""Tables become tidy summaries: pure pandas, one subject a file.

A measure takes tables by their names. ``articles`` is the table of that name, or a :class:`Sample` of it, which says
whether copies of one text count. Large tables may be scans (``tables.scan("mentions")``), of which a measure reads what
it needs; the others are in memory (``tables.read("actors")``). Rows of articles that are not in ``articles`` do not
count.

Every summary is long: outlet, actor, voice and scorer are values. Every count stands beside the number of articles it
was counted in, so that zero can be told from "not collected". Among the columns that a docstring lists, ``SIZES`` are
three: n_articles, n_independent (texts; both all of the outlet) and weight (which of the two count).
"""

from crossread.measures.compared import carried_numbers, compare_reports, list_claims
from crossread.measures.corpus import count_blocks, count_unclaimed_names, describe_corpus
from crossread.measures.evidence import find_evidence
from crossread.measures.mentions import count_mentions, top_actors
from crossread.measures.naming import (
    choose_labels,
    count_label_classes,
    count_label_phrases,
    count_labels,
    most_labelled,
    order_by_likeness,
    share_roles,
    side_members,
)
from crossread.measures.official import compare_official, match_official, read_official
from crossread.measures.sample import WEIGHTS, Sample, independent_articles
from crossread.measures.series import choose_claims, count_claims_left_out, follow_claims, list_series, list_uncoded
from crossread.measures.sharing import count_shared_texts, list_copies, share_texts
from crossread.measures.tone import compare_scorers, list_scorers, mean_target_tone, mean_tone
from crossread.measures.traces import judge_claims, trace_series
from crossread.measures.voices import attribute_quotes, count_cues, share_cues, share_voices, top_voices
from crossread.measures.words import Texts, count_words, find_repeated, find_words, most_distinctive

__all__ = [
    "WEIGHTS", "Sample", "Texts", "attribute_quotes", "carried_numbers", "choose_claims", "choose_labels",
    "compare_official", "compare_reports", "compare_scorers", "count_blocks", "count_claims_left_out", "count_cues",
    "count_label_classes", "count_label_phrases", "count_labels", "count_mentions", "count_shared_texts",
    "count_unclaimed_names", "count_words", "describe_corpus", "find_evidence",
    "find_repeated", "find_words", "follow_claims", "independent_articles", "judge_claims",
    "list_claims", "list_copies", "list_scorers", "list_series", "list_uncoded", "match_official",
    "mean_target_tone", "mean_tone", "most_distinctive", "most_labelled", "order_by_likeness", "read_official",
    "share_cues", "share_roles", "share_texts", "share_voices", "side_members", "top_actors", "top_voices",
    "trace_series",
]  # fmt: skip
