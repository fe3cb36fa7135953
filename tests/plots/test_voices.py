"""Figures of who speaks are drawn from real summaries and read back."""

import pytest
from crossread.measures import attribute_quotes, share_cues, share_voices
from crossread.measures.voices import ALL_SPEAKERS
from crossread.plots import choose_outlets, describe_cues, describe_voices, plot_cues, plot_voices
from crossread.plots.style import percent

from tests.plots.test_plots import labels_overlapping, outlets_of, renderer_of, texts_outside


@pytest.fixture(scope="module")
def tables(seed_store):
    quotes, articles, actors = (seed_store.read(name) for name in ("quotes", "articles", "actors"))
    return attribute_quotes(quotes, articles, actors), articles


@pytest.fixture(scope="module")
def shares(tables):
    return share_voices(*tables)


@pytest.fixture(scope="module")
def cues(tables):
    return share_cues(*tables)


def heads(figure):
    return [axis.get_title(loc="left").replace("\n", " ") for axis in figure.axes]


def heads_overlapping(figure):
    renderer = renderer_of(figure)
    boxes = [(axis.get_title(loc="left"), axis._left_title.get_window_extent(renderer)) for axis in figure.axes]
    return [(a, b) for i, (a, box) in enumerate(boxes) for b, other in boxes[i + 1 :] if box.overlaps(other)]


def test_bars_are_the_shares(shares):
    figure = plot_voices(shares, outlets_of(shares))
    assert texts_outside(figure) == []
    assert heads_overlapping(figure) == []
    outlets = sorted(shares["outlet"].unique())
    lengths = [0.0] * len(outlets)
    for axis in figure.axes[:-1]:
        assert labels_overlapping(axis) == []
        widths = [bar.get_width() for bar in axis.patches]
        for i in range(len(outlets)):
            lengths[i] += widths[i] + widths[i + len(outlets)]
    assert lengths == pytest.approx([1.0] * len(outlets))


def test_shares_and_counts_stand_at_the_bars(shares):
    figure = plot_voices(shares, outlets_of(shares))
    column = figure.axes[heads(figure).index("government")]
    rows = shares.query("level == 'camp' and group == 'government' and directness == 'all'")
    expected = [f"{percent(s)} ({n})" if n else "0" for s, n in zip(rows["share"], rows["n_quotes"], strict=True)]
    assert [text.get_text() for text in column.texts] == expected


def test_speakers_are_named(shares):
    figure = plot_voices(shares, outlets_of(shares), top=3)
    texts = [text.get_text() for text in figure.axes[-1].texts]
    assert len(texts) == 2 * 3 * shares["outlet"].nunique()
    assert {"Samantha Power", "Maria Zakharova"} <= set(texts)
    assert labels_overlapping(figure.axes[-1]) == []


def test_too_few_articles_are_said_so(shares):
    note = plot_voices(shares, outlets_of(shares))._supxlabel.get_text()
    assert "† Fewer than ten articles quote anybody" in note
    assert (
        "†: fewer than ten such articles, no interval (4 of 4 outlets)"
        in describe_voices(shares, outlets_of(shares)).caption
    )


@pytest.mark.slow
def test_intervals_are_drawn_where_there_are_any(shares):
    known = shares["share"] > 0
    wide = shares.assign(
        low=(0.5 * shares["share"]).where(known), high=(1.5 * shares["share"]).where(known), interval_over="articles"
    )
    figure = plot_voices(wide, outlets_of(wide))
    lines = [line for axis in figure.axes[:-1] for line in axis.lines if line.get_marker() == "|"]
    assert len(lines) > 10
    assert "95 % bootstrap intervals over the articles" in describe_voices(wide, outlets_of(wide)).caption
    assert texts_outside(figure) == []


def test_voices_are_told_in_words(shares):
    words = describe_voices(shares, outlets_of(shares))
    said = shares.drop_duplicates("outlet")["n_said"].sum()
    assert f"shares of the {said:,} words" in words.caption
    assert "4 outlets attribute to somebody, in 5 articles" in words.caption
    assert "Press TV: most words are of government" in words.alt


def test_cells_have_their_counts(cues):
    figure = plot_cues(cues, outlets_of(cues))
    assert texts_outside(figure) == []
    left, right = figure.axes
    assert labels_overlapping(left) == labels_overlapping(right) == []
    total = cues[cues["group"] == ALL_SPEAKERS]
    counts = [text.get_text() for text in left.texts if " of " in text.get_text()]
    assert counts == [f"{n} of {n_all}" for n, n_all in zip(total["n_cues"], total["n_all"], strict=True)]
    by_speaker = [text.get_text().split(" of ") for text in right.texts if " of " in text.get_text()]
    assert sum(int(n) for n, _ in by_speaker) == total.loc[total["cue_class"] == "distancing", "n_cues"].sum()
    assert sum(int(n) for _, n in by_speaker) == total["n_cues"].sum()


def test_too_little_evidence_is_grey(cues):
    right = plot_cues(cues, outlets_of(cues)).axes[1]
    for text in right.texts:
        if " of " in text.get_text():
            assert (text.get_color() == "#8c8c8c") == (int(text.get_text().split(" of ")[1]) < 5)


def test_cues_are_told_in_words(cues):
    words = describe_cues(cues, outlets_of(cues))
    total = cues[cues["group"] == ALL_SPEAKERS]
    assert words.caption.startswith(f"Classes of the {total['n_cues'].sum()} cues")
    assert "Grey: fewer than 5 cues" in words.caption
    own = total[(total["outlet"] == "RFE/RL") & (total["cue_class"] == "distancing")].iloc[0]
    assert f"RFE/RL: {own['share']:.0%} of {own['n_all']} cues distancing".replace("%", " %") in words.alt


def test_nothing_to_draw_is_said(tables):
    said, articles = tables
    shares, cues = share_voices(said.iloc[:0], articles), share_cues(said.iloc[:0], articles)
    outlets = choose_outlets(articles)
    assert plot_voices(shares, outlets) is plot_cues(cues, outlets) is None
    assert describe_voices(shares, outlets).alt == describe_cues(cues, outlets).alt == "Nobody is quoted."


def test_counts_of_thousands_fit_their_cells(cues):
    """From 1,000 cues on, "1,949 of 2,313" was cut at both ends and ran into its neighbour."""
    many = cues.assign(n_cues=cues["n_cues"] * 1300, n_all=cues["n_all"] * 1300)
    figure = plot_cues(many, outlets_of(many))
    assert any(text.get_text() == "13k of 18k" for text in figure.axes[0].texts)
    renderer = renderer_of(figure)
    for axis in figure.axes:
        cell = axis.transData.transform([(0, 0), (0.94, 0)])
        widths = [text.get_window_extent(renderer).width for text in axis.texts]
        assert max(widths) <= cell[1][0] - cell[0][0]


@pytest.mark.parametrize(("share", "text"), [(0, "0"), (0.001, "<1 %"), (0.126, "13 %"), (1, "100 %")])
def test_shares_as_printed(share, text):
    assert percent(share) == text
