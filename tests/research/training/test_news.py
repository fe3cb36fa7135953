"""Which targets of unlabelled news go to the teacher."""

import json
import random

import pytest
from crossread.extract.parse import load_model

from research.training.news import choose, find_items, read_items

SENTENCE = "Barack Obama met Angela Merkel in the United States, and he thanked her for the help of Germany."


def names(items):
    return [text[start:end] for text, start, end in items]


def test_targets_are_names_and_pronouns_and_no_more_than_three_of_a_sentence():
    items = list(find_items(load_model()(SENTENCE), random.Random(0)))
    assert len(items) == 3
    assert set(names(items)) <= {"Barack Obama", "Angela Merkel", "United States", "he", "her", "Germany"}
    assert {text for text, _, _ in items} == {SENTENCE}


@pytest.mark.parametrize("text", ["Obama left.", "The weather was fine all day long in the quiet valley by the river."])
def test_short_sentences_and_those_without_a_target_are_left_out(text):
    assert list(find_items(load_model()(text), random.Random(0))) == []


def test_spans_count_from_the_start_of_their_sentence():
    doc = load_model()(f"It rained.  {SENTENCE}  Then it stopped.")
    items = list(find_items(doc, random.Random(0)))
    assert items
    assert all(text == SENTENCE for text, _, _ in items)


def test_articles_come_from_a_corpus_and_the_draw_is_the_same_again(tmp_path):
    path = tmp_path / "news.jsonl"
    rows = [{"doc_id": str(number), "text": SENTENCE.replace("Obama", f"Obama{number}")} for number in range(4)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = list(read_items(path, 2))
    assert len({text for text, _, _ in found}) == 2
    assert found == list(read_items(path, 2))


def test_praise_blame_and_neither_are_drawn_alike_and_known_sentences_left_out():
    def sentence(word, number):
        return f"Smith {number} {word} on Monday"

    words = {"lied and murdered": 8, "won love and praise": 4, "was at home": 20}
    items = [(sentence(word, n), 0, 5) for word, count in words.items() for n in range(count)]
    drawn = choose(items + items, 9, known={sentence("won love and praise", 0)})
    assert {word: sum(word in text for text, _, _ in drawn) for word in words} == dict.fromkeys(words, 3)
    assert sentence("won love and praise", 0) not in {text for text, _, _ in drawn}
    assert drawn == choose(items, 9, known={sentence("won love and praise", 0)})
