import pytest

from research.benchmarks.growth import FAMILIES, STAGES, exponent, time_stages


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ([5, 1, 2, 4], 1.0),  # of the larger sizes
        ([1, 1, 4, 16], 2.0),
        ([0.01, 0.02, 0.03, 0.04], None),
    ],
)
def test_the_exponent_is_the_slope_at_the_larger_sizes(seconds, expected):
    found = exponent([1000, 2000, 4000, 8000], seconds)
    assert found == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize("family", FAMILIES)
def test_articles_of_a_family_have_the_size_that_is_asked_for(family):
    assert 0.5 <= len(FAMILIES[family](2000)) / len(FAMILIES[family](1000)) / 2 <= 1.1


def test_each_stage_is_timed(extractor):
    n_tokens, spent = time_stages(extractor, "The minister said on Monday that 12 people were killed. " * 20)
    assert (n_tokens, set(spent)) == (221, set(STAGES))
    assert sum(seconds for stage, seconds in spent.items() if stage != "all") <= spent["all"] + 0.01
