"""The five real articles, from file to tables, against what a reader finds in them."""

import csv
import hashlib

import pandas as pd
import pytest
from crossread.runs.project import SEEDS

SHA256 = {
    "000_f99a144578a8ceff.txt": "bbd32075fa62fcf7f0d648c1543f29f009f64afe1f85edb31eead5692f4add1a",
    "001_1df604630e03bc3b.txt": "74be26bb5abb5d3040093046c76990c0ea71529372bd6d2a85b1b7103f46cf30",
    "002_4affe0bf69e7eeb4.txt": "2e5c42bf535d946886e4d99d712b0e32738f1ef9f47e6530335735ab4c3c59c7",
    "003_272d50901ac027f1.txt": "0ce55eec1cd2ad4bda336837a8152dae6722be9613e46e80ccad6168e7da535b",
    "004_f24e29bdde54b1ea.txt": "3d783657c0e4a05f986ea772810c31d38a4304d070a454dc03c7da63f9f92185",
}


@pytest.fixture(scope="module")
def table(seed_store):
    def rows(name, doc=None):
        frame = seed_store.read(name)
        return frame if doc is None else frame[frame["doc_id"].str.startswith(doc)]

    return rows


def test_the_articles_are_unchanged():
    assert {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(SEEDS.glob("*.txt"))} == SHA256


def test_the_manifest():
    with (SEEDS / "corpus.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["file"][:3], row["outlet"], row["published"], row["published_basis"]) for row in rows] == [
        ("000", "RFE/RL", "2016-12-19", "inferred"),
        ("001", "Al Jazeera", "2016-12-19", "inferred"),
        ("002", "Associated Press", "2016-12-18", "inferred"),
        ("003", "Press TV", "2016-12-18", "inferred"),
        ("004", "RFE/RL", "2016-12-16", "inferred"),
    ]
    assert all(row["note"] for row in rows)


def test_nothing_is_lost(table):
    assert table("errors").empty
    assert len(table("articles")) == 5


def test_what_is_not_the_article_is_never_counted(table):
    blocks = table("blocks")
    aside = blocks[blocks["kind"] != "body"]
    assert aside["kind"].value_counts().to_dict() == {"heading": 6, "boilerplate": 8, "title": 2, "caption": 2}
    for name in ("sentences", "mentions", "quotes", "times", "claims", "labels"):
        spans = table(name)[["doc_id", "start", "end"]].merge(aside, on="doc_id", suffixes=("", "_block"))
        assert not ((spans["start"] < spans["end_block"]) & (spans["start_block"] < spans["end"])).any()


def test_every_surface_is_what_the_article_prints(table):
    texts = table("articles").set_index("doc_id")["text"]
    for name in ("mentions", "times", "claims", "labels"):
        for row in table(name).itertuples():
            assert texts[row.doc_id][row.start : row.end] == row.surface


def test_the_figures_of_al_jazeera(table):
    coded = table("claims", "001")
    found = coded[coded["category"].notna()][["surface", "low", "best", "high", "category", "as_of", "source"]]
    minister = "Turkish officials; Syrian Observatory for Human Rights"
    observatory = "Syrian Observatory for Human Rights"
    expected = [
        ("six similar resolutions", 6, 6, 6, "other", "2016-12-19", None),
        ("Dozens of buses", 24, None, 99, "vehicles", "2016-12-19", minister),
        ("about 20,000 people", None, 20000, None, "evacuated", "2016-12-19", "Turkey"),
        ("an estimated 500 people", None, 500, None, "evacuated", "2016-12-19", observatory),
        ("10 buses", 10, 10, 10, "vehicles", "2016-12-19", observatory),
        ("four people", 4, 4, 4, "killed", "2016-12-18", None),
        ("a bus driver", 1, 1, 1, "killed", "2016-12-18", observatory),
    ]
    assert [tuple(None if pd.isna(v) else v for v in row) for row in found.itertuples(index=False)] == expected


def test_the_same_event_has_two_totals_on_one_day(table):
    claims = table("claims").merge(table("articles")[["doc_id", "outlet"]], on="doc_id")
    totals = claims[(claims["category"] == "evacuated") & (claims["best"] >= 12000)]
    assert totals[["outlet", "best", "as_of", "source"]].values.tolist() == [
        ["RFE/RL", 12000.0, "2016-12-19", "Mevlut Cavusoglu"],
        ["Al Jazeera", 20000.0, "2016-12-19", "Turkey"],
    ]


def test_the_quotations_of_one_article(table):
    quotes = table("quotes", "003")
    texts = table("articles", "003")["text"].iloc[0]
    said = [(texts[q.start : q.end][:24], q.kind, q.speaker) for q in quotes[quotes["kind"] != "indirect"].itertuples()]
    assert [tuple(None if pd.isna(v) else v for v in row) for row in said] == [
        ("It was agreed to resume ", "direct", "Syrian government official"),
        ("alarm", "mixed", "draft resolution"),
        ("tens of thousands of bes", "mixed", "draft resolution"),
        ("saddest images of diplom", "mixed", "Bashar al-Ja'afari"),
        ("ceasefire", "scare", None),
        ("More than ever before, w", "direct", "Jean-Marc Ayrault"),
    ]


def test_outlets_name_the_same_side_differently(table):
    labels = table("labels").merge(table("articles")[["doc_id", "outlet"]], on="doc_id")
    own = labels[(labels["voice"] == "narrator") & (labels["actor_id"] == "syrian-opposition")]
    counts = own.groupby(["outlet", "label_class"]).size().unstack(fill_value=0)
    assert counts.loc["Press TV", "militant"] == 11
    assert counts.loc["Press TV"].drop("militant").sum() == 0
    assert counts.loc["RFE/RL", "rebel"] > counts.loc["RFE/RL", "militant"]
    assert "terrorist" not in counts
