import json
import sys
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.benchmarks import accuracy, compare, gold
from research.benchmarks.gold import (
    AttributedArticle,
    Attribution,
    GoldClaim,
    GoldError,
    GoldQuote,
    GoldTime,
    Killed,
    KilledArticle,
    NoClaim,
    Span,
    Target,
    Text,
    TimeArticle,
)
from research.benchmarks.scores import Measure, Miss, Result, class_scores, pair_likest, proportion

TIMEML = """<?xml version="1.0" ?>
<TimeML><DOCID>a</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2016-12-19T10:00">Monday &amp; so on</TIMEX3></DCT>
<TEXT>
Smith &amp; Co <EVENT eid="e1">left</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2016-12-19">Monday</TIMEX3>, after \
<TIMEX3 tid="t2" type="DURATION" value="P2D">two days, <TIMEX3 tid="t3" type="DATE" value="2016">this year</TIMEX3></TIMEX3>.
<TIMEX3 tid="t4" type="DATE" value="2017"></TIMEX3></TEXT></TimeML>
"""


def outcome(result):
    """Each measure on a line of its own: name, value, counts."""
    return [(m.name, None if m.value is None else round(m.value, 3), m.hits, m.total) for m in result.measures]


def claim_rows(*rows):
    columns = ["doc_id", "start", "end", "low", "best", "high", "category", "source", "as_of", "modality"]
    numbers = {"low": float, "best": float, "high": float}
    return pd.DataFrame(rows, columns=columns).astype(numbers)


def quote_rows(*rows):
    columns = ["doc_id", "start", "end", "kind", "speaker", "speaker_start", "speaker_end"]
    return pd.DataFrame(rows, columns=columns).astype({"speaker_start": "Int64", "speaker_end": "Int64"})


def write_lines(path, *records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


# --- measures --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    # R. G. Newcombe (1998), Statistics in Medicine 17, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilsons(hits, total, low, high):
    assert proportion("share", hits, total, "cases").interval == (
        pytest.approx(low, abs=5e-5),
        pytest.approx(high, abs=5e-5),
    )


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share(counts):
    hits, total = counts
    low, high = proportion("share", hits, total, "cases").interval
    assert 0 <= low <= hits / total + 1e-12
    assert hits / total - 1e-12 <= high <= 1


def test_nothing_counted_is_unknown_and_not_zero():
    assert proportion("recall", 0, 0, "annotated") == Measure("recall", None, 0, 0, "annotated")


def test_macro_f1_is_the_mean_over_the_classes():
    measures = class_scores([-1, -1, 0, 1], [-1, 0, 0, 0], {-1: "negative", 0: "neutral", 1: "positive"})
    assert outcome(Result(measures, [])) == [
        ("macro-F1", round((2 / 3 + 1 / 2 + 0) / 3, 3), None, None),
        ("accuracy", 0.5, 2, 4),
        ("F1 of negative", 0.667, None, None),
        ("F1 of neutral", 0.5, None, None),
        ("F1 of positive", 0.0, None, None),
    ]


def test_each_takes_the_likest_that_is_left():
    def like(one, other):
        return 1 - abs(one - other) / 10

    assert pair_likest([5, 5, 5], [9, 4, 5, 1], like, least=0.6) == [(5, 5), (5, 4), (5, 1)]
    assert pair_likest([5, 5, 5], [9, 4, 5, 1], like, least=0.7) == [(5, 5), (5, 4), (5, None)]
    assert pair_likest([5], [], like, least=0.0) == [(5, None)]


# --- one comparison for each kind ------------------------------------------------------------


def test_claims():
    def claim(start, surface, low, best, source=None, as_of=None, planned=False, category="killed"):
        span = Span(start, start + len(surface))
        return GoldClaim("a", span, surface, low, best, None, category, source, as_of, planned)

    annotated = {
        "a": [
            claim(0, "12 people", 12, 12, source="the Red Cross; Turkey", as_of="2016-12-19"),
            claim(20, "dozens", 24, None, source="Foreign Minister Smith", as_of="2016-12-18"),
            claim(40, "many", None, None),
            claim(60, "5 buses", 5, 5, category="vehicles", planned=True),
            claim(80, "7 people", 7, 7, source="Iran"),
        ]
    }
    never = {"a": [NoClaim("a", Span(100, 106), "15-day"), NoClaim("a", Span(120, 128), "2 states")]}
    table = claim_rows(
        ("a", 0, 2, 12, 12, 12, "killed", "Red Cross", "2016-12-19", "asserted"),
        ("a", 3, 9, 1, 1, 1, "killed", None, None, "asserted"),  # the first has its claim already
        ("a", 20, 26, 24, None, 99, "wounded", "a foreign minister", "2016-12-18", "asserted"),
        ("a", 40, 44, None, 9, None, "killed", None, None, "planned"),
        ("a", 61, 67, 5, 5, 5, "vehicles", None, None, "planned"),
        ("a", 100, 102, 15, 15, 15, "other", None, None, "asserted"),
        ("b", 80, 88, 7, 7, 7, "killed", "Iran", None, "asserted"),  # elsewhere
    )
    result = compare.compare_claims(annotated, never, table)
    assert outcome(result) == [
        ("claims: precision", 0.571, 4, 7),
        ("claims: recall", 0.8, 4, 5),
        ("claims: F1", 0.667, None, None),
        ("value", 0.6, 3, 5),
        ("category", 0.6, 3, 5),
        ("planned or not", 0.6, 3, 5),
        ("source", 0.5, 1, 2),
        ("as-of day", 1.0, 2, 2),
        ("claimed, but no claim", 0.5, 1, 2),
    ]
    assert result.misses == [
        Miss("a", "category", "dozens", "wounded; annotated killed"),
        Miss("a", "source", "dozens", "a foreign minister; annotated Foreign Minister Smith"),
        Miss("a", "value", "many", "–/9/–; annotated –/–/–"),
        Miss("a", "planned or not", "many", "planned; annotated not planned"),
        Miss("a", "not found", "7 people", "killed"),
        Miss("a", "claimed, but no claim", "15-day"),
    ]


@pytest.mark.parametrize(
    ("annotated", "found", "same"),
    [
        ("Bashar Jaafari", "Bashar al-Ja'afari", True),
        ("Jean-Marc Ayrault|France", "France", True),
        ("the Foreign Minister", "a Foreign Minister", False),
        ("UN", "UN", False),  # two letters name nobody
        ("Turkey", None, False),
        (None, None, True),
        (None, "Turkey", False),
    ],
)
def test_a_source_is_right_when_a_naming_word_is_shared(annotated, found, same):
    assert compare.same_name(annotated, found) is same


def test_quotes():
    annotated = {
        "a": [
            GoldQuote("a", Span(0, 22), '"We are ready to talk"', "Hassan Rouhani", scare=False),
            GoldQuote("a", Span(30, 42), '"ceasefires"', None, scare=True),
            GoldQuote("a", Span(50, 72), '"We will never go home"', "John Kerry", scare=False),
            GoldQuote("a", Span(80, 102), '"The war will be over"', "Iran", scare=False),
        ]
    }
    table = quote_rows(
        ("a", 1, 21, "direct", "Rouhani", 23, 30),
        ("a", 31, 41, "scare", None, None, None),
        ("a", 50, 65, "direct", "John Kerry", None, None),  # too short
        ("a", 81, 98, "mixed", "Iraq", None, None),
        ("a", 50, 72, "indirect", "John Kerry", None, None),
        ("b", 1, 21, "direct", "Rouhani", None, None),
    )
    result = compare.compare_quotes(annotated, table)
    assert outcome(result) == [
        ("quotations: precision", 0.6, 3, 5),
        ("quotations: recall", 0.75, 3, 4),
        ("quotations: F1", 0.667, None, None),
        ("speaker", 0.5, 1, 2),
    ]
    assert result.misses == [
        Miss("a", "not found", '"We will never go home"', "John Kerry"),
        Miss("a", "speaker", '"The war will be over"', "Iraq; annotated Iran"),
    ]


def test_attributions():
    def said(start, end, *sources, marked=False):
        return Attribution(Span(start, end), f"{start}–{end}", sources, marked)

    article = AttributedArticle(
        Text("a", "…"),
        [
            said(0, 100, Span(105, 110), marked=True),
            said(200, 300, Span(190, 195)),
            said(400, 500),
            said(600, 700, Span(705, 710)),
        ],
    )
    table = quote_rows(
        ("a", 0, 40, "direct", "x", 105, 110),
        ("a", 20, 110, "direct", "Smith", 106, 108),  # the likest: 80 of 100 characters
        ("a", 200, 300, "indirect", "Jones", 400, 405),
        ("a", 400, 450, "indirect", None, None, None),  # just half
        ("a", 600, 649, "indirect", None, None, None),  # less than half
        ("b", 600, 700, "indirect", None, None, None),  # not annotated
    )
    result = compare.compare_attributions([article], table)
    assert outcome(result) == [
        ("attributions: precision", 0.6, 3, 5),
        ("attributions: recall", 0.75, 3, 4),
        ("attributions: F1", 0.667, None, None),
        ("recall with quotation marks", 1.0, 1, 1),
        ("recall without", 0.667, 2, 3),
        ("source", 0.5, 1, 2),
    ]
    assert result.misses == [Miss("a", "source", "200–300", "Jones"), Miss("a", "not found", "600–700")]


def test_times():
    articles = [
        TimeArticle(
            Text("a", "…"),
            [
                GoldTime(Span(0, 6), "Monday", "2016-12-19"),
                GoldTime(Span(10, 19), "last week", "2016-W50"),
                GoldTime(Span(30, 33), "May", "2016-05"),
                GoldTime(Span(40, 45), "today", None),
            ],
        ),
        TimeArticle(Text("lost", "…"), [GoldTime(Span(0, 3), "now", "PRESENT_REF")]),
    ]
    table = pd.DataFrame(
        [
            ("a", 0, 6, "2016-12-19"),
            ("a", 10, 14, "2016-W50"),
            ("a", 15, 19, "P1W"),  # the expression has its span already
            ("a", 30, 33, "2017-05"),
            ("b", 0, 5, "2016"),  # not annotated
        ],
        columns=["doc_id", "start", "end", "value"],
    )
    result = compare.compare_times(articles, table)
    assert outcome(result) == [
        ("strict: precision", 0.5, 2, 4),
        ("strict: recall", 0.4, 2, 5),
        ("strict: F1", 0.444, None, None),
        ("relaxed: precision", 0.75, 3, 4),
        ("relaxed: recall", 0.6, 3, 5),
        ("relaxed: F1", 0.667, None, None),
        ("value: precision", 0.5, 2, 4),
        ("value: recall", 0.4, 2, 5),
        ("value: F1", 0.444, None, None),
    ]
    assert result.misses == [
        Miss("a", "value", "May", "2017-05; annotated 2016-05"),
        Miss("a", "not found", "today", "no value"),
        Miss("lost", "not found", "now", "PRESENT_REF"),
    ]


def test_killed():
    def article(name, *counts):
        return KilledArticle(Text(name, "…"), Killed(f"title of {name}", frozenset(counts)))

    def killed(doc_id, start, best, category="killed"):
        return (doc_id, start, start + 2, best, best, best, category, None, None, "asserted")

    table = claim_rows(
        killed("a", 50, 3), killed("a", 10, 12), killed("a", 5, 99, "wounded"), killed("a", 1, None),
        killed("a", 90, 3), killed("b", 0, 8), killed("c", 0, 1),
    )  # fmt: skip
    result = compare.compare_killed([article("a", 12.0, 3.0, 5.0), article("b", 7.0), article("c")], table)
    assert outcome(result) == [
        ("killed: found", 0.5, 2, 4),
        ("killed: first claim right", 0.5, 1, 2),
        ("killed: claims annotated", 0.75, 3, 4),
    ]
    assert result.misses == [
        Miss("a", "not found", "title of a", "5; claims 12, 3, 3"),
        Miss("b", "not found", "title of b", "7; claims 8"),
    ]


def test_tone():
    targets = [Target("Smith won.", Span(0, 5), 1), Target("Jones lost.", Span(0, 5), -1)]
    result = compare.compare_tone("dev", targets, [1, 0])
    assert outcome(result)[:2] == [("macro-F1", 0.333, None, None), ("accuracy", 0.5, 1, 2)]
    assert result.misses == [Miss("dev", "neutral, annotated negative", "Jones lost.", "Jones")]


# --- the sets as they are published ----------------------------------------------------------


def test_timeml_is_read_with_the_offsets_of_its_text(tmp_path):
    (tmp_path / "a.tml").write_text(TIMEML, encoding="utf-8")
    ((article, times),) = gold.read_timeml([tmp_path])
    text = "\nSmith & Co left on Monday, after two days, this year.\n"
    assert article == Text("a", text, "2016-12-19", "TimeML")
    assert [(text[slice(*one.span)], one.surface, one.value) for one in times] == [
        ("Monday", "Monday", "2016-12-19"),
        ("this year", "this year", "2016"),
        ("two days, this year", "two days, this year", "P2D"),
    ]


POLNEAR_TEXT = 'Smith said "yes" and,\r\nsmiling, "no". It rains.'


@pytest.fixture
def polnear(tmp_path):
    for name in ("text", "attributions"):
        (tmp_path / name).mkdir()
    (tmp_path / "text" / "ap_2016-09-16_yes-and-no.txt").write_text(POLNEAR_TEXT, encoding="utf-8", newline="")
    (tmp_path / "text" / "unread.txt").write_text("Nobody annotated this.", encoding="utf-8")
    lines = [
        "E1\tAttribution:T4 Content:T1 Content2:T2 Source:T3",
        'T1\tContent 11 16;21 22\t"yes" ',
        'T2\tContent 32 36\t"no"',
        "T3\tSource 0 5\tSmith",
        "T4\tAttribution 6 10\tsaid",
        "T5\tContent 38 46\tIt rains",
        "E2\tAttribution-no-source:T4 Content:T5",
        "E3\tAttribution-no-source:T4",
        "#1\tAnnotatorNotes T1\tunsure",
    ]
    annotations = tmp_path / "attributions"
    (annotations / "ap_2016-09-16_yes-and-no_4b22.ann").write_text("\n".join(lines), encoding="utf-8")
    (annotations / "ap_2016-09-16_yes-and-no_5fec.ann").write_text("T1\tContent 0 5\tSmith\nE1\tContent:T1\n")
    return tmp_path


def test_polnear_is_read_from_its_first_annotator(polnear):
    assert gold.read_polnear(polnear) == [
        AttributedArticle(
            Text("ap_2016-09-16_yes-and-no", POLNEAR_TEXT, "2016-09-16", "ap"),
            [
                Attribution(Span(11, 36), '"yes" and,\r\nsmiling, "no"', (Span(0, 5),), True),
                Attribution(Span(38, 46), "It rains", (), False),
            ],
        )
    ]


FAKES = {
    "Title": "Five killed", "text": "Five people were killed.", "Source": "", "norm_date": "4/5/17",
    "norm_nb_civilians": "5", "norm_nb_noncivilians": "0", "norm_nb_children": "5", "norm_nb_women": "",
}  # fmt: skip


def test_fakes_are_read_with_distinct_counts(tmp_path):
    path = write_lines(tmp_path / "dev.jsonl", FAKES, {**FAKES, "norm_date": "unclear", "norm_nb_women": "1"})
    text = "Five people were killed."
    assert gold.read_fakes(path) == [
        KilledArticle(Text("fakes-0", text, "2017-04-05"), Killed("Five killed", frozenset({5.0}))),
        KilledArticle(Text("fakes-1", text), Killed("Five killed", frozenset({1.0, 5.0}))),
    ]


def newsmtsc(sentence, *targets):
    return {
        "sentence_normalized": sentence,
        "targets": [{"from": start, "to": end, "polarity": polarity} for start, end, polarity in targets],
    }


def test_newsmtsc_is_read_target_by_target(tmp_path):
    path = write_lines(tmp_path / "dev.jsonl", newsmtsc("Smith beat Jones.", (0, 5, 6.0), (11, 16, 2.0)))
    sentence = "Smith beat Jones."
    assert gold.read_newsmtsc(path) == [Target(sentence, Span(0, 5), 1), Target(sentence, Span(11, 16), -1)]


def test_gold_is_placed_in_the_article_whose_id_it_begins(tmp_path):
    one = NoClaim("000", Span(0, 6), "2 days")
    assert accuracy.locate([one], {"000_abc": "2 days", "001": "x"}, tmp_path) == {"000_abc": [one]}
    with pytest.raises(GoldError, match=r"no article has a doc_id that begins with '000'; there are 001"):
        accuracy.locate([one], {"001": "2 days"}, tmp_path)
    with pytest.raises(GoldError, match=r"2 articles have a doc_id that begins with '000'"):
        accuracy.locate([one], {"000a": "2 days", "000b": ""}, tmp_path)
    with pytest.raises(GoldError, match=r"the article 000 has '3 days' from 0 to 6, not '2 days'"):
        accuracy.locate([one], {"000": "3 days long"}, tmp_path)


# --- what cannot be used ---------------------------------------------------------------------

CLAIM = {
    "doc": "one", "start": 27, "end": 36, "text": "12 people", "low": 12, "best": 12, "high": 12,
    "category": "killed", "source": "Russia", "date": "2016-12-19", "modality": "asserted",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "files", "given", "message"),
    [
        ("figures", {}, "gone", "gone: no such folder; expected a folder with seed_figures.jsonl"),
        ("figures", {"other.txt": "x"}, "", ": no seed_figures.jsonl in it"),
        ("figures", {"seed_figures.jsonl": ""}, "", "seed_figures.jsonl: is empty; expected one JSON object a line"),
        ("figures", {"seed_figures.jsonl": "1 2"}, "", "line 1: not JSON (Extra data: line 1 column 3 (char 2)); expected one object a line"),
        ("figures", {"seed_figures.jsonl": "\n[1]"}, "", "line 2: '[1]'; expected an object"),
        ("figures", {"seed_figures.jsonl": '{"doc": "1"}'}, "", "line 1: no 'start' in it; it has doc"),
        ("figures", {"seed_figures.jsonl": json.dumps({**CLAIM, "best": "12"})}, "", "'best' is '12'; expected int or float or null"),
        ("quotes", {"seed_quotes.jsonl": "{}"}, "", "line 1: no 'kind' in it; it has nothing"),
        ("times", {"a.txt": "x"}, "", ": no TimeML files (.tml) in it"),
        ("times", {"a.txt": "x"}, "a.txt", "a.txt: is a file; expected a folder of TimeML files (.tml)"),
        ("times", {"a.tml": "no xml"}, "", "a.tml: not XML (syntax error: line 1, column 0); expected a TimeML file"),
        ("times", {"a.tml": "<TimeML/>"}, "", "a.tml: no element TEXT in it; expected a TimeML file"),
        ("times", {"a.tml": "<TimeML><TEXT>x</TEXT></TimeML>"}, "", ": no TIMEX3 in any file; expected annotated TimeML"),
        ("times", {"a.tml": b"\xff\xfe"}, "", "a.tml: not UTF-8 (invalid start byte at byte 0)"),
        ("fakes", {}, "gone.jsonl", "gone.jsonl: no such file; expected a file of JSON lines"),
        ("fakes", {}, "", ": is a folder; expected a file of JSON lines"),
        ("fakes", {"a.jsonl": json.dumps({**FAKES, "norm_nb_women": "many"})}, "a.jsonl", "line 1: 'norm_nb_women' is 'many'; expected a number or nothing"),
        ("fakes", {"a.jsonl": json.dumps({**FAKES, "norm_nb_civilians": "0", "norm_nb_children": ""})}, "a.jsonl", "a.jsonl: no article with a number of killed in it"),
        ("polnear", {"a.txt": "x"}, "", "text: no such folder; expected a folder of articles (.txt)"),
        ("polnear", {"text/a.txt": "x", "attributions/b_1.ann": "T1\tContent 0 1\tx"}, "", ": no article with an attribution in it; expected text/NAME.txt with"),
        ("polnear", {"text/a.txt": "x", "attributions/a_1.ann": "T1 Content 0 1"}, "", "a_1.ann, line 1: 'T1 Content 0 1' is not brat"),
        ("polnear", {"text/a.txt": "x", "attributions/a_1.ann": "T1\tContent 0 9\tx"}, "", "a_1.ann, line 1: ends after the 1 characters of the article"),
        ("tone", {"a.jsonl": json.dumps(newsmtsc("Yes."))}, "a.jsonl", "a.jsonl: no target in it; expected NewsMTSC as JSON lines"),
        ("tone", {"a.jsonl": json.dumps(newsmtsc("Yes.", (0, 9, 2.0)))}, "a.jsonl", "target 1: from 0 to 9 is not within the 4 characters of the sentence"),
        ("tone", {"a.jsonl": json.dumps(newsmtsc("Yes.", (0, 3, 3.0)))}, "a.jsonl", "target 1: 'polarity' is 3.0; expected 2, 4 or 6"),
        ("tone", {"a.jsonl": '{"sentence_normalized": "Yes.", "targets": [1]}'}, "a.jsonl", "line 1: target 1 is 1; expected an object"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named(tmp_path, capsys, kind, files, given, message):
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert accuracy.main([kind, str(tmp_path / given)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"Error: {tmp_path}")
    assert message in printed.err


def test_two_articles_of_one_name_are_not_mixed_up(tmp_path, capsys):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.tml").write_text(TIMEML, encoding="utf-8")
    assert accuracy.main(["times", str(tmp_path / "one"), str(tmp_path / "two")]) == 2
    assert "the name 'a' is that of" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["claims", "x"], ["times"], ["times", "x", "--processes", "0"]])
def test_a_wrong_command_line_is_an_error(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        accuracy.main(arguments)
    assert stopped.value.code == 2
    assert "usage: python -m research.benchmarks.accuracy" in capsys.readouterr().err


# --- the command -----------------------------------------------------------------------------


def printed_lines(capsys):
    """What was printed without the line of versions."""
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].startswith(f"crossread {accuracy.versions('spacy')['crossread']}, ")
    assert ", lexicon " in lines[2]
    return lines[:2] + lines[3:]


@pytest.mark.slow
def test_figures_are_measured_by_way_of_the_tables(small_corpus, tmp_path, capsys):
    write_lines(tmp_path / "seed_figures.jsonl", CLAIM, {**CLAIM, "start": 0, "end": 6, "text": "Russia"})
    write_lines(tmp_path / "seed_not_figures.jsonl", {"doc": "two", "start": 0, "end": 4, "text": "Iran"})
    tables = tmp_path / "tables"
    given = ["figures", str(tmp_path), "--corpus", str(small_corpus), "--tables", str(tables), "--missed", "3"]
    assert accuracy.main(given) == 0
    assert printed_lines(capsys) == [
        "reported numbers: corpus",
        "2 articles, 0 left out",
        "",
        "measure                value  95 % interval     counts",
        "claims: precision      1.000  0.207 to 1.000    1 of 1 found",
        "claims: recall         0.500  0.095 to 0.905    1 of 2 annotated",
        "claims: F1             0.667",
        "value                  0.500  0.095 to 0.905    1 of 2 annotated",
        "category               0.500  0.095 to 0.905    1 of 2 annotated",
        "planned or not         0.500  0.095 to 0.905    1 of 2 annotated",
        "source                 1.000  0.207 to 1.000    1 of 1 found with one",
        "as-of day              1.000  0.207 to 1.000    1 of 1 found with one",
        "claimed, but no claim  0.000  0.000 to 0.793    0 of 1 annotated as none",
        "",
        "1 of 1 misses (1 not found)",
        "  not found: one 'Russia' (killed)",
        "",
        "| reported numbers | corpus | 2 articles | claims: F1 0.667, value 0.500 (1 of 2), "
        "category 0.500 (1 of 2), source 1.000 (1 of 1), as-of day 1.000 (1 of 1) |",
    ]
    assert (tables / "run.json").is_file()


@pytest.mark.slow
def test_times_are_measured_by_way_of_a_jsonl_file(tmp_path, capsys):
    timeml = (
        '<TimeML><DCT><TIMEX3 value="2016-12-19">x</TIMEX3></DCT><TEXT>Russia left on '
        '<TIMEX3 value="2016-12-19">Monday</TIMEX3>.</TEXT></TimeML>'
    )
    (tmp_path / "a.tml").write_text(timeml, encoding="utf-8")
    assert accuracy.main(["times", str(tmp_path)]) == 0
    lines = printed_lines(capsys)
    assert lines[:2] == [f"time expressions: {tmp_path.name}", "1 article, 0 left out"]
    assert [line.split() for line in lines[4:7]] == [
        ["strict:", "precision", "1.000", "0.207", "to", "1.000", "1", "of", "1", "found"],
        ["strict:", "recall", "1.000", "0.207", "to", "1.000", "1", "of", "1", "annotated"],
        ["strict:", "F1", "1.000"],
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tml"]


def test_tone_is_measured_beside_vader(tmp_path, capsys, monkeypatch):
    asked = []

    def score_targets(items):
        asked.extend(items)
        return [SimpleNamespace(label=1), SimpleNamespace(label=-1), SimpleNamespace(label=0)]

    stub = SimpleNamespace(score_targets=score_targets)
    monkeypatch.setitem(sys.modules, "crossread.extract.target_tone", stub)
    sentences = [
        newsmtsc("Smith happily praised the awful Jones.", (0, 5, 6.0), (32, 37, 2.0)),
        newsmtsc("A table.", (2, 7, 4.0)),
    ]
    assert accuracy.main(["tone", str(write_lines(tmp_path / "dev.jsonl", *sentences)), "--missed", "1"]) == 0
    praised = "Smith happily praised the awful Jones."
    assert asked == [(praised, 0, 5), (praised, 32, 37), ("A table.", 2, 7)]
    assert printed_lines(capsys) == [
        "tone toward a target: NewsMTSC dev",
        "3 targets",
        "",
        "measure         value  95 % interval     counts",
        "",
        "dev, toward the target",
        "macro-F1        1.000",
        "accuracy        1.000  0.439 to 1.000    3 of 3 targets",
        "F1 of negative  1.000",
        "F1 of neutral   1.000",
        "F1 of positive  1.000",
        "",
        "dev, VADER on the sentence",
        "macro-F1        0.556",
        "accuracy        0.667  0.208 to 0.939    2 of 3 targets",
        "F1 of negative  0.000",
        "F1 of neutral   1.000",
        "F1 of positive  0.667",
        "",
        "1 of 1 misses (1 positive, annotated negative)",
        "  positive, annotated negative: dev 'Smith happily praised the awful Jones.' (Jones)",
        "",
        "| tone toward a target | NewsMTSC dev | 3 targets | dev, toward the target: macro-F1 1.000; "
        "dev, VADER on the sentence: macro-F1 0.556 |",
    ]


def test_without_the_scorer_of_targets_there_is_no_measure(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "crossread.extract.target_tone", None)
    path = write_lines(tmp_path / "dev.jsonl", newsmtsc("A table.", (2, 7, 4.0)))
    assert accuracy.main(["tone", str(path)]) == 2
    assert capsys.readouterr().err.startswith("Error: tone toward a target cannot be scored here: ")
