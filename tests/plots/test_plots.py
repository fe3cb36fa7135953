"""Figures are drawn from real summaries and read back: labels inside the page, every point in its place."""

from itertools import pairwise
from pathlib import Path
from weakref import WeakKeyDictionary

import matplotlib as mpl
import pandas as pd
import pytest
from crossread.measures import (
    Sample,
    compare_reports,
    count_claims_left_out,
    count_mentions,
    describe_corpus,
    follow_claims,
    judge_claims,
    mean_tone,
    top_actors,
    trace_series,
)
from crossread.plots import (
    choose_outlets,
    describe_corpus_plot,
    describe_mentions,
    describe_tone,
    describe_trajectories,
    plot_corpus,
    plot_mentions,
    plot_tone,
    plot_trajectories,
    style,
)
from crossread.plots.style import shorten
from crossread.plots.timeline import Timeline
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure


def slow(value):
    """A case that is left out of a quick run."""
    return pytest.param(value, marks=pytest.mark.slow)


@pytest.fixture(scope="module")
def tables(seed_store):
    return {name: seed_store.read(name) for name in ("articles", "actors", "mentions", "tone", "claims", "sentences")}


@pytest.fixture(scope="module")
def counts(tables):
    return count_mentions(tables["mentions"], tables["articles"], tables["actors"])


@pytest.fixture(scope="module")
def means(tables):
    return mean_tone(tables["tone"], tables["articles"], scorer="vader")


@pytest.fixture(scope="module")
def points(tables):
    return judge_claims(follow_claims(tables["claims"], tables["articles"], tables["actors"]))


@pytest.fixture(scope="module")
def outlets(tables):
    return choose_outlets(tables["articles"])


def outlets_of(summary):
    """The outlets of a run that a summary by outlet is of."""
    sizes = summary.drop_duplicates("outlet").reset_index(drop=True)
    return choose_outlets(sizes.loc[sizes.index.repeat(sizes["n_articles"])])


_RENDERERS = WeakKeyDictionary()


def renderer_of(figure: Figure) -> RendererAgg:
    """The renderer of a figure, which is drawn once however much of it is looked at."""
    if figure not in _RENDERERS:
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        _RENDERERS[figure] = canvas.get_renderer()
    return _RENDERERS[figure]


def texts_outside(figure: Figure) -> list[str]:
    """Texts that would be cut off at the edge of the page."""
    renderer = renderer_of(figure)
    ticks = [
        tick.label1
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks()
        if min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    ]
    tick_texts = {id(tick) for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for tick in _labels(axis)}
    others = [text for text in figure.findobj(mpl.text.Text) if id(text) not in tick_texts]
    page = figure.bbox.padded(1.5)
    return [
        text.get_text()
        for text in (*ticks, *others)
        if text.get_text().strip() and text.get_visible() and not _inside(text.get_window_extent(renderer), page)
    ]


def _labels(axis):
    return [
        label for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()) for label in (tick.label1, tick.label2)
    ]


def _inside(box, page):
    return page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1


def labels_overlapping(axis: mpl.axes.Axes) -> list[tuple[str, str]]:
    renderer = renderer_of(axis.get_figure(root=True))
    boxes = [(t.get_text(), t.get_window_extent(renderer).shrunk(0.9, 0.7)) for t in axis.texts if t.get_text()]
    return [(a, b) for i, (a, box) in enumerate(boxes) for b, other in boxes[i + 1 :] if box.overlaps(other)]


def test_bars_are_the_counts(counts):
    actors = top_actors(counts, 8)
    figure = plot_mentions(counts, outlets_of(counts), actors=actors)
    assert texts_outside(figure) == []
    for axis, outlet in zip(figure.axes, sorted(counts["outlet"].unique()), strict=True):
        assert axis.get_title(loc="left").strip() == outlet
        widths = [bar.get_width() for bar in axis.patches]
        drawn = [narrator + quoted for narrator, quoted in zip(widths[:8], widths[8:], strict=True)]
        rows = counts[(counts["outlet"] == outlet) & (counts["voice"] == "all")].set_index("actor_id")
        assert drawn == pytest.approx(rows.loc[actors, "per_1000"].tolist())
        assert [t.get_text() for t in axis.texts[:8]] == [str(n) for n in rows.loc[actors, "n_mentions"]]


def test_many_outlets_are_a_matrix(counts):
    many = pd.concat([counts[counts["outlet"] == "RFE/RL"].assign(outlet=f"Outlet number {n}") for n in range(9)])
    figure = plot_mentions(many, outlets_of(many), actors=top_actors(many, 5))
    assert figure.axes[0].images[0].get_array().shape == (5, 9)
    assert texts_outside(figure) == []


@pytest.mark.parametrize("n", [9, slow(20), slow(132)])
def test_a_matrix_keeps_to_the_page(counts, n):
    """With 132 outlets the picture was 30 inches wide and no name was legible."""
    one = counts[counts["outlet"] == "RFE/RL"]
    many = pd.concat([one.assign(outlet=f"Outlet {k:03d} with a Long Name", n_articles=k + 1) for k in range(n)])
    actors = top_actors(many, 5)
    figure = plot_mentions(many, outlets_of(many), actors=actors)
    assert figure.get_figwidth() == 7
    assert figure.axes[0].images[0].get_array().shape == (5, min(n, 20))
    assert texts_outside(figure) == []
    rest = "Of 132 outlets the 20 with most articles are drawn."
    assert (rest in describe_mentions(many, outlets_of(many), actors=actors).caption) == (n == 132)
    assert (rest in figure._supxlabel.get_text()) == (n == 132)
    names = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert names[-1] == f"Outlet {n - 1:03d} with a… ({n})"


@pytest.mark.parametrize("n", [12, slow(132)])
def test_tone_of_many_outlets_keeps_to_the_page(means, n):
    one = means[means["outlet"] == "RFE/RL"]
    many = pd.concat([one.assign(outlet=f"Outlet {k:03d} with a Long Name", n_articles=k + 1) for k in range(n)])
    figure = plot_tone(many, outlets_of(many))
    assert figure.get_figheight() <= 9.3
    assert texts_outside(figure) == []
    rest = "Of 132 outlets the 20 with most articles are drawn."
    assert (
        (rest in describe_tone(many, outlets_of(many)).caption) == (rest in figure.axes[0].get_xlabel()) == (n == 132)
    )


@pytest.mark.slow
def test_a_corpus_of_many_outlets_says_which_are_not_drawn(tables):
    names = [f"Outlet {k:03d} with a Long Name" for k in range(132)]
    many = pd.concat(
        [tables["articles"].assign(outlet=name, doc_id=name + tables["articles"]["doc_id"]) for name in names]
    )
    figure = plot_corpus(many, choose_outlets(many))
    rest = "Of 132 outlets the 20 with most articles are drawn."
    assert figure.axes[0].get_xlabel() == f"day of publication (the larger, the more articles)\n{rest}"
    assert rest in describe_corpus_plot(describe_corpus(many, tables["sentences"]), choose_outlets(many)).caption
    assert texts_outside(figure) == []


@pytest.mark.parametrize("voice", ["all", "narrator", "quoted"])
def test_mentions_are_described(counts, voice):
    words = describe_mentions(counts, outlets_of(counts), actors=top_actors(counts, 5, voice=voice), voice=voice)
    assert "5 articles (5 independent), 4 outlets" in words.caption
    assert "Press TV: Syrian rebels and opposition first" in words.alt or voice == "quoted"


def test_tone_is_drawn_with_its_intervals(means):
    figure = plot_tone(means, outlets_of(means))
    (axis,) = figure.axes
    assert texts_outside(figure) == []
    drawn = sorted(line.get_xdata()[0] for line in axis.lines if line.get_marker() in ("o", "D"))
    assert drawn == pytest.approx(sorted(means["mean"].dropna()))
    assert any("n = 4 in 1 article" in text.get_text() for text in axis.texts)


def test_tone_says_what_its_intervals_are(means):
    words = describe_tone(means, outlets_of(means))
    assert "95 % intervals over sentences (jackknife, Student's t)" in words.caption
    assert "holds for those articles, not for the outlet" in words.caption
    assert "VADER was made for social media" in words.caption
    assert "Grey: fewer than five sentences, no interval (1)" in words.caption


@pytest.fixture(scope="module")
def left_out(tables, points):
    return count_claims_left_out(tables["claims"], tables["articles"], points)


@pytest.fixture(scope="module")
def compared(points, tables):
    return compare_reports(points, tables["articles"])


def values_drawn(axis, markers):
    lines = [line for line in axis.lines if line.get_marker() in markers]
    return sorted(float(value) for line in lines for value in line.get_ydata())


@pytest.fixture(scope="module")
def over_time(points, left_out, outlets, compared):
    return plot_trajectories(points, trace_series(points), left_out, outlets, compared=compared)


def test_the_seeds_have_a_panel_for_each_category_and_every_claim_is_a_point(points, over_time):
    assert texts_outside(over_time) == []
    assert [axis.get_title(loc="left") for axis in over_time.axes] == [
        "evacuated · several places · 11 claims",
        "vehicles · several places · new · 9 claims",
        "trapped · several places · new · 6 claims",
        "killed · several places · 5 claims",
        "village · besiege · several places · new · 3 claims",
    ]
    for axis in over_time.axes:
        name = axis.get_title(loc="left").removesuffix(" claims").rpartition(" · ")[0]
        is_its = points["category"].map(lambda category, name=name: name.startswith(category))
        own = points[points["part_of"].isna() & is_its]
        drawn = values_drawn(axis, {"o", "s", "P", "^", "D", "v", "X"})
        assert drawn == pytest.approx(sorted(own["best"].dropna()))  # bounds alone are a bar and no point
        assert labels_overlapping(axis) == []


def test_what_is_left_out_stands_under_the_panels(over_time):
    note = over_time._supxlabel.get_text().replace("\n", " ")
    assert note.startswith(
        "34 claims in these panels, not in a trace: 3 of more days than one, 1 planned, denied or ahead; in no panel: "
        "1 no value and no bound in the text, 4 no category and no series, 1 part of another number, 4 of series with "
        "few claims, no line or no place. "
    )


def test_arrows_of_open_bounds_are_inside(over_time):
    renderer = renderer_of(over_time)
    for axis in over_time.axes:
        inside = axis.get_window_extent(renderer).padded(0.5)
        for line in axis.lines:
            if isinstance(line.get_marker(), mpl.path.Path) and len(line.get_xdata()):
                tip = axis.transData.transform((line.get_xdata()[0], line.get_ydata()[0]))[1]
                assert inside.y0 <= tip - 11 * over_time.dpi / 72 or tip + 11 * over_time.dpi / 72 <= inside.y1


def test_trajectories_are_told_in_words(points, left_out):
    words = describe_trajectories(points, trace_series(points), left_out)
    assert "evacuated · several places: 11 claims, from 47 to 20,000" in words.alt
    assert "Numbers reported by 4 outlets" in words.caption


def test_a_selection_without_claims_says_so(points, left_out, outlets):
    nothing = points.iloc[:0], trace_series(points).iloc[:0], left_out
    assert plot_trajectories(*nothing, outlets) is None
    assert describe_trajectories(*nothing).caption == "No reported number in this selection."


def test_one_claim_is_a_figure(points, left_out, outlets):
    one = points[points["surface"] == "about 20,000 people"]
    figure = plot_trajectories(one, trace_series(one), left_out, outlets)
    assert texts_outside(figure) == []
    assert values_drawn(figure.axes[0], {"s"}) == [20000.0]


@pytest.fixture(scope="module")
def many(points):
    """A total that rises over months in five outlets, one wrong number, one long ago, one planned for next year."""
    days = pd.date_range("2016-01-01", periods=60, freq="3D").strftime("%Y-%m-%d")
    row = points[points["surface"] == "about 20,000 people"]
    rows = pd.concat([row] * 63, ignore_index=True)
    values = [1000.0 * 1.05**i for i in range(60)] + [9e6, 700.0, 5000.0]
    when = [*days, days[30], "2005-08-29", "2017-12-31"]
    rows = rows.assign(
        doc_id=[f"d{i}" for i in range(63)], cluster_id=[f"d{i}" for i in range(63)], as_of=when,
        published=[*days, days[30], days[40], days[40]], value=values, middle=values, low=values, best=values,
        high=values, outlet=[["RFE/RL", "Al Jazeera", "Press TV", "X", "Y"][i % 5] for i in range(63)],
    )  # fmt: skip
    return judge_claims(rows.drop(columns=["standing", "revised", "by_line", "has_line"]))


def test_many_claims_are_a_line_that_nothing_stretches(many, left_out, outlets):
    named = outlets._replace(colours={**outlets.colours, "X": style.OTHERS, "Y": style.OTHERS})
    figure = plot_trajectories(many, trace_series(many), left_out, named)
    (axis,) = figure.axes
    assert texts_outside(figure) == []
    assert axis.get_yscale() == "linear"
    assert axis.get_ylim()[1] < 1000 * 1.05**60 * 1.2
    names = [label.get_text() for label in axis.get_xticklabels()]
    assert (names[0], names[-1]) == ("earlier", "later,\nunknown")
    assert [text.get_text() for text in axis.texts] == ["▲ 1 above"]
    on_lines = {float(y) for line in axis.lines if line.get_drawstyle() == "steps-post" for y in line.get_ydata()}
    assert on_lines.isdisjoint({9e6, 700.0, 5000.0})  # what is planned, wrong or past is on no line
    assert len(on_lines) == 60


def test_the_scale_and_whose_lines_are_parameters(many, left_out, outlets):
    named = outlets._replace(colours={**outlets.colours, "X": style.OTHERS, "Y": style.OTHERS})
    figure = plot_trajectories(many, trace_series(many), left_out, named, by="source", scale="log")
    assert figure.axes[0].get_yscale() == "log"
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    assert legend[0] == "Turkey"
    assert "Al Jazeera" not in legend


def test_the_corpus_is_drawn(tables, outlets):
    summary = describe_corpus(tables["articles"], tables["sentences"])
    figure = plot_corpus(tables["articles"], outlets)
    assert texts_outside(figure) == []
    assert (
        "5 articles (5 independent) of 4 outlets, from 2016-12-16 to 2016-12-19; 5 days inferred"
        in describe_corpus_plot(summary, outlets).caption
    )


@pytest.mark.parametrize(
    ("text", "short"), [("short", "short"), ("a rather long label", "a rather…"), ("x" * 30, "x" * 9 + "…")]
)
def test_labels_are_shortened_at_a_word(text, short):
    assert shorten(text, 10) == short


def test_the_style_sheet_serves_figures_of_ones_own():
    import matplotlib.style

    with style.applied():
        ours = dict(mpl.rcParams)
    with matplotlib.style.context(Path(style.__file__).with_name("crossread.mplstyle")):
        theirs = dict(mpl.rcParams)
    assert ours["font.size"] == 8
    assert {name for name in ours if ours[name] != theirs[name]} <= {"savefig.dpi"}


@pytest.mark.parametrize(
    ("days", "ticks"),
    [
        (["2016-12-18"], ["18 Dec\n2016"]),
        (["2016-12-18", "2016-12-19"], ["18 Dec\n2016", "19 Dec"]),
        (["2016-12-01", "2016-12-30"], ["1 Dec\n2016", "8 Dec", "15 Dec", "22 Dec", "29 Dec"]),
        (["2015-10-20", "2016-12-30"], ["1 Jan\n2016", "1 Apr", "1 Jul", "1 Oct"]),
    ],
)  # fmt: skip
def test_the_axis_of_days_has_whole_days(tables, days, ticks):
    """With two days it showed hours."""
    articles = tables["articles"].head(len(days)).assign(published=days)
    (axis,) = plot_corpus(articles, choose_outlets(articles)).axes
    assert [label.get_text() for label in axis.get_xticklabels()] == ticks


def test_claims_of_one_day_stand_by_publication_and_source_and_no_line_slopes(points, over_time):
    """20,000 at the left of 12,000, joined by a falling line, looked like a decline."""
    day = points[points["as_of"] == "2016-12-19"].reset_index(drop=True)
    order = day.assign(x=Timeline(day).places(day)).sort_values("x")
    told = list(zip(order["published"], order["speaks_for"].fillna("~"), strict=True))
    assert told == sorted(told)
    joins = [line for axis in over_time.axes for line in axis.lines if line.get_linestyle() == "--"]
    assert len(joins) == 1
    for line in joins:
        assert all(
            len(set(xs)) == 1 or len(set(ys)) == 1
            for xs, ys in zip(pairwise(line.get_xdata()), pairwise(line.get_ydata()), strict=True)
        )


def test_every_mark_that_occurs_is_in_the_legend(over_time):
    named = {text.get_text() for text in over_time.legends[0].get_texts()}
    assert {"low to high", "at least, at most", "running total (filled)", "its own number (hollow)", "reports that differ",
            "planned, denied or ahead (pale)"} <= named  # fmt: skip


def test_an_axis_of_people_does_not_go_below_one(over_time):
    logs = [axis for axis in over_time.axes if axis.get_yscale() == "log"]
    assert min(axis.get_ylim()[0] for axis in logs) >= 0.85


def test_actors_are_ranked_over_the_outlets_that_are_drawn(tables):
    """One article of an outlet that was not drawn brought in a row without a single mention."""
    largest = Sample(tables["articles"]).of_outlets(["Press TV"])
    counts = count_mentions(tables["mentions"], largest, tables["actors"], top=5)
    assert counts["outlet"].unique().tolist() == ["Press TV"]
    only = counts.set_index(["actor_id", "voice"])["n_mentions"]
    assert all(only[actor, "all"] > 0 for actor in top_actors(counts, 5))
