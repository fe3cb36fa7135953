"""Colours that differ to everybody, and in grey."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from crossread.plots.style import COLOURS, MAX_OUTLETS, OTHERS, choose_outlets
from matplotlib.colors import to_rgb

# What is seen of linear RGB (Machado, Oliveira and Fernandes 2009, severity 1).
SIGHT = {
    "normal": np.eye(3),
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def lab(colour, sight="normal"):
    """CIELAB under D65."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    x, y, z = XYZ @ np.clip(np.array(SIGHT[sight]) @ linear, 0, 1) / [0.95047, 1, 1.08883]
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_differ_to_the_colour_blind(sight):
    """By at least 10 in CIE76."""
    for one, other in combinations((*COLOURS, OTHERS), 2):
        assert np.linalg.norm(lab(one, sight) - lab(other, sight)) >= 10, (one, other)


def test_colours_differ_in_grey():
    """By at least 5 in lightness, the first four by at least 14."""
    lightness = [lab(colour)[0] for colour in (*COLOURS, OTHERS)]
    assert np.diff(sorted(lightness)).min() >= 5
    assert np.diff(sorted(lightness[:4])).min() >= 14


def articles_of(**sizes):
    return pd.DataFrame({"outlet": [outlet for outlet, n in sizes.items() for _ in range(n)]})


def test_the_largest_outlets_are_drawn_and_have_the_colours():
    articles = articles_of(small=1, other=1, **{f"o{i:02d}": 2 + i for i in range(21)})
    outlets = choose_outlets(articles)
    assert outlets.drawn == [f"o{i:02d}" for i in range(1, MAX_OUTLETS + 1)]
    assert outlets.others() == "Of 23 outlets the 20 with most articles are drawn."
    assert [outlets.colours[f"o{i}"] for i in range(20, 12, -1)] == list(COLOURS)
    assert {outlets.colours[name] for name in ("o12", "o00", "small")} == {OTHERS}


def test_an_outlet_keeps_its_colour_in_a_selection_and_a_small_one_gets_a_free_one():
    corpus = articles_of(small=1, **{f"o{i}": 10 - i for i in range(9)})
    chosen = corpus[corpus["outlet"].isin(["o1", "o3", "small"])]
    assert choose_outlets(corpus, chosen).colours == {"o1": COLOURS[1], "o3": COLOURS[3], "small": COLOURS[0]}
    assert choose_outlets(corpus).colours["small"] == OTHERS


def test_outlets_with_nothing_to_draw_are_named():
    outlets = choose_outlets(articles_of(North=2, South=1))
    assert outlets.having({"North"}, "a quotation") == (["North"], "Without a quotation, not drawn: South.")
    assert outlets.having({"North", "South"}, "a quotation") == (["North", "South"], "")
