import numpy as np
import pandas as pd
import pytest
from crossread.measures.intervals import _t_95, jackknife_mean, wilson_interval

from research.benchmarks.intervals import share_wrong


@pytest.mark.parametrize(
    # R. G. Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3; the last two by hand
    ("k", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
    ],
)
def test_intervals_of_shares_as_published(k, n, low, high):
    found = [bound[0] for bound in wilson_interval(pd.Series([k]), pd.Series([n]))]
    assert found == pytest.approx([low, high], abs=5e-5)


def test_a_share_of_nothing_has_no_interval():
    low, high = wilson_interval(pd.Series([0, 1]), pd.Series([0, 2]))
    assert low.isna().tolist() == high.isna().tolist() == [True, False]


def test_the_interval_is_that_of_the_textbook_for_many_values():
    values = np.random.default_rng(1).normal(0.2, 0.5, 4000)
    low, high = jackknife_mean(values, np.arange(4000))
    error = values.std(ddof=1) / 4000**0.5
    assert (low, high) == pytest.approx((values.mean() - 1.96 * error, values.mean() + 1.96 * error), abs=1e-4)


def test_without_groups_it_is_students_interval():
    """5 values, mean .3, standard error .1: t with four degrees of freedom is 2.776."""
    values = np.array([0.0, 0.2, 0.3, 0.4, 0.6])
    error = values.std(ddof=1) / 5**0.5
    assert jackknife_mean(values, np.arange(5)) == pytest.approx((0.3 - 2.776 * error, 0.3 + 2.776 * error), abs=2e-3)


@pytest.mark.parametrize(("df", "t"), [(4, 2.776), (5, 2.571), (9, 2.262), (29, 2.045), (1000, 1.962)])
def test_the_points_of_students_t(df, t):
    assert _t_95(df) == pytest.approx(t, abs=0.01)


def test_sentences_of_one_article_are_not_independent():
    groups = np.repeat(np.arange(6), 5)
    low, high = jackknife_mean(groups / 6, groups)
    alone = jackknife_mean(groups / 6, np.arange(30))
    assert high - low > 2 * (alone[1] - alone[0])


def test_groups_that_are_all_alike_have_no_interval():
    assert np.isnan(jackknife_mean(np.full(6, 0.4), np.arange(6))).all()


@pytest.mark.parametrize("n_articles", [5, 10, 30])
def test_intervals_keep_their_promise(n_articles):
    """A cell whose true mean is 0 is called different from it in at most 7 % of cases."""
    assert 0.03 <= share_wrong(n_articles, 2000, np.random.default_rng(7)) <= 0.07
