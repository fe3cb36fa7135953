from analysis.measures import count_labels
from analysis.tables.build import make_table
from tests.measures.conftest import rows


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
