import json
from datetime import date

import pytest
from crossread.corpus import Article, objects
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus.reading import TEXT, messages, read

GOOD = '{"id": "g", "text": "Talks went on."}'


def read_text(tmp_path, content, name="a.json"):
    (tmp_path / name).write_text(content, encoding="utf-8")
    articles, problems = read(tmp_path / name)
    return [(article.doc_id, article.text) for article in articles], problems


@pytest.mark.parametrize(
    "broken",
    [
        '{"id": "b", "text": "never closed}',
        '{"id": "b", "text": }',
        '{"id": "b" "text": "x"}',
        '{"id": "b", "text": "x"',
        "{'id': 'b'}",
        "nonsense",
        "[[[[[[[[",
        '{"id": "b", "text": "tab\t"}',
    ],
)
@pytest.mark.parametrize(
    ("name", "layout"), [("a.json", "[{0}, {1}]"), ("a.json", "[{1},{0},{1}]"), ("a.jsonl", "{0}\n{1}")]
)
def test_what_is_not_json_is_told_and_the_others_are_read(tmp_path, broken, name, layout):
    articles, problems = read_text(tmp_path, layout.format(broken, GOOD), name)
    assert articles[-1][1] == "Talks went on."
    assert len(articles) == layout.count("{1}")
    assert any(problem.lost and "not JSON (" in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"[{GOOD}, 5]", "a.json, item 2: expected an object, found a int"),
        (f"[{GOOD}", "a.json, at its end: the list is not closed; the file breaks off"),
        (f"[{GOOD}] trailing", "a.json, after the list: expected nothing, found 'trailing'"),
        (f'[{GOOD}, {{"title": "x"}}]', "a.json, item 2: no 'text' in it; it has 'title'"),
        (f'[{GOOD}, {{"id": "h", "text": ["x"]}}]', "a.json, item 2: text: expected text, found list ['x']"),
    ],
)
def test_what_is_no_article(tmp_path, content, message):
    articles, problems = read_text(tmp_path, content)
    assert articles == [("g", "Talks went on.")]
    assert messages(problems) == [message]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("id", 5, None),
        ("id", 5.0, None),
        ("id", True, "doc_id: expected text, found bool True; it is left unknown"),
        ("id", {"x": 1}, "doc_id: expected text, found dict {'x': 1}; it is left unknown"),
        ("outlet", ["North"], "outlet: expected text, found list ['North']; it is left unknown"),
        ("title", 5, "title: expected text, found int 5; it is left unknown"),
        ("title", "long " * 1000, "title: expected a short text, found 5,000 characters"),
        ("published", {"$date": 5}, "published: {'$date': 5} is not a date; expected a day such as"),
        ("published", 1e300, "published: 1e+300 is not read as a day; expected a day such as"),
        ("url", None, None),
    ],
)
def test_a_field_of_another_type_is_unknown_and_the_article_is_kept(tmp_path, field, value, told):
    (article_id, text), *_ = read_text(tmp_path, json.dumps([{"id": "a", "text": TEXT, field: value}]))[0]
    assert text == TEXT
    assert article_id == ("5" if value in (5, 5.0) and field == "id" else "a-1" if field == "id" else "a")
    problems = read_text(tmp_path, json.dumps([{"id": "a", "text": TEXT, field: value}]))[1]
    assert [problem.lost for problem in problems] == ([False] if told else [])
    assert not told or told in problems[0].message


def test_half_a_character_is_replaced_by_one(tmp_path):
    articles, problems = read_text(tmp_path, '[{"id": "a", "text": "The buses \\ud83d left."}]')
    assert articles == [("a", "The buses \ufffd left.")]
    assert messages(problems) == ["a.json, item 1: half characters (lone surrogates) in the text are read as \ufffd"]


def test_a_line_without_end_is_told_and_the_next_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(objects, "LARGEST_OBJECT", 100)
    articles, problems = read_text(tmp_path, '{"text": "' + "x" * 1000 + f'"}}\n{GOOD}\n', "a.jsonl")
    assert articles == [("g", "Talks went on.")]
    assert messages(problems) == ["a.jsonl, line 1: longer than 100 characters"]


def test_keys_named_by_the_user(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"lead": "x", "story": "The buses left."}\n{"lead": "y"}\n', encoding="utf-8")
    articles, problems = read(tmp_path / "a.jsonl", columns={"text": "story"})
    assert [article.text for article in articles] == ["The buses left."]
    assert messages(problems) == [
        "a.jsonl, line 2: no column 'story' for 'text'; the columns are 'lead'",
        "a.jsonl: keys not read: 'lead'",
    ]


# As NewsAPI answers; the words are ours.
ANSWER = """{
  "status": "ok",
  "totalResults": 2,
  "articles": [
    {
      "source": {"id": "north-news", "name": "North News"},
      "author": "A. Reporter",
      "title": "Buses leave the city",
      "description": "The last of them left in the evening.",
      "url": "https://north.example/buses",
      "urlToImage": null,
      "publishedAt": "2016-12-19T18:05:00Z",
      "content": "The buses left on Monday."
    },
    {
      "source": {"id": null, "name": "South Daily"},
      "author": null,
      "title": "[Removed]",
      "description": null,
      "url": "https://south.example/removed",
      "urlToImage": null,
      "publishedAt": "2016-12-20T07:00:00Z",
      "content": null
    },
    {
      "source": {"id": null, "name": "South Daily"},
      "author": null,
      "title": "Talks go on",
      "description": "Nobody was hurt.",
      "url": "https://south.example/talks",
      "urlToImage": "https://south.example/talks.jpg",
      "publishedAt": "2016-12-20T07:30:00Z",
      "content": "Talks went on."
    }
  ]
}
"""


def test_the_answer_of_a_web_service_is_unwrapped(tmp_path):
    (tmp_path / "page.json").write_text(ANSWER, encoding="utf-8")
    articles, problems = read(tmp_path / "page.json")
    monday, tuesday = date(2016, 12, 19), date(2016, 12, 20)
    assert articles == [
        Article("page-1", "North News", monday, "given", "Buses leave the city", TEXT, "page.json", "https://north.example/buses"),
        Article("page-3", "South Daily", tuesday, "given", "Talks go on", "Talks went on.", "page.json", "https://south.example/talks"),
    ]  # fmt: skip
    assert [(problem.message, problem.lost) for problem in problems] == [
        (
            "page.json, item 2: no 'text' in it; it has 'source', 'author', 'title', 'description', 'url', "
            "'urlToImage', 'publishedAt', 'content'",
            True,
        ),
        (
            "page.json: keys not read: 'status', 'totalResults', 'source.id', 'author', 'description', 'urlToImage'",
            False,
        ),
    ]


def test_answers_one_a_line_or_one_after_another_are_unwrapped(tmp_path):
    answer = json.dumps(json.loads(ANSWER))
    for name, unit in (("pages.jsonl", "line"), ("pages.json", "item")):
        (tmp_path / name).write_text(f"{GOOD}\n{answer}\n{answer}\n", encoding="utf-8")
        articles, problems = read(tmp_path / name)
        assert [article.doc_id for article in articles] == ["g", "pages-2-1", "pages-2-3", "pages-3-1", "pages-3-3"]
        assert messages(problems)[0].startswith(f"{name}, {unit} 2, item 2: no 'text' in it")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f'{{"articles": [{GOOD}], "more": [{GOOD}]}}', "a.json: no 'text' in it; it has 'articles', 'more'"),
        ('{"articles": [{"title": "x"}, 5]}', "a.json: no 'text' in it; it has 'articles'"),
        ('{"articles": []}', "a.json: no 'text' in it; it has 'articles'"),
    ],
)
def test_what_holds_no_list_of_articles_or_several_is_told(tmp_path, content, message):
    articles, problems = read_text(tmp_path, content)
    assert articles == []
    assert (problems[0].message, problems[0].lost) == (message, True)


def test_an_article_that_holds_a_list_of_others_is_one_article(tmp_path):
    articles, problems = read_text(tmp_path, f'{{"id": "a", "text": "The buses left.", "related": [{GOOD}]}}')
    assert articles == [("a", "The buses left.")]
    assert messages(problems) == ["a.json: keys not read: 'related'"]


@pytest.mark.parametrize("chunk", [1, 7, 64])
@pytest.mark.parametrize("indent", [None, 1])
def test_lists_are_read_in_pieces_of_any_size(tmp_path, monkeypatch, chunk, indent):
    monkeypatch.setattr(objects, "_CHUNK", chunk)
    records = [{"id": f"n{n}", "text": f'Bus {n} "left", {{on}} [Monday].'} for n in range(20)]
    articles, problems = read_text(tmp_path, json.dumps(records, indent=indent))
    assert articles == [(record["id"], record["text"]) for record in records]
    assert problems == []


@pytest.mark.slow
@given(
    st.lists(
        st.dictionaries(st.text(max_size=5), st.text(max_size=20) | st.integers() | st.lists(st.integers())), max_size=5
    )
)
def test_what_json_writes_is_read(tmp_path_factory, records):
    path = tmp_path_factory.mktemp("json") / "a.json"
    path.write_text(json.dumps([*records, {"id": "last", "text": TEXT}]), encoding="utf-8")
    articles, problems = read(path)
    assert articles[-1].text == TEXT
    assert not any("JSON" in problem.message for problem in problems)


def test_a_nest_of_brackets_is_refused_at_once_and_what_follows_is_read(tmp_path):
    nest = '{"a": ' * 100_000
    (tmp_path / "a.json").write_text(f'[{nest}1, {{"text": {json.dumps(TEXT)}}}]', encoding="utf-8")
    articles, problems = read(tmp_path / "a.json")
    assert [article.text for article in articles] == [TEXT]
    assert "not JSON" in problems[0].message


@pytest.mark.parametrize(
    "answer",
    [
        {
            "response": {
                "status": "ok",
                "results": [{"webTitle": "Buses leave", "fields": {"bodyText": TEXT}, "source": {"title": "North"}}],
            }
        },
        {
            "articles": {
                "page": 1,
                "results": [{"title": "Buses leave", "body": TEXT, "source": {"uri": "n.example", "title": "North"}}],
            }
        },
        [{"title": {"rendered": "Buses leave"}, "content": {"rendered": TEXT}, "outlet": "North"}],
        [
            {
                "title": "Buses leave",
                "content": "The buses… [+2345 chars]",
                "full_content": TEXT,
                "source": {"name": "North"},
            }
        ],
    ],
)
def test_what_web_services_answer_is_read_as_it_comes(tmp_path, answer):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    ((article,), _) = read(path)
    assert (article.outlet, article.title, article.text) == ("North", "Buses leave", TEXT)


def test_a_text_that_was_removed_is_no_article_and_a_cut_one_is_told_once(tmp_path):
    path = tmp_path / "a.json"
    cut = f"{TEXT} They went… [+2345 chars]"
    path.write_text(json.dumps({"articles": [{"content": text} for text in (cut, cut, "[Removed]")]}), encoding="utf-8")
    articles, problems = read(path)
    assert [article.text for article in articles] == [cut, cut]
    assert messages(problems) == [
        "a.json, item 1: the text is cut (' went… [+2345 chars]'), perhaps others of a.json too",
        "a.json, item 3: its text was taken away ('[Removed]')",
    ]
