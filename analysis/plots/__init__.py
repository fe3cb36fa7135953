"""Summaries become matplotlib Figures. A plot draws and returns; it reads and saves nothing."""

from analysis.plots.corpus import describe_plot as describe_corpus_plot
from analysis.plots.corpus import plot_corpus
from analysis.plots.evidence import render_evidence, render_table
from analysis.plots.mentions import describe_mentions, plot_mentions
from analysis.plots.reconcile import describe_reconciliation, plot_reconciliation
from analysis.plots.style import Words
from analysis.plots.tone import describe_tone, plot_tone
from analysis.plots.trajectories import describe_trajectories, plot_trajectories

__all__ = [
    "Words",
    "describe_corpus_plot",
    "describe_mentions",
    "describe_reconciliation",
    "describe_tone",
    "describe_trajectories",
    "plot_corpus",
    "plot_mentions",
    "plot_reconciliation",
    "plot_tone",
    "plot_trajectories",
    "render_evidence",
    "render_table",
]
