import pandas as pd
import pytest
from crossread.measures import compare_scorers, count_mentions, mean_target_tone, top_actors
from crossread.plots import describe_scorers, describe_target_tone, plot_scorers, plot_target_tone

from tests.plots.test_plots import labels_overlapping, outlets_of, texts_outside


@pytest.fixture(scope="module")
def tables(seed_store):
    return {name: seed_store.read(name) for name in ("articles", "actors", "mentions", "tone")}


@pytest.fixture(scope="module")
def means(tables):
    chosen = top_actors(count_mentions(tables["mentions"], tables["articles"], tables["actors"]), 6)
    return mean_target_tone(tables["tone"], tables["articles"], tables["actors"], scorer="newsmtsc", chosen=chosen)


def test_each_cell_has_its_mean_and_its_number(means):
    figure = plot_target_tone(means, outlets_of(means))
    assert texts_outside(figure) == []
    counts = [text.get_text() for axis in figure.axes[:2] for text in axis.texts if text.get_text().isdigit()]
    assert sorted(counts) == sorted(str(n) for n in means.loc[means["n_sentences"] > 0, "n_sentences"])
    assert labels_overlapping(figure.axes[0]) == []


def test_cells_with_too_little_evidence_are_hatched_and_not_dropped(means):
    figure = plot_target_tone(means, outlets_of(means))
    patches = [patch for axis in figure.axes[:2] for patch in axis.patches]
    some = means[means["n_sentences"] > 0]
    assert len(patches) == len(some)
    assert sum(patch.get_hatch() is not None for patch in patches) == (~some["enough"]).sum() > 0


@pytest.mark.slow
def test_many_outlets_stand_below_each_other_and_the_rest_is_told(means):
    one = means[means["outlet"] == "RFE/RL"]
    many = pd.concat([one.assign(outlet=f"Outlet {n:02d}", n_articles=100 - n) for n in range(23)], ignore_index=True)
    figure = plot_target_tone(many, outlets_of(many))
    assert texts_outside(figure) == []
    assert len(figure.axes[0].get_xticks()) == 20
    assert "Of 23 outlets the 20 with most articles are drawn" in describe_target_tone(many, outlets_of(many)).caption


def test_a_mean_that_is_surely_not_zero_is_bold(means):
    sure = plot_target_tone(means.assign(low=means["mean"] - 0.001, high=means["mean"] + 0.001), outlets_of(means))
    assert {text.get_weight() for text in sure.axes[0].texts if "+" in text.get_text()} == {"bold"}
    unsure = plot_target_tone(means.assign(low=-1.0, high=1.0), outlets_of(means))
    assert {text.get_weight() for text in unsure.axes[0].texts if "+" in text.get_text()} == {"normal"}


def test_the_error_of_the_scorer_is_in_the_caption(means):
    assert "one in five labels of this scorer is wrong" in describe_target_tone(means, outlets_of(means)).caption
    assert "VADER scores the sentence" in describe_target_tone(means.assign(scorer="vader"), outlets_of(means)).caption


def test_two_scorers_are_compared(tables):
    both = compare_scorers(tables["tone"], tables["articles"], "vader", "newsmtsc")
    figure = plot_scorers(both, "vader", "newsmtsc")
    assert texts_outside(figure) == []
    image = figure.axes[0].collections[0]
    assert image.get_array().sum() == len(both)
    assert f"the same {len(both):,} pairs" in describe_scorers(both, "vader", "newsmtsc").caption
