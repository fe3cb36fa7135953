"""How long copies are looked for among notices of one frame, which differ in their numbers alone."""

import random
import re
import time
from itertools import pairwise
from typing import NamedTuple

from crossread.corpus.clean import Block
from crossread.corpus.duplicates import Hashes, Signed, find_clusters, jaccard, shingle_hashes, signature

STOCK = """
Shares of company {} closed at {} dollars on the exchange after a session that saw {} of them change hands against an
average of {} over the past month. The stock opened at {} dollars and moved between a low of {} and a high of {} during
the day. Its market value now stands at {} million dollars and its price is {} times what the company earned in the past
year. Over the last twelve months the shares have traded between {} and {} dollars each. The company reported earnings
of {} cents a share in the quarter on sales of {} million dollars compared with {} million in the year before. Analysts
had expected {} cents a share. Of those who follow the company {} rate the stock a buy and {} a hold while their average
target is {} dollars. Large investors hold {} per cent of the company and its directors own {} per cent of it. The fifty
day average of the price is {} dollars and that of two hundred days is {} dollars.
"""
WEATHER = """
The weather service expects a day of sun and cloud with temperatures of up to {} degrees in the afternoon and a light
wind from the west that will turn to the north in the evening. In the night it will be clear over most of the county,
with lows of {} degrees in the valleys and a little more along the coast and in the city. The chance of rain is {} per
cent. Drivers should look out for fog on the roads along the river early in the morning, when they can see no further
than {} metres in places. The sun rises at {} and sets again in the evening. Tomorrow will be much the same, and the
days after it will be a little warmer as air from the south reaches the county with highs of {} degrees.
"""
BRIEF = "Weather for the county today: sun and cloud, highs of {} degrees, lows of {}, light wind from the west."


class Kind(NamedTuple):
    """Notices to be made: their frame, by how many outlets, and the largest number that is put into it."""

    frame: str
    n_outlets: int
    largest: int = 99_999


class Timing(NamedTuple):
    """How long the search took (CPU seconds), how many texts it found and what it told.

    ``similarity`` is the mean Jaccard similarity of some pairs.
    """

    similarity: float
    seconds: float
    n_clusters: int
    remarks: tuple[str, ...]


KINDS = {
    "stock, 50 outlets": Kind(STOCK, 50),
    "stock, 1 outlet": Kind(STOCK, 1),
    "stock, 1 outlet, few values": Kind(STOCK, 1, 20),
    "weather, 50 outlets": Kind(WEATHER, 50),
    "weather, 1 outlet": Kind(WEATHER, 1),
    "brief, 50 outlets": Kind(BRIEF, 50),
}


def make_notices(kind: Kind, n: int, seed: int = 0) -> list[tuple[str, str]]:
    """The outlet and the text of some notices, the same for the same seed."""
    generator = random.Random(seed)
    return [
        (
            f"outlet {number % kind.n_outlets}",
            re.sub(r"\{\}", lambda _: str(generator.randint(1, kind.largest)), kind.frame),
        )
        for number in range(n)
    ]


def time_search(kind: str, n: int, seed: int = 0) -> Timing:
    """Look for copies among notices; shingles are made anew whenever they are asked for, as a run does it."""
    notices = make_notices(KINDS[kind], n, seed)
    texts = {str(number): text for number, (_, text) in enumerate(notices)}

    def shingles(doc_id: str) -> Hashes:
        return shingle_hashes(texts[doc_id], [Block(0, len(texts[doc_id]), "body")])

    signed = [
        Signed(str(number), outlet, signature(shingles(str(number)))) for number, (outlet, _) in enumerate(notices)
    ]
    began = time.process_time()
    found = find_clusters(signed, shingles)
    seconds = time.process_time() - began
    some = [jaccard(shingles(one), shingles(other)) for one, other in pairwise(list(texts)[:100])]
    remarks = tuple(problem.message for problem in found.problems)
    return Timing(sum(some) / max(1, len(some)), seconds, len(set(found.first.values())), remarks)
