"""Every figure keeps to a page, with any number of outlets, actors and categories; nothing is cut off or too small."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from crossread.measures import (
    Texts,
    attribute_quotes,
    compare_reports,
    compare_scorers,
    count_claims_left_out,
    count_label_classes,
    count_mentions,
    count_shared_texts,
    count_words,
    follow_claims,
    judge_claims,
    mean_target_tone,
    mean_tone,
    most_distinctive,
    order_by_likeness,
    share_cues,
    share_roles,
    share_texts,
    share_voices,
    top_actors,
    trace_series,
)
from crossread.plots import (
    plot_corpus,
    plot_cues,
    plot_labels,
    plot_mentions,
    plot_roles,
    plot_scorers,
    plot_sharing,
    plot_target_tone,
    plot_tone,
    plot_trajectories,
    plot_voices,
    plot_words,
)
from crossread.plots.style import MAX_OUTLETS, choose_outlets

from tests.plots.test_plots import renderer_of, slow, texts_outside

PAGE = 24 / 2.54  # inches
TABLES = ("articles", "actors", "mentions", "tone", "claims", "sentences", "quotes", "labels", "blocks")


def many_outlets(store, n):
    """The tables of the seeds, whose articles n outlets with long names print, each one a day later."""
    tables = {name: store.read(name) for name in TABLES}
    outlets = [f"The {i:03d} Outlet of a Rather Long Name" for i in range(n)]
    out = {"actors": tables["actors"]}
    for name in set(TABLES) - {"actors"}:
        copies = []
        for i, outlet in enumerate(outlets):
            rows = tables[name]
            copy = rows.assign(doc_id=f"{i}-" + rows["doc_id"])
            if name == "articles":
                copy = copy.assign(outlet=outlet, cluster_id=[f"text {i % 9 % n // 2}", *copy["doc_id"][1:]])
            copies.append(copy)
        out[name] = pd.concat(copies, ignore_index=True)
    return out


def trajectories(tables, outlets):
    """Of 40 categories, to make it harder."""
    claims = tables["claims"]
    claims = claims.assign(category=[f"category {i % 40}" for i in range(len(claims))])
    judged = judge_claims(follow_claims(claims, tables["articles"], tables["actors"]))
    left_out = count_claims_left_out(claims, tables["articles"], judged)
    compared = compare_reports(judged, tables["articles"])
    return plot_trajectories(judged, trace_series(judged), left_out, outlets, compared=compared)


def mentioned(tables, n):
    counts = count_mentions(tables["mentions"], tables["articles"], tables["actors"])
    return counts, top_actors(counts, n)


def mentions(tables, outlets):
    counts, actors = mentioned(tables, 60)
    return plot_mentions(counts, outlets, actors=actors)


def target_tone(tables, outlets):
    _, actors = mentioned(tables, 60)
    own = tables["articles"], tables["actors"]
    return plot_target_tone(mean_target_tone(tables["tone"], *own, scorer="newsmtsc", chosen=actors), outlets)


def labels(tables, outlets):
    """Of 40 classes."""
    names = tables["labels"].assign(label_class=[f"class {i % 40}" for i in range(len(tables["labels"]))])
    classes = count_label_classes(names, tables["mentions"], tables["articles"])
    rows, columns = order_by_likeness(classes)
    return plot_labels(classes, outlets, rows=rows, columns=columns)


def roles(tables, outlets):
    _, actors = mentioned(tables, 30)
    shares = share_roles(tables["mentions"], tables["articles"], tables["actors"], only=actors)
    return plot_roles(shares, outlets, actors=actors)


def said(tables):
    return attribute_quotes(tables["quotes"], tables["articles"], tables["actors"]), tables["articles"]


def words(tables, outlets):
    counts = count_words(Texts(tables["articles"], tables["blocks"], tables["quotes"]))
    counts["n"] += [i % 7 for i in range(len(counts))]
    return plot_words(most_distinctive(counts, top=30, min_articles=1, avoided=9), outlets)


FIGURES = {
    "corpus": lambda t, o: plot_corpus(t["articles"], o),
    "sharing": lambda t, o: plot_sharing(share_texts(t["articles"]), count_shared_texts(t["articles"]), o),
    "mentions": mentions,
    "target_tone": target_tone,
    "tone": lambda t, o: plot_tone(mean_tone(t["tone"], t["articles"], scorer="vader"), o),
    "scorers": lambda t, o: plot_scorers(compare_scorers(t["tone"], t["articles"], "vader", "newsmtsc"), "a", "b"),
    "trajectories": trajectories,
    "voices": lambda t, o: plot_voices(share_voices(*said(t)), o, top=8),
    "cues": lambda t, o: plot_cues(share_cues(*said(t)), o),
    "labels": labels,
    "roles": roles,
    "words": words,
}


@pytest.fixture(scope="module", params=[3, slow(9), slow(26)])
def tables(request, seed_store):
    return many_outlets(seed_store, request.param)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_fits_its_page(tables, name):
    outlets = choose_outlets(tables["articles"])
    figure = FIGURES[name](tables, outlets)
    box = figure.get_tightbbox(renderer_of(figure))
    assert box.height <= PAGE
    assert box.width <= 18 / 2.54
    assert texts_outside(figure) == []
    sizes = [text.get_fontsize() for text in figure.findobj(mpl.text.Text) if text.get_text().strip()]
    assert min(sizes) >= 5
    assert np.isfinite(sizes).all()
    assert len(outlets.drawn) == min(MAX_OUTLETS, len(outlets.colours))
