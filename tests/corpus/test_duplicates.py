from itertools import combinations

import numpy as np
import pytest
from crossread.corpus import duplicates, find_blocks
from crossread.corpus.duplicates import (
    N_VALUES,
    NEAR,
    ROWS,
    Signed,
    find_clusters,
    find_wire,
    jaccard,
    shingle_hashes,
    signature,
)
from crossread.lexicon import load_lexicon
from datasketch import MinHash, MinHashLSH
from hypothesis import given, settings
from hypothesis import strategies as st

BOILERPLATE = load_lexicon().boilerplate


def shingles(text):
    return shingle_hashes(text, find_blocks(text, None, BOILERPLATE))


def words(first, last):
    """A text of numbered words; two share what their numbers share."""
    return " ".join(f"w{number}" for number in range(first, last)) + "."


def search(*articles):
    """What is found among (outlet, text), under the ids 0, 1, 2 ... in order."""
    texts = {str(number): shingles(text) for number, (_, text) in enumerate(articles)}
    signed = [Signed(str(number), outlet, signature(texts[str(number)])) for number, (outlet, _) in enumerate(articles)]
    found = find_clusters(signed, texts.__getitem__)
    assert list(found.first) == list(texts)
    return [int(first) for first in found.first.values()], [problem.message for problem in found.problems]


def clusters(*articles):
    """The clusters of a few articles, where nothing is to be told."""
    found, told = search(*articles)
    assert told == []
    return found


def notice(number, n_words):
    """A notice of 240 words in a frame that all notices have; the first of its words are its own."""
    return " ".join(f"n{number}x{word}" for word in range(n_words)) + " " + words(0, 240 - n_words)


# --- shingles --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Erdogan's men left Aleppo, he said.",
        "ERDOĞAN’S MEN LEFT ALEPPO -- he said!",
        "Erdogans men\nleft   Aleppo. He said.",
        "Erdogan's men left Aleppo, he said.\n\nLeave a Reply",
    ],
)
def test_shingles_are_blind_to_dress_and_boilerplate(text):
    assert shingles(text).tolist() == shingles("Erdogan's men left Aleppo, he said.").tolist()


@pytest.mark.parametrize(
    ("text", "n"),
    [("", 0), ("...", 0), ("Left.", 1), ("a b c d.", 1), ("a b c d e.", 1), ("a b c d e f.", 2), ("a a a a a a a.", 1)],
)
def test_a_shingle_is_five_words_or_all_there_are(text, n):
    assert len(shingles(text)) == n


def test_shingles_and_signatures_are_the_same_everywhere():
    hashes = shingles("The buses left the city at noon.")
    assert hashes.dtype == np.uint32
    assert hashes.tolist() == [1060303668, 2925869538, 3099440969]
    assert signature(hashes)[:3].tolist() == [382315655, 754137421, 593300093]


def test_signature_is_that_of_datasketch():
    hashes = shingles(words(0, 60))
    expected = MinHash(num_perm=N_VALUES, seed=1, hashfunc=int)
    for number in hashes:
        expected.update(number)
    assert signature(hashes).tolist() == expected.hashvalues.tolist()


# --- clusters --------------------------------------------------------------------------------


def test_a_cluster_is_named_by_its_first_article():
    copy, other = words(0, 100), words(200, 300)
    assert clusters(("A", other), ("A", copy), ("B", copy.upper()), ("C", other), ("A", copy)) == [0, 1, 1, 0, 1]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("A", words(0, 300)), ("B", words(0, 180)), [0, 0]),  # another outlet cut it to 60 %
        (("A", words(0, 300)), ("B", words(140, 440)), [0, 0]),  # half of each is the other's
        (("A", words(0, 300)), ("B", words(200, 500)), [0, 1]),  # a third of each
        (("A", words(0, 300)), ("B", words(0, 40)), [0, 1]),  # a brief out of it
        (("A", words(0, 300)), ("A", words(0, 200)), [0, 0]),  # the outlet's own update
        (("A", words(0, 300)), ("A", words(140, 440)), [0, 1]),  # furniture of a site
        ((None, words(0, 300)), ("A", words(140, 440)), [0, 1]),  # may be of that site
        ((None, words(0, 300)), (None, words(140, 440)), [0, 1]),
        (
            ("A", "Two soldiers were killed in Homs on Monday."),
            ("B", "two soldiers were killed in Homs, on Monday"),
            [0, 0],
        ),
        (
            ("A", "Two soldiers were killed in Homs on Monday."),
            ("B", "Two soldiers were killed in Homs on Friday."),
            [0, 1],
        ),
        (("A", "Watch."), ("B", "watch"), [0, 0]),
        (("A", "..."), ("B", "..."), [0, 1]),  # without words nothing is known
    ],
)
def test_what_is_one_text(one, other, expected):
    assert clusters(one, other) == expected


def test_versions_that_grew_day_by_day_are_one_text():
    assert clusters(("A", words(0, 200)), ("B", words(80, 280)), ("C", words(160, 360))) == [0, 0, 0]


def test_shingles_are_fetched_for_candidates_only():
    texts = {"1": shingles(words(0, 100)), "2": shingles(words(500, 600)), "3": shingles(words(0, 100))}
    fetched = []

    def fetch(doc_id):
        fetched.append(doc_id)
        return texts[doc_id]

    signed = [Signed(doc_id, "A", signature(hashes)) for doc_id, hashes in texts.items()]
    assert find_clusters(iter(signed), fetch) == ({"1": "1", "2": "2", "3": "1"}, ())
    assert fetched == ["1", "3"]


def test_no_articles_have_no_clusters():
    assert find_clusters([], {}.__getitem__) == ({}, ())


# --- crowds ----------------------------------------------------------------------------------

OWN = 140  # words of a notice that are its own: two notices have a similarity of 0.26


def test_notices_of_one_frame_are_no_copies_and_what_is_not_compared_is_told():
    found, (told,) = search(*((f"outlet {number}", notice(number, OWN)) for number in range(200)))
    assert found == list(range(200))
    assert told == (
        f"179 articles have passages in common with more than {NEAR} others, as notices of one frame have; each was "
        "compared with those most like it: up to 9,168 pairs were not compared, and copies among them may be missed"
    )


@pytest.mark.parametrize("outlets", [1, 7])
def test_notices_that_differ_in_few_words_are_one_text(outlets):
    assert clusters(*((f"outlet {number % outlets}", notice(number, 20)) for number in range(200))) == [0] * 200


def test_notices_of_a_line_are_one_text_if_all_their_words_are_the_same():
    texts = [f"Sun and a light wind from the west, with highs of {number % 50} degrees." for number in range(200)]
    assert clusters(*(("A", text) for text in texts)) == [number % 50 for number in range(200)]


def test_copies_in_a_crowd_are_found():
    notices = [(f"outlet {number}", notice(number, OWN)) for number in range(200)]
    copies = [(f"outlet {number + 1}", f"{text} And so on.") for number, (_, text) in enumerate(notices)]
    assert search(*notices, *copies)[0] == [*range(200), *range(200)]


def test_only_names_of_clusters_depend_on_the_order_in_a_crowd_too():
    texts = [("A", notice(number % 150, OWN) + f" end {number}") for number in range(200)]
    found, told = search(*texts)
    turned, told_again = search(*texts[::-1])
    assert told == told_again
    assert sorted(map(found.count, found)) == sorted(map(turned.count, turned))
    assert len(set(found)) == 150


@pytest.mark.parametrize("n_own", [OWN, 20])
def test_comparisons_grow_with_the_articles_and_not_with_their_pairs(monkeypatch, n_own):
    compared = []
    monkeypatch.setattr(duplicates, "jaccard", lambda one, other: compared.append(1) or jaccard(one, other))
    counts = []
    for n in (100, 400):
        compared.clear()
        search(*((f"outlet {number}", notice(number, n_own)) for number in range(n)))
        counts.append(len(compared))
    assert counts[1] < 5 * counts[0]


# --- properties ------------------------------------------------------------------------------


articles = st.lists(
    st.tuples(st.sampled_from(["A", "B", None]), st.integers(0, 120), st.integers(0, 150)).map(
        lambda drawn: (drawn[0], words(drawn[1], drawn[1] + drawn[2]))
    ),
    max_size=12,
)


@pytest.mark.slow
@settings(max_examples=60)
@given(articles, st.randoms(use_true_random=False))
def test_only_names_of_clusters_depend_on_the_order(drawn, random):
    order = list(range(len(drawn)))
    random.shuffle(order)
    straight, shuffled = clusters(*drawn), clusters(*(drawn[number] for number in order))
    together = {(i, j) for i, j in combinations(range(len(drawn)), 2) if straight[i] == straight[j]}
    place = {number: position for position, number in enumerate(order)}
    assert together == {
        (i, j) for i, j in combinations(range(len(drawn)), 2) if shuffled[place[i]] == shuffled[place[j]]
    }


@pytest.mark.slow
@settings(max_examples=60)
@given(articles)
def test_candidates_are_those_of_datasketch(drawn):
    texts = [hashes for _, text in drawn if len(hashes := shingles(text))]
    signed = [Signed(str(number), None, signature(hashes)) for number, hashes in enumerate(texts)]
    index = MinHashLSH(num_perm=N_VALUES, params=(N_VALUES // ROWS, ROWS))
    expected = set()
    for number, article in enumerate(signed):
        theirs = MinHash(hashvalues=article.signature, scheme="affine32")
        expected |= {(earlier, number) for earlier in index.query(theirs)}
        index.insert(number, theirs)
    values = np.array([article.signature for article in signed]).reshape(-1, N_VALUES)
    proposed = {
        tuple(sorted((int(order[i]), int(order[j]))))
        for order, bucket in duplicates._bands(values, np.arange(len(signed)))
        for i, j in combinations(range(len(order)), 2)
        if bucket[i] == bucket[j]
    }
    assert proposed == expected


@pytest.mark.slow
@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)))
def test_jaccard_is_that_of_the_sets(one, other):
    expected = len(one & other) / len(one | other) if one | other else 0
    assert jaccard(np.array(sorted(one), np.uint32), np.array(sorted(other), np.uint32)) == expected


# --- agencies --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        ("NAIROBI, Kenya (AP) _ Bombs exploded.", "AP"),
        ("BEIRUT (Reuters) - Rebels left.", "Reuters"),
        ("CAIRO/ISTANBUL, Jan 14 (Reuters) - Rebels left.", "Reuters"),
        ("Rebels left. MOSCOW (Sputnik) The convoy left.", "Sputnik"),
        ("Two soldiers (AP Photo/Ann Bee)\n\nBAGRAM AIR FIELD, Afghanistan (AP) — They left.", "AP"),
        ("By ANN BEE, Associated Press\n\nRebels left.", "AP"),
        ("Rebels leave town\nAFP\nRebels left.", "AFP"),
        ("Rebels leave town AFP, Thursday 16 Jul 2015 Rebels left.", "AFP"),
        ("Rebels left.\n\nThe Associated Press contributed to this report.", "AP"),
        ("Rebels left.\n___\nAP writers Ann Bee in Albany, N.Y., and Cy Dee in Rome contributed to this story.", "AP"),
        ("Rebels left. Ann Bee contributed to this report, as did AFP.", "AFP"),
        ("Rebels left.\nContributing: Ann Bee in Berlin; the Associated Press", "AP"),
        ("Rebels left.\nAP White House correspondent Ann Bee reported from Rome.", "AP"),
        ("Rebels left.\n(With inputs from IANS)", "IANS"),
        ("This report contains material from Reuters and dpa.\nRebels left.", "Reuters"),
        ("Rebels left.\n• This article is based in part on wire service reports.", "agencies"),
        ("Rebels left. -- REUTERS", "Reuters"),
        ("Rebels left.-AFP\n", "AFP"),
        ("Rebels left.\n(Xinhua)", "Xinhua"),
        ("Rebels left. Reporting by Ann Bee; editing by Cy Dee", "Reuters"),
        ("Rebels left.\nSource: Al Jazeera, News Agencies", "agencies"),
        ("Rebels left. Source TRT World and agencies", "agencies"),
        ("Rebels left.\nCopyright 2015 The Associated Press. All rights reserved.", "AP"),
        # what tells, shows or photographs something is no credit
        ("Reuters reported that rebels left.", None),
        ("Rebels left, a witness told AFP. Ann Bee contributed to this report.", None),
        ("Rebels left [Ann Bee/Reuters]\nThey left.", None),
        ("Rebels left. (Ann Bee/AP)\n\nAP\n\nThey left.", None),
        ("Rebels left. (Photo: Ann Bee, AFP/Getty Images) They left.", None),
        ("Image copyright Reuters Image caption Rebels left.", None),
        ("After the attack. (Reuters) Western powers left.", None),
        ("AP reporters were spied upon, and AP phone records taken.", None),
        ("Source: an official who spoke to Reuters. He left.", None),
        ("A Reuters/Ipsos poll was out. Intelligence agencies contributed nothing.", None),
        ("Rebels left.", None),
        ("", None),
    ],
)
def test_agency_credits(text, wire):
    assert find_wire(text, BOILERPLATE) == wire


def test_of_several_agencies_the_first_in_the_lexicon_is_named():
    assert (
        find_wire("BEIRUT (Reuters) - Rebels left.\n\nThe Associated Press contributed to this report.", BOILERPLATE)
        == "AP"
    )


def test_a_lexicon_without_agencies_finds_none():
    assert find_wire("BEIRUT (Reuters) - Rebels left.", BOILERPLATE.model_copy(update={"wires": ()})) is None


@pytest.mark.slow
@given(st.text(alphabet="AP FREuters()-—.:\n", max_size=200))
def test_any_text_is_searched(text):
    assert find_wire(text, BOILERPLATE) in {None, *(entry.wire for entry in BOILERPLATE.wires)}
