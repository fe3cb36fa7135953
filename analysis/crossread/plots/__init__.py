"""Summaries become matplotlib Figures. A plot draws and returns; it reads and saves nothing."""

from crossread.plots.corpus import describe_corpus_plot, plot_corpus
from crossread.plots.evidence import render_evidence, render_table
from crossread.plots.mentions import describe_mentions, plot_mentions
from crossread.plots.naming import describe_labels, describe_roles, describe_words, plot_labels, plot_roles, plot_words
from crossread.plots.sharing import describe_sharing, plot_sharing
from crossread.plots.style import Outlets, Words, choose_outlets
from crossread.plots.tone import (
    describe_scorers,
    describe_target_tone,
    describe_tone,
    plot_scorers,
    plot_target_tone,
    plot_tone,
)
from crossread.plots.trajectories import describe_trajectories, plot_trajectories
from crossread.plots.voices import describe_cues, describe_voices, plot_cues, plot_voices

__all__ = [
    "Outlets", "Words", "choose_outlets", "describe_corpus_plot", "describe_cues", "describe_labels",
    "describe_mentions", "describe_roles", "describe_scorers", "describe_sharing",
    "describe_target_tone", "describe_tone", "describe_trajectories", "describe_voices", "describe_words",
    "plot_corpus", "plot_cues", "plot_labels", "plot_mentions", "plot_roles", "plot_scorers",
    "plot_sharing", "plot_target_tone", "plot_tone", "plot_trajectories", "plot_voices", "plot_words",
    "render_evidence", "render_table",
]  # fmt: skip
