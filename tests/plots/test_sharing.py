import numpy as np
import pytest
from crossread.measures import count_shared_texts, share_texts
from crossread.plots import choose_outlets, describe_sharing, plot_sharing
from crossread.tables import make_table

from tests.measures.conftest import article
from tests.plots.test_plots import labels_overlapping, slow, texts_outside


def articles_of(n_outlets, n_texts=60):
    """Texts that some outlets with long names share, the more the smaller their number."""
    made = []
    for text in range(n_texts):
        for outlet in range(n_outlets):
            if text % (outlet + 1) == 0:
                name = f"Outlet {outlet:03d} of a Rather Long Name"
                day = f"2016-12-{1 + (text + outlet) % 28:02d}"
                made.append(
                    article(f"{outlet} {text}", name, 9, day, cluster=str(text), wire="AP" if text % 2 else None)
                )
    return make_table("articles", made)


@pytest.mark.parametrize("n_outlets", [2, 5, slow(20), slow(132)])
def test_every_label_is_inside_and_the_rest_is_said(n_outlets):
    articles = articles_of(n_outlets)
    shares, pairs = share_texts(articles), count_shared_texts(articles)
    figure = plot_sharing(shares, pairs, choose_outlets(articles))
    assert texts_outside(figure) == []
    assert labels_overlapping(figure.axes[0]) == labels_overlapping(figure.axes[1]) == []
    note = f"Of {n_outlets} outlets the 20 with most articles are drawn."
    assert (
        (note in figure._supxlabel.get_text())
        == (note in describe_sharing(shares, pairs, choose_outlets(articles)).caption)
        == (n_outlets > 20)
    )
    assert len(figure.axes[0].get_yticklabels()) == min(n_outlets, 20)


def test_cells_and_bars_are_the_counts():
    articles = articles_of(3)
    shares, pairs = share_texts(articles), count_shared_texts(articles)
    matrix, bars = plot_sharing(shares, pairs, choose_outlets(articles)).axes
    cells = {(*text.get_position(), text.get_text()) for text in matrix.texts if text.get_text() != "·"}
    assert len(cells) == len(pairs) + (pairs["n_first"] > 0).sum()
    order = sorted(shares["outlet"])
    for row in pairs.itertuples():
        at = order.index(row.other), order.index(row.outlet)
        assert (at[0], at[1] - 0.14, str(row.n_shared)) in cells
        assert ((at[0], at[1] + 0.27, f"({row.n_first})") in cells) == (row.n_first > 0)
    widths = np.array([bar.get_width() for bar in bars.patches])
    assert widths[:3] + widths[3:] == pytest.approx(shares["share"].to_numpy())
    assert widths[3:] == pytest.approx((shares["n_shared_wire"] / shares["n_articles"]).to_numpy())


def test_it_is_told_in_words():
    articles = articles_of(3)
    words = describe_sharing(share_texts(articles), count_shared_texts(articles), choose_outlets(articles))
    assert "110 articles (110 independent) of 3 outlets" in words.caption
    assert "of a Rather Long Name and Outlet 001 of a Rather Long Name 30" in words.alt


def test_a_corpus_without_copies_says_so(seed_store):
    articles = seed_store.read("articles")
    shares, pairs = share_texts(articles), count_shared_texts(articles)
    assert plot_sharing(shares, pairs, choose_outlets(articles)) is None
    assert (
        "5 articles (5 independent) of 4 outlets; 1 credit"
        in describe_sharing(shares, pairs, choose_outlets(articles)).caption
    )
