import pytest


def said(records):
    return [(quote.kind, quote.speaker) for quote in records.quotes]


def direct(records, text):
    return [(text[q.start : q.end], q.speaker, q.cue) for q in records.quotes if q.kind != "indirect"]


@pytest.mark.parametrize(
    ("text", "words", "speaker", "cue"),
    [
        ('"We left the city," Vladimir Putin said.', "We left the city,", "Vladimir Putin", "said"),
        ('"We left the city," said Vladimir Putin.', "We left the city,", "Vladimir Putin", "said"),
        ('Vladimir Putin said: "We left the city."', "We left the city.", "Vladimir Putin", "said"),
        ('Russian President Vladimir Putin warned of "mass atrocities" in the city.', "mass atrocities", "Vladimir Putin", "warned"),
        ('Reuters quoted an official as saying: "We left the city."', "We left the city.", "official", "saying"),
        ('"We left the city," an official was quoted as saying.', "We left the city,", "official", "quoted"),
        ('John Kerry accused Russia of "a massacre" in Aleppo.', "a massacre", "John Kerry", "accused"),
        ('The resolution "demands all parties to leave".', "demands all parties to leave", "resolution", None),
        ('The Syrian military said that the operation had been "completed."', "completed.", "Syrian military", "said"),
    ],
)  # fmt: skip
def test_who_says_what(read, text, words, speaker, cue):
    assert direct(read(text), text) == [(words, speaker, cue)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('Samantha Power spoke to reporters. "We are deeply worried," she said.', "Samantha Power"),
        ('Mevlut Cavusoglu spoke to reporters. "We are deeply worried," Cavusoglu said.', "Mevlut Cavusoglu"),
        ('The Syrian Observatory for Human Rights spoke. "We are worried," the observatory said.', "Syrian Observatory for Human Rights"),
        ('An official from Turkey\'s Foreign Ministry said it would end. "We are worried," the official added.', "official from Turkey's Foreign Ministry"),
        ('Sergei Lavrov, Russia\'s foreign minister, left. "We are worried," he said.', "Sergei Lavrov"),
        ('France warned of what it said could be "mass atrocities" in the city.', "France"),
        ('In a letter to the UN, four Syrian organizations said it was wrong. "We are worried," says the letter.', "four Syrian organizations"),
    ],
)  # fmt: skip
def test_speakers_are_resolved_to_the_fullest_name(read, text, speaker):
    assert [quote.speaker for quote in read(text).quotes if quote.kind != "indirect"] == [speaker]


def test_a_floating_quotation_takes_the_speaker_of_its_paragraph(read):
    text = '"We left," Vladimir Putin said. "Nobody stayed behind in the city."'
    assert [speaker for _, speaker, _ in direct(read(text), text)] == ["Vladimir Putin"] * 2


def test_two_sources_are_both_named(read):
    records = read("Dozens of buses left the city, a UN official and the Syrian Observatory for Human Rights said.")
    assert said(records) == [("indirect", "UN official; Syrian Observatory for Human Rights")]


def test_marks_around_a_word_that_nobody_says_are_scare_quotes(read):
    (quote,) = read('The army entered during the "ceasefire" in the city.').quotes
    assert (quote.kind, quote.speaker) == ("scare", None)


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Turkey said that 20,000 people had left.", "20,000 people had left", "Turkey"),
        ("20,000 people had left the city, Turkey said.", "20,000 people had left the city", "Turkey"),
        ("20,000 people had left the city, according to Turkey.", "20,000 people had left the city", "Turkey"),
        ("The letter listed 304 attacks on the city.", "304 attacks on the city", "letter"),
    ],
)
def test_indirect_speech(read, text, words, speaker):
    (quote,) = read(text).quotes
    assert (quote.kind, text[quote.start : quote.end], quote.speaker) == ("indirect", words, speaker)


@pytest.mark.parametrize(
    ("cue", "cue_class"),
    [("said", "neutral"), ("insisted", "assertive"), ("claimed", "distancing"), ("complained", "charged")],
)
def test_cues_have_a_class(read, cue, cue_class):
    (quote,) = read(f"Turkey {cue} that 20,000 people had left.").quotes
    assert quote.cue_class == cue_class


def test_who_speaks_is_null_where_the_text_does_not_say(read):
    (quote,) = read('"We left the city before the soldiers came back."').quotes
    assert (quote.kind, quote.speaker, quote.speaker_id) == ("direct", None, None)
