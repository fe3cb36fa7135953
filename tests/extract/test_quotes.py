import math
from types import SimpleNamespace

import pytest
from crossread.extract import quotes, reports
from crossread.extract.mentions import find_mentions
from crossread.extract.names import find_names
from crossread.extract.speakers import Speakers
from crossread.extract.syntax import Positions, find_sentences


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


def test_two_sources_that_speak_again_are_named_once_each(read):
    records = read(
        "Both Democrats and Republicans said the plan was wrong. Both Democrats and Republicans said it would fail. "
        "Both Democrats and Republicans said it was costly."
    )
    assert {speaker for _, speaker in said(records)} == {"Democrats; Republicans"}


def test_who_is_told_of_in_a_relative_clause_does_not_speak(read):
    records = read(
        "Hillary Clinton, who shuttled among Israel, the West Bank and Egypt to help negotiate the deal, said the United "
        "States will continue to work with regional partners."
    )
    assert ("indirect", "Hillary Clinton") in said(records)


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


def reported(records, text):
    return [(text[q.start : q.end], q.speaker, q.cue, q.rule) for q in records.quotes if q.kind == "indirect"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turkey condemned the attack on the convoy.", ("the attack on the convoy", "Turkey", "condemned", "object")),
        ("Turkey accused Russia of bombing a hospital.", ("Russia of bombing a hospital", "Turkey", "accused", "object of")),
        ("Russia was accused of war crimes by John Kerry.", ("war crimes", "John Kerry", "accused", "was of")),
        ("Russia promised to halt the strikes.", ("to halt the strikes", "Russia", "promised", "infinitive")),
        ("John Kerry urged Russia to stop the war.", ("Russia to stop the war", "John Kerry", "urged", "urged")),
        ("Angela Merkel called for sanctions against Russia.", ("sanctions against Russia", "Angela Merkel", "called", "for")),
        ("State television quoted a rebel as saying that the road was closed.", ("the road was closed", "rebel", "saying", "that")),
        ("Officials announced early Tuesday that streets around the port were closed.",
         ("streets around the port were closed", "Officials", "announced", "that")),
        ("MERKEL: The war is lost.", ("The war is lost", "MERKEL", ":", "transcript")),
    ],
)  # fmt: skip
def test_what_is_reported_need_not_be_a_clause_with_that(read, text, expected):
    assert reported(read(text), text) == [expected]


@pytest.mark.parametrize("text", ["Gunmen attacked the convoy on Tuesday.", "Soldiers crossed the bridge to the city."])
def test_deeds_are_no_speech(read, text):
    assert read(text).quotes == []


def test_who_is_quoted_by_somebody_is_the_speaker(read):
    text = 'State TV quoted a rebel as saying: "We will not leave the city."'
    assert direct(read(text), text) == [("We will not leave the city.", "rebel", "saying")]
    assert reported(read(text), text) == []


def test_a_quotation_over_several_paragraphs_keeps_its_speaker(read):
    text = 'Vladimir Putin said: "We left the city.\n\n"Nobody stayed behind there.\n\n"We shall return."\n\nThe buses left.'
    assert [(words, speaker) for words, speaker, _ in direct(read(text), text)] == [
        ("We left the city.", "Vladimir Putin"),
        ("Nobody stayed behind there.", "Vladimir Putin"),
        ("We shall return.", "Vladimir Putin"),
    ]


def test_a_missing_mark_takes_nothing_from_the_next_paragraph(read):
    text = 'John Kerry said: "We left the city and went.\n\nIt was late. "We are glad," Hassan Rouhani said.'
    assert direct(read(text), text) == [
        ("We left the city and went.", "John Kerry", "said"),
        ("We are glad,", "Hassan Rouhani", "said"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        'Sergei Lavrov spoke at length. "We will never leave our friends alone in this war."',
        'Sergei Lavrov was blunt: "We will never leave our friends alone in this war."',
        '"We will never leave our friends alone in this war." — Sergei Lavrov',
    ],
)
def test_a_floating_quotation_has_its_speaker_before_or_behind(read, text):
    assert direct(read(text), text) == [("We will never leave our friends alone in this war.", "Sergei Lavrov", None)]


WAYS = {
    "syntax": ('Vladimir Putin warned of "mass atrocities" in the city.', "Vladimir Putin"),
    "cue behind": (
        '"The war is a gaping hole. Aleppo is now a synonym for hell," Vladimir Putin said.',
        "Vladimir Putin",
    ),
    "cue before": (
        'As a phone rang, Vladimir Putin said, "It is late, and you are safe. Who do you want?"',
        "Vladimir Putin",
    ),
    "announced": ('Sergei Lavrov was blunt: "We left the city before noon."', "Sergei Lavrov"),
    "according to": ('According to Turkey, "almost all people" in the city have left.', "Turkey"),
    "signature": ('"We left the city before noon." - Anna Lopez, nurse', "Anna Lopez"),
    "document": ('The resolution "demands all parties to leave".', "resolution"),
    "carried": ('Sergei Lavrov spoke, he said. It was late. "We left the city before noon."', "Sergei Lavrov"),
}


@pytest.mark.parametrize("rule", WAYS)
def test_each_way_to_attribute_a_quotation(read, rule):
    text, speaker = WAYS[rule]
    (quote,) = [quote for quote in read(text).quotes if quote.kind != "indirect"]
    assert (quote.rule, quote.speaker) == (rule, speaker)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"Where were the police?" asked Dora Nowak.', "Dora Nowak"),
        ('"Will it hold?" Marek Dusan asked.', "Marek Dusan"),
        ('"Did you sign?" the prosecutor, Ellen Marsh, asked.', "Ellen Marsh"),
        ('"Will it hold?" The dam broke. Marek Dusan left.', None),
        ('"We have lost everything," sighed Torsten Vik.', "Torsten Vik"),
    ],
)
def test_who_asks_and_sighs(read, text, speaker):
    assert [quote.speaker for quote in read(text).quotes if quote.kind == "direct"] == [speaker]


def test_every_way_has_an_example():
    assert list(WAYS) == list(quotes.STRATEGIES)


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("According to Turkey, the plan failed.", "According", "Turkey"),
        ("MERKEL: The war is lost.", ":", "MERKEL"),
        ("They heard a statement by the group that the war was lost.", "statement", "group"),
        ("Turkey is confident that the war will end.", "confident", "Turkey"),
        ("Reuters quoted an official.", "quoted", "official"),
        ("Reuters quoted an official as saying that the war was lost.", "saying", "official"),
        ("The attack was condemned by Turkey.", "condemned", "Turkey"),
        ("Russia was accused of war crimes by John Kerry.", "accused", "Kerry"),
        ("They forced Turkey to admit that it failed.", "admit", "Turkey"),
        ("The plan failed, Turkey said.", "said", "Turkey"),
        ("Officials who said so left.", "said", "Officials"),
    ],
)
def test_each_way_in_which_a_cue_has_its_source(extractor, text, cue, source):
    doc = extractor.nlp(text)
    positions = Positions(doc, list(find_sentences(doc)))
    names = find_names(doc, extractor.names)
    mentions, cast = find_mentions(names, positions, extractor.lexicon, extractor.clauses)
    speakers = Speakers(positions, mentions, cast, extractor.cues, frozenset())
    (token,) = [token for token in doc if token.text == cue]
    assert speakers.source_of(token).text == source


def test_a_quotation_around_its_cue_is_also_reported_as_a_whole(read):
    text = '"We left the city," Vladimir Putin said. "Nobody stayed behind."'
    assert reported(read(text), text) == [(text[1:-1], "Vladimir Putin", "said", "interrupted")]


def test_titles_are_said_by_nobody(read):
    (quote,) = read('The film "Gone With the Wind" was shown in Aleppo.').quotes
    assert (quote.kind, quote.speaker, quote.rule) == ("scare", None, "title")


@pytest.mark.parametrize(
    ("text", "speaker", "named"),
    [
        ("Foreign Minister Sergei Lavrov flew home. The minister said the talks had failed.", "Sergei Lavrov", "minister"),
        ("An official spoke. The official said the talks had failed.", "official", "The official"),
        ("Sergei Lavrov flew home. He said the talks had failed.", "Sergei Lavrov", "He"),
        ("Sergei Lavrov, who said the talks had failed, flew home.", "Sergei Lavrov", "who"),
        ("Some said the talks had failed.", "some", "Some"),
        ("It was late. They said the talks had failed.", None, "They"),
    ],
)  # fmt: skip
def test_a_speaker_has_the_fullest_name_and_the_place_where_the_quotation_names_it(read, text, speaker, named):
    (quote,) = [q for q in read(text).quotes if q.cue == "said"]
    assert (quote.speaker, text[quote.speaker_start : quote.speaker_end]) == (speaker, named)


def test_every_odd_mark_ends_with_its_paragraph(read):
    text = "Angela Merkel said \"yes\" and ``maybe'' and “never.\n\nJohn Kerry said that he left."
    assert [words for words, *_ in direct(read(text), text)] == ["yes", "maybe"]
    assert reported(read(text), text)[-1][:2] == ("he left", "John Kerry")


def test_weights_add_up_in_their_order_and_as_often_as_they_stand(monkeypatch):
    """A sum over a set would depend on the order of hashes, which differs from run to run."""
    names = ["a", "b", "c", "a"]
    monkeypatch.setattr(reports, "features", lambda *_: iter(names))
    weights = {"a": 0.1, "b": 0.2, "c": 0.3}
    in_order = 0.1 + 0.2 + 0.3 + 0.1
    assert in_order != 0.3 + 0.2 + 0.1 + 0.1
    report = SimpleNamespace(frame="that", cue=SimpleNamespace(lemma_="warn"))

    def speaks(threshold):
        monkeypatch.setattr(reports, "learnt_weights", lambda: (threshold, weights))
        return reports.is_speech(report, None, SimpleNamespace(cues=None))

    assert speaks(in_order)
    assert not speaks(math.nextafter(in_order, 1))


def test_a_body_that_speaks_is_not_the_one_that_spoke_before(read):
    quotes = read("The council said that 15 people had left. The board said that three people had died.").quotes
    assert [quote.speaker for quote in quotes] == ["council", "board"]
