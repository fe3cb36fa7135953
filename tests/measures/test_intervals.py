import numpy as np
import pandas as pd
import pytest
from crossread.measures.intervals import bootstrap_mean, wilson_interval


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
    low, high = bootstrap_mean(values, np.arange(4000))
    error = values.std(ddof=1) / 4000**0.5
    assert (low, high) == pytest.approx((values.mean() - 1.96 * error, values.mean() + 1.96 * error), abs=0.002)


def test_the_same_data_give_the_same_interval():
    values = np.array([0.1, 0.5, -0.2, 0.3])
    assert bootstrap_mean(values, np.arange(4)) == bootstrap_mean(values, np.arange(4))
