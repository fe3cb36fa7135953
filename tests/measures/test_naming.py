import pandas as pd
import pytest
from crossread.measures import (
    count_label_classes,
    count_label_phrases,
    count_labels,
    most_labelled,
    order_by_likeness,
    share_roles,
    side_members,
)
from crossread.tables import make_table

from tests.measures.conftest import mention, rows


def label(doc_id, start, label_class, actor_id=None, voice="narrator"):
    return {
        "doc_id": doc_id, "start": start, "end": start + 5, "surface": "x", "label": "x", "label_class": label_class,
        "actor_id": actor_id, "modifiers": "", "voice": voice,
    }  # fmt: skip


def test_labels_by_outlet_class_and_actor(articles, actors):
    labels = make_table(
        "labels",
        [
            label("a", 0, "rebel"),
            label("b", 0, "rebel"),
            label("b", 9, "terrorist", "russia", "quoted"),
            label("c", 0, "rebel"),
        ],
    )
    found = count_labels(labels, articles, actors)
    assert rows(found, "outlet", "label_class", "actor", "voice", "n_labels", "n_articles", "per_article") == [
        ["North", "rebel", None, "narrator", 2, 2, 1.0],
        ["North", "terrorist", "Russia", "quoted", 1, 2, 0.5],
        ["South", "rebel", None, "narrator", 1, 1, 1.0],
    ]


@pytest.fixture
def labels():
    return make_table(
        "labels",
        [
            label("a", 0, "rebel", "russia"),
            label("a", 9, "rebel", "russia", "quoted"),
            label("b", 0, "rebel"),
            label("b", 9, "terrorist", "russia")
            | {"surface": "Armed  terrorist", "label": "terrorist", "modifiers": "armed"},
        ],
    )


def test_classes_of_all_labels_with_zeros(labels, mentions, articles):
    found = count_label_classes(labels, mentions, articles)
    columns = ["outlet", "label_class", "n_labels", "n_using", "n_speaking", "n_articles", "per_article"]
    assert rows(found, *columns) == [
        ["(unknown outlet)", "rebel", 0, 0, 1, 1, 0.0],
        ["(unknown outlet)", "terrorist", 0, 0, 1, 1, 0.0],
        ["North", "rebel", 3, 2, 2, 2, 1.5],
        ["North", "terrorist", 1, 1, 2, 2, 0.5],
        ["South", "rebel", 0, 0, 1, 1, 0.0],
        ["South", "terrorist", 0, 0, 1, 1, 0.0],
    ]


def test_of_one_group_zero_differs_from_no_article_that_mentions_it(labels, mentions, articles):
    speaking = pd.concat([mentions, make_table("mentions", [mention("c", 0, "russia")])])
    found = count_label_classes(labels, speaking, articles, group=["russia"], voice="narrator")
    assert rows(found, "outlet", "label_class", "n_labels", "n_using", "n_speaking", "n_articles", "per_article") == [
        ["(unknown outlet)", "rebel", 0, 0, 0, 1, None],
        ["(unknown outlet)", "terrorist", 0, 0, 0, 1, None],
        ["North", "rebel", 1, 1, 2, 2, 0.5],
        ["North", "terrorist", 1, 1, 2, 2, 0.5],
        ["South", "rebel", 0, 0, 1, 1, 0.0],
        ["South", "terrorist", 0, 0, 1, 1, 0.0],
    ]


def test_labels_with_their_modifiers(labels, articles):
    found = count_label_phrases(labels, articles, group=["russia"])
    columns = [
        "outlet",
        "label_class",
        "label",
        "modifiers",
        "phrase",
        "n_labels",
        "n_using",
        "n_articles",
        "per_article",
        "share",
    ]
    assert rows(found, *columns) == [
        ["North", "rebel", "x", "", "x", 2, 1, 2, 1.0, 2 / 3],
        ["North", "terrorist", "terrorist", "armed", "armed terrorist", 1, 1, 2, 0.5, 1 / 3],
    ]


def test_the_group_to_compare(labels, actors):
    assert most_labelled(labels) == ["russia"]
    assert most_labelled(labels.iloc[:0]) == []
    assert side_members(actors, "government") == ["russia"]
    assert side_members(actors, None) == []


def test_no_label_at_all(mentions, articles):
    assert count_label_classes(make_table("labels", []), mentions, articles).empty


def test_who_acts_and_who_is_acted_upon(articles, actors):
    mentions = make_table(
        "mentions",
        [
            mention("a", 0, "russia", role="agent"),
            mention("a", 10, "russia", role="agent", voice="quoted"),
            mention("a", 20, "russia", role="patient"),
            mention("b", 0, "russia", role="patient", agentless=True),
            mention("b", 10, "russia", role="patient", agentless=False),
            mention("b", 20, "russia"),
            mention("b", 30, "russia", role="agent", form="pronoun"),
        ],
    )
    found = share_roles(mentions, articles, actors)
    north = found[(found["outlet"] == "North") & (found["voice"] == "all")]
    numbers = [
        "n_agent",
        "n_patient",
        "n_other",
        "n_roles",
        "share_agent",
        "n_passive",
        "n_agentless",
        "share_agentless",
        "n_articles",
    ]
    assert rows(north, "actor", *numbers) == [["Russia", 2, 3, 1, 5, 0.4, 2, 1, 0.5, 2]]
    # Wilson by hand: (2 + 1.9208 ± 1.96 √(2·3/5 + 0.9604)) / (5 + 3.8415)
    assert north[["low", "high"]].iloc[0].tolist() == pytest.approx([0.1176, 0.7693], abs=1e-4)
    assert rows(found[found["outlet"] == "South"], "voice", "n_roles", "share_agent", "low", "share_agentless") == [
        ["all", 0, None, None, None],
        ["narrator", 0, None, None, None],
        ["quoted", 0, None, None, None],
    ]
    voices = found.set_index(["outlet", "voice"])["n_roles"].unstack("voice")
    assert (voices["narrator"] + voices["quoted"]).eq(voices["all"]).all()


def test_chosen_actors_are_rows_although_nobody_mentions_them(mentions, articles, actors):
    found = share_roles(mentions.iloc[:1], articles, actors, only=["person:ann"])
    assert found["n_roles"].tolist() == [0] * 9
    assert found["actor"].unique().tolist() == ["Ann"]


def test_like_stands_beside_like():
    cells = {"A": (9, 1, 0), "B": (0, 1, 9), "C": (8, 2, 0), "D": (0, 0, 0), "E": (1, 2, 7)}
    frame = pd.DataFrame(
        [(outlet, name, n) for outlet, row in cells.items() for name, n in zip("xyz", row, strict=True)],
        columns=["outlet", "label_class", "per_article"],
    )
    outlets, columns = order_by_likeness(frame)
    assert (outlets, columns) == (["A", "C", "E", "B", "D"], ["x", "y", "z"])
    one = frame[frame["outlet"] == "A"]
    assert order_by_likeness(one) == (["A"], ["x", "y", "z"])
