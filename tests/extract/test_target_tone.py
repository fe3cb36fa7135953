"""The model that ships, on sentences whose tone toward the target no reader would doubt."""

import hashlib
import subprocess
import sys

import pytest
from crossread.extract.target_tone import TargetTone, check_hash, score_targets


def item(sentence):
    """A sentence with its target in brackets -> text, start, end."""
    start = sentence.index("[")
    end = sentence.index("]") - 1
    return sentence.replace("[", "").replace("]", ""), start, end


def label(sentence):
    return next(score_targets([item(sentence)])).label


NEGATIVE = [
    "[Smith] is a corrupt liar who betrayed the people who trusted him.",
    "The senator blasted [Johnson] as a disgrace to the country.",
    "Critics accused the [government] of massacring unarmed civilians.",
]
NEUTRAL = [
    "[Smith] arrived in Geneva on Tuesday.",
    "The committee will meet with [Johnson] next week, a spokesman said.",
]
POSITIVE = [
    "[Smith] was praised as a hero for her brave and brilliant leadership.",
    "The crowd cheered [Johnson], a beloved and widely respected leader.",
    "[She] won the award for her outstanding work for the poor.",
]
MANY = [*NEGATIVE, *NEUTRAL, *POSITIVE]


@pytest.mark.parametrize("sentence", NEGATIVE)
def test_blame_is_negative(sentence):
    assert label(sentence) == -1


@pytest.mark.parametrize("sentence", NEUTRAL)
def test_what_merely_happens_is_neutral(sentence):
    assert label(sentence) == 0


@pytest.mark.parametrize("sentence", POSITIVE)
def test_praise_is_positive(sentence):
    assert label(sentence) == 1


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        ("The UN praised Garcia's generous aid but blamed Miller's troops for the massacre.", "Garcia", "Miller"),
        ("The senator thanked Merkel for her leadership and accused Putin of war crimes.", "Merkel", "Putin"),
        ("Garcia heroically rescued the children, while Miller was arrested for the murders.", "Garcia", "Miller"),
    ],
)
def test_two_targets_of_one_sentence_have_tones_of_their_own(text, good, bad):
    spans = [(text, text.index(name), text.index(name) + len(name)) for name in (good, bad)]
    praised, blamed = score_targets(spans)
    assert (praised.label, blamed.label) == (1, -1)
    assert praised.score > 0 > blamed.score


def test_probabilities_add_up_and_the_label_is_the_likeliest():
    for tone in score_targets(map(item, MANY)):
        assert isinstance(tone, TargetTone)
        assert tone.negative + tone.neutral + tone.positive == pytest.approx(1, abs=2e-4)
        assert tone[2 + tone.label] == max(tone[1:])
        assert tone.score == round(tone.positive - tone.negative, 4)


def test_a_score_does_not_depend_on_what_is_scored_beside_it(monkeypatch):
    items = [item(sentence) for sentence in MANY]
    alone = [next(score_targets([one])) for one in items]
    assert list(score_targets(items)) == alone
    assert list(score_targets(reversed(items))) == alone[::-1]
    for size in (1, 3):
        monkeypatch.setattr("crossread.extract.target_tone._BATCH", size)
        assert list(score_targets(items)) == alone


def test_another_process_gives_the_same_scores():
    text, start, end = item(NEGATIVE[0])
    code = f"from crossread.extract.target_tone import score_targets; print(*next(score_targets([({text!r}, {start}, {end})])))"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert [float(value) for value in seen] == list(next(score_targets([(text, start, end)])))


def test_items_are_taken_as_they_are_needed(monkeypatch):
    def endless():
        while True:
            taken.append(1)
            yield item(NEUTRAL[0])

    monkeypatch.setattr("crossread.extract.target_tone._BATCH", 4)
    taken = []
    tones = score_targets(endless())
    assert next(tones).label == 0
    assert len(taken) == 4


def test_nothing_in_nothing_out():
    assert list(score_targets([])) == []


def test_the_target_of_a_long_sentence_is_read_wherever_it_stands():
    filler = "The committee met on Tuesday and the members talked about the schedule of the coming week, "
    blame = "and Smith is a corrupt liar who betrayed the people. "
    for text in (filler * 40 + blame, filler * 20 + blame + filler * 20, blame + filler * 40):
        start = text.index("Smith")
        assert next(score_targets([(text, start, start + 5)])).label == -1


def test_a_target_may_be_the_whole_text_or_longer_than_the_window():
    for text in ("Trump", "Smith " * 1000, "x" * 5000):
        assert sum(next(score_targets([(text, 0, len(text))]))[1:]) == pytest.approx(1, abs=2e-4)


def test_a_target_at_either_end_of_the_text():
    first, last = score_targets([item("[Smith] lied"), item("a vile crime by [Smith]")])
    assert first.label == -1
    assert last.label == -1


@pytest.mark.parametrize(
    "text",
    [
        "“Café-owner” Zoë Müller’s speech 🙂 was a disgrace",
        "Президент России прибыл в Женеву",
        "حلب",
        "日本の首相",
        "e\u0301 \u200bx",
    ],
)
def test_any_script_gets_a_score(text):
    tones = list(score_targets([(text, 0, len(text)), (text, len(text) - 1, len(text)), (text, 0, 1)]))
    assert all(sum(tone[1:]) == pytest.approx(1, abs=2e-4) for tone in tones)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 3), (0, 12), (11, 12), (5, 6)])
def test_a_bad_span_is_named(start, end):
    with pytest.raises(ValueError, match=rf"target {start}:{end} .*Smith lied\."):
        list(score_targets([("Smith lied.", start, end)]))


def test_an_empty_text_has_no_target():
    with pytest.raises(ValueError, match="0:0"):
        list(score_targets([("", 0, 0)]))


def test_nothing_is_loaded_before_something_is_scored():
    code = (
        "import sys, crossread.extract.target_tone; print(*{'onnxruntime', 'tokenizers', 'numpy'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""


def test_an_altered_model_is_refused():
    check_hash(b"model", hashlib.sha256(b"model").hexdigest())
    with pytest.raises(ValueError, match=r"model\.onnx of the tone model 'newsmtsc' is damaged or altered"):
        check_hash(b"modal", hashlib.sha256(b"model").hexdigest())
