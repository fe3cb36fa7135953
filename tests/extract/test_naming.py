import pytest


def labels(records):
    return [(label.surface, label.label_class, label.modifiers, label.actor_id) for label in records.labels]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In Syria, the rebels left.", ("rebels", "rebel", "", "syrian-opposition")),
        ("In Syria, foreign-backed militants left.", ("foreign-backed militants", "militant", "foreign-backed", "syrian-opposition")),
        ("In Syria, rebel fighters left.", ("rebel fighters", "rebel", "fighters", "syrian-opposition")),
        ("In Syria, armed men left.", ("armed men", "gunman", "", None)),
        ("They left the rebel-held area.", ("rebel-held", "rebel", "held", None)),
        ("The Daesh terror group left.", ("Daesh terror group", "terrorist", "daesh group", "islamic-state")),
        ("Islamic State militants left.", ("Islamic State militants", "militant", "islamic state", "islamic-state")),
        ("The Assad regime left Syria.", ("Assad regime", "regime", "assad", "syria")),
    ],
)  # fmt: skip
def test_labels_with_their_modifiers_and_whom_they_mean(read, sentence, expected):
    assert labels(read(sentence)) == [expected]


@pytest.mark.parametrize("sentence", ["A fighter jet crashed.", "The task force met.", "They forced the door."])
def test_words_that_look_like_labels(read, sentence):
    assert labels(read(sentence)) == []


def test_voice(read):
    text = 'Bashar Jaafari said that "the last terrorists" would leave Syria.'
    (label,) = read(text).labels
    assert (label.label_class, label.voice) == ("terrorist", "quoted")
