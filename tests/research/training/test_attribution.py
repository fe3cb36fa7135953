from crossread.extract.reports import learnt_weights

from research.training import attribution
from research.training.attribution import as_json, fit, match, read_contents

BRAT = """\
T1\tSource 0 6
T2\tCue 7 11
T3\tContent 13 20;25 30
T4\tAttribution 7 11
E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3
T5\tContent
E2\tAttribution:T4 Cue:T2
"""


def test_contents_reach_from_their_first_to_their_last_character(tmp_path):
    path = tmp_path / "a.ann"
    path.write_text(BRAT, encoding="utf-8")
    assert list(read_contents(path)) == [(13, 30)]


def test_a_content_takes_the_proposal_that_fits_best():
    assert match([(0, 10), (20, 30)], [(0, 6), (0, 9), (24, 40), (50, 60)]) == {1}


def test_weights_tell_speech_from_deeds():
    examples = [(["always", "lemma say"], True)] * 40 + [(["always", "lemma cross"], False)] * 40 + [(["rare"], True)]
    weights = fit(examples)
    assert weights["lemma say"] > 1
    assert weights["lemma cross"] < -1
    assert "rare" not in weights
    assert weights == fit(examples)


def test_the_file_that_ships_is_as_it_would_be_written():
    threshold, weights = learnt_weights()
    assert len(weights) > 1000
    assert (attribution.OUT / "weights.json").read_text(encoding="utf-8") == as_json(weights, threshold)
