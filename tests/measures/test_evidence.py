import pandas as pd
from crossread.measures import find_evidence
from crossread.tables import make_table

from tests.measures.conftest import article, rows

TEXT = "Russia left. Iran stayed behind."


def test_sentences_are_cut_where_the_span_stands():
    articles = make_table("articles", [{**article("a", "North", 5), "text": TEXT}])
    sentences = make_table(
        "sentences",
        [{"doc_id": "a", "sent_id": 0, "start": 0, "end": 12}, {"doc_id": "a", "sent_id": 1, "start": 13, "end": 32}],
    )
    spans = pd.DataFrame({"doc_id": ["a", "a"], "start": [13, 0], "end": [17, 6], "note": ["x", "y"]})
    found = find_evidence(spans, sentences, articles)
    assert rows(found, "outlet", "published", "note", "before", "marked", "after") == [
        ["North", "2016-12-19", "x", "", "Iran", " stayed behind."],
        ["North", "2016-12-19", "y", "", "Russia", " left."],
    ]
    whole = find_evidence(pd.DataFrame({"doc_id": ["a"], "sent_id": [1]}), sentences, articles)
    assert rows(whole, "before", "marked", "after") == [["", "Iran stayed behind.", ""]]
