"""Matrices of labels, shares of roles and distinctive words, drawn from tables of known numbers."""

import numpy as np
import pandas as pd
import pytest
from crossread.measures import (
    Texts,
    count_label_classes,
    count_mentions,
    count_words,
    most_distinctive,
    order_by_likeness,
    share_roles,
    top_actors,
)
from crossread.measures.intervals import wilson_interval
from crossread.plots import (
    Outlets,
    describe_labels,
    describe_roles,
    describe_words,
    plot_labels,
    plot_roles,
    plot_words,
)

from tests.plots.test_plots import labels_overlapping, outlets_of, slow, texts_outside

CLASSES = ["rebel", "terrorist", "freedom_fighter"]


def classes_of(**outlets):
    """Outlet -> articles that mention the group and its labels of each class; two more articles do not."""
    rows = [
        (outlet, name, n, min(n, speaking), speaking, speaking + 2, n / speaking if speaking else np.nan)
        for outlet, (speaking, *counts) in outlets.items()
        for name, n in zip(CLASSES, counts, strict=True)
    ]
    columns = ["outlet", "label_class", "n_labels", "n_using", "n_speaking", "n_articles", "per_article"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(n_independent=frame["n_articles"], weight="article")


@pytest.fixture
def classes():
    return classes_of(North=(10, 29, 1, 0), South=(56, 0, 409, 0), Few=(2, 3, 0, 0), Silent=(0, 0, 0, 0))


OUTLETS = ["North", "Few", "South", "Silent"]


def test_a_cell_has_the_labels_per_article_and_their_number(classes):
    figure = plot_labels(classes, outlets_of(classes), rows=OUTLETS, columns=CLASSES)
    (axis,) = figure.axes
    assert texts_outside(figure) == []
    assert labels_overlapping(axis) == []
    cells = {}
    for text in axis.texts:
        column, row = text.get_position()
        cells.setdefault((OUTLETS[round(row)], CLASSES[round(column)]), []).append(text.get_text())
    assert cells == {
        ("North", "rebel"): ["2.9", "29"], ("North", "terrorist"): ["0.1", "1"], ("North", "freedom_fighter"): ["0"],
        ("Few", "rebel"): ["1.5", "3"], ("Few", "terrorist"): ["0"], ("Few", "freedom_fighter"): ["0"],
        ("South", "rebel"): ["0"], ("South", "terrorist"): ["7.3", "409"], ("South", "freedom_fighter"): ["0"],
    }  # fmt: skip
    assert [label.get_text() for label in axis.get_yticklabels()] == [
        "North (10 articles)",
        "Few (2 articles)",
        "South (56 articles)",
    ]


def test_more_is_darker_in_grey_too_and_few_articles_have_no_colour(classes):
    axis = plot_labels(classes, outlets_of(classes), rows=OUTLETS, columns=CLASSES).axes[0]
    image = np.asarray(axis.images[0].get_array())
    luminance = image[:, :, :3] @ [0.299, 0.587, 0.114]
    assert luminance[2, 1] < luminance[0, 0] < luminance[0, 1] < luminance[0, 2] == pytest.approx(1)
    assert np.ptp(image[1, 0, :3]) == 0 < np.ptp(image[0, 0, :3])


def test_labels_are_described(classes):
    words = describe_labels(
        classes, outlets_of(classes), rows=OUTLETS, columns=CLASSES, what="the rebels", voice="narrator"
    )
    assert (
        "Labels for the rebels by outlet and class, per article that mentions them, in the outlet's own"
        in words.caption
    )
    assert "442 labels in 68 of 76 articles (76 independent), 4 outlets" in words.caption
    assert "Grey and slanted: fewer than 5 articles (1 outlet)." in words.caption
    assert "Without an article that mentions them, not drawn: Silent." in words.caption
    assert "North: rebel 2.9 and terrorist 0.1" in words.alt


def test_a_matrix_of_many_outlets_and_long_names_fits():
    many = classes_of(**{f"The Outlet with a Rather Long Name {n}": (10 + n, 5, 5, n) for n in range(35)})
    outlets, columns = order_by_likeness(many)
    figure = plot_labels(many, outlets_of(many), rows=outlets, columns=columns)
    assert texts_outside(figure) == []
    assert len(figure.axes[0].get_yticklabels()) == 20
    caption = describe_labels(
        many, outlets_of(many), rows=outlets, columns=columns, what="all sides", voice="all"
    ).caption
    assert "Of 35 outlets the 20 with most articles are drawn." in caption


def test_no_label_is_said():
    empty = classes_of(North=(1, 0, 0, 0)).iloc[:0]
    assert plot_labels(empty, Outlets(["North"], {}), rows=[], columns=[]) is None


def test_of_many_outlets_the_silent_take_no_room():
    """Of 132 outlets most never mention the group: their empty rows filled the figure."""
    speaking = {f"Outlet {n:03d}": (3, 1, 2, 0) for n in range(12)}
    silent = {f"Outlet {n:03d}": (0, 0, 0, 0) for n in range(12, 20)}
    many = classes_of(**speaking, **silent)
    outlets = sorted(many["outlet"].unique())
    figure = plot_labels(many, outlets_of(many), rows=outlets, columns=CLASSES)
    assert len(figure.axes[0].get_yticklabels()) == 12
    told = describe_labels(
        many, outlets_of(many), rows=outlets, columns=CLASSES, what="the rebels", voice="all"
    ).caption
    assert "Without an article that mentions them, not drawn: Outlet 012, Outlet 013" in told


def roles_of(*cells):
    """Outlet, actor, agents, patients, passives, agentless passives."""
    frame = pd.DataFrame(cells, columns=["outlet", "actor", "n_agent", "n_patient", "n_passive", "n_agentless"])
    frame = frame.assign(actor_id=frame["actor"], voice="all", n_roles=frame["n_agent"] + frame["n_patient"])
    frame = frame.assign(n_articles=4, n_independent=3, weight="article")
    frame["low"], frame["high"] = wilson_interval(frame["n_agent"], frame["n_roles"])
    frame["low_agentless"], frame["high_agentless"] = wilson_interval(frame["n_agentless"], frame["n_passive"])
    frame["share_agent"] = frame["n_agent"] / frame["n_roles"]
    frame["share_agentless"] = frame["n_agentless"] / frame["n_passive"]
    return frame


LONG = "International Committee of the Red Cross and Red Crescent"


@pytest.fixture
def roles():
    return roles_of(
        ("North", "Russia", 30, 10, 8, 6), ("South", "Russia", 3, 1, 4, 0), ("West", "Russia", 0, 0, 0, 0),
        ("North", LONG, 20, 20, 1, 1), ("South", LONG, 0, 12, 2, 2), ("West", LONG, 5, 5, 0, 0),
    )  # fmt: skip


def drawn(axis):
    dots = [line for line in axis.lines if line.get_marker() == "o"]
    return [(dot.get_ydata()[0], dot.get_xdata()[0], dot.get_color() == "#1b1b3a") for dot in dots]


def test_each_share_is_a_dot_with_its_interval_and_number(roles):
    figure = plot_roles(roles, outlets_of(roles), actors=["Russia", LONG])
    russia, other = figure.axes
    assert texts_outside(figure) == []
    assert drawn(russia) == [(0, 0.75, True), (1, 0.75, False)]
    assert drawn(other) == [(0, 0.5, True), (1, 0.0, True), (2, 0.5, True)]
    assert [text.get_text() for text in russia.texts] == ["40", "4", "none"]
    ends = next(
        line.get_xdata()
        for line in russia.lines
        if len(line.get_xdata()) == 2 and line.get_ydata()[0] == 0 == line.get_ydata()[1]
    )
    assert list(ends) == pytest.approx(roles.loc[0, ["low", "high"]].tolist())
    assert other.get_title(loc="left").replace("\n", " ") == LONG


def test_passives_that_do_not_say_by_whom(roles):
    figure = plot_roles(roles, outlets_of(roles), actors=["Russia", LONG], share="agentless")
    (axis,) = figure.axes  # of the other actor there are three passives only
    assert drawn(axis) == [(0, 0.75, False), (1, 0.0, False)]
    words = describe_roles(roles, outlets_of(roles), actors=["Russia", LONG], share="agentless")
    assert f"With fewer than 10 in these outlets together, not drawn: {LONG}." in words.caption
    assert "Grey, hollow: fewer than 10 (2)." in words.caption


def test_roles_are_described(roles):
    words = describe_roles(roles, outlets_of(roles), actors=["Russia", LONG])
    assert "that the share is of (106 in all). Grey, hollow: fewer than 10 (1)." in words.caption
    assert "Russia: 75% (North)" in words.alt
    assert f"{LONG}: 0% (South) to 50% (West)" in words.alt


def test_no_role_is_said(roles):
    """Shares of two passives were drawn as if they said something."""
    few = roles[roles["outlet"] == "South"]
    assert plot_roles(few, outlets_of(few), actors=["Russia"], share="agentless") is None
    words = describe_roles(few, outlets_of(few), actors=["Russia"], share="agentless")
    assert "No actor of this selection has 10 such mentions in the outlets that are drawn." in words.caption


def words_of(*outlets):
    rows = [
        (outlet, f"word-{k}", 5 * k + 1, 9, 0.5, z, 4, 4, 7, 1000 + n, k != 2)
        for n, outlet in enumerate(outlets)
        for k, z in enumerate((12.5, 3.0, 2.0, -4.0))
    ]
    columns = [
        "outlet",
        "word",
        "n",
        "n_others",
        "log_odds",
        "z",
        "n_articles_with",
        "n_others_with",
        "n_articles",
        "n_words",
        "enough",
    ]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(n_independent=frame["n_articles"], weight="independent")


def test_each_word_is_a_bar():
    figure = plot_words(words_of("North", "South"), outlets_of(words_of("North", "South")))
    north, south = figure.axes
    assert texts_outside(figure) == []
    for axis in (north, south):
        assert [bar.get_width() for bar in axis.patches] == [12.5, 3.0, 2.0, -4.0]
        assert [label.get_text() for label in axis.get_yticklabels()] == ["word-0", "word-1", "word-2", "word-3"]
        assert [text.get_text() for text in axis.texts][:4] == ["1", "6", "11", "16"]
    faces = [bar.get_facecolor()[:3] for bar in north.patches]
    assert faces[0] == faces[1] != faces[2]
    assert faces[3] == (1, 1, 1)


@pytest.mark.slow
def test_twenty_outlets_are_drawn_and_the_rest_is_said():
    words = words_of(*(f"Outlet {n:02d}" for n in range(23)))
    figure = plot_words(words, outlets_of(words))
    assert texts_outside(figure) == []
    titles = [axis.get_title(loc="left").strip() for axis in figure.axes]
    assert titles == [f"Outlet {n:02d}" for n in range(20)]
    told = describe_words(words, outlets_of(words), prior=1000, min_articles=3, voice="narrator")
    assert "Of 23 outlets the 20 with most articles are drawn." in told.caption
    assert "a prior of 1,000 words" in told.caption.replace("an informative Dirichlet", "a")
    assert "Grey: in fewer than 3 of its articles (20 words)." in told.caption
    assert "Outlet 00: word-0, word-1, word-2; avoids word-3" in told.alt


def test_one_outlet_has_nothing_to_compare():
    empty = words_of("North").iloc[:0]
    outlets = outlets_of(words_of("North"))
    assert plot_words(empty, outlets) is None
    assert "Nothing to compare" in describe_words(empty, outlets, prior=10, min_articles=3, voice="all").alt


@pytest.mark.parametrize("voice", ["all", slow("narrator"), slow("quoted")])
def test_the_seeds_are_drawn(seed_store, voice):
    articles, mentions, labels = (seed_store.read(name) for name in ("articles", "mentions", "labels"))
    classes = count_label_classes(labels, mentions, articles, voice=voice)
    rows, columns = order_by_likeness(classes)
    figures = [plot_labels(classes, outlets_of(classes), rows=rows, columns=columns)]
    actors = top_actors(count_mentions(mentions, articles, seed_store.read("actors")), 4)
    roles = share_roles(mentions, articles, seed_store.read("actors"), only=actors)
    figures.append(plot_roles(roles, outlets_of(roles), actors=actors, voice=voice))
    counts = count_words(Texts(articles, seed_store.read("blocks"), seed_store.read("quotes"), voice=voice))
    words = most_distinctive(counts, top=6, min_articles=2, avoided=2)
    figures.append(plot_words(words, outlets_of(words)))
    assert [figure for figure in figures if figure is not None]
    assert [texts_outside(figure) for figure in figures if figure is not None and texts_outside(figure)] == []
