"""Small questions about a dependency parse that several extractors ask."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import takewhile

from spacy.tokens import Doc, Span, Token

from crossread.corpus.clean import is_dateline
from crossread.extract.records import Sentence

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
OBJECTS = frozenset({"dobj", "obj", "dative", "iobj"})
MODIFIERS = frozenset({"compound", "amod", "nmod", "poss", "npadvmod", "nummod"})
NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
VERBS = frozenset({"VERB", "AUX"})
_DASHES = frozenset({"-", "--", "—"})
SIGNING = _DASHES | {":"}  # marks before who says a headline
_SIGNATURE = 4  # words behind such a mark at most
_COUNTS = frozenset({"count", "tally", "estimate", "reckoning", "calculation"})
NUMBERS = frozenset({"PERCENT", "MONEY", "CARDINAL"})  # kinds of entities


def is_gap(token: Token) -> bool:
    """Whether a token is what stands between two paragraphs."""
    return bool(token.is_space) and not token.dep_


def find_sentences(doc: Doc) -> Iterator[Sentence]:
    """Yield the sentences of a document, without the white space around them; a dateline is none."""
    number = 0
    for span in doc.sents:
        tokens = [token for token in span if not token.is_space]
        is_town = bool(tokens) and tokens[-1].text in _DASHES and is_dateline(span.text_with_ws)
        if tokens and not is_town:
            yield Sentence(number, tokens[0].idx, tokens[-1].idx + len(tokens[-1]))
            number += 1


class Positions:
    """Answers, by binary search, in which sentence and at which token an offset lies.

    ``text``, ``lower`` and ``lemmas`` (lower case) are the document's, spelt out once for all extractors: spaCy
    makes a string anew each time it is asked.
    """

    def __init__(self, doc: Doc, sentences: Sequence[Sentence]) -> None:
        """Index a document and its sentences."""
        self.doc = doc
        self.sentences = sentences
        self._sentence_starts = [sentence.start for sentence in sentences]
        self.text = doc.text
        tokens = list(doc)
        self.lower = [token.lower_ for token in tokens]
        self.lemmas = [token.lemma_.lower() for token in tokens]
        self._token_starts = [token.idx for token in tokens]

    def sentence_of(self, offset: int) -> Sentence:
        """The sentence that holds an offset; the nearest before it for one between sentences."""
        return self.sentences[max(0, bisect_right(self._sentence_starts, offset) - 1)]

    def tokens(self, start: int, end: int) -> Span:
        """The tokens that overlap a span of characters."""
        first = max(0, bisect_right(self._token_starts, start) - 1)
        return self.doc[first : max(first + 1, bisect_left(self._token_starts, end))]


def first_conjunct(token: Token) -> Token:
    """The head of a coordination: "Russia" for "Turkey" in "Russia, Iran and Turkey"."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def misread_subject(token: Token) -> Token | None:
    """The verb whose subject a noun is although the parser hung it elsewhere, else None.

    In "At the United Nations, France and Russia announced ..." parsers join France to Nations; the
    verb is then left without a subject, right of the noun, and a comma stands before the noun.
    """
    top = token
    while top.dep_ in ("conj", "appos") and top.head != top:
        top = top.head
    if top == token or top.dep_ not in ("pobj", "dobj"):
        return None
    verb = next((ancestor for ancestor in top.ancestors if ancestor.pos_ in VERBS and ancestor.i > token.i), None)
    if verb is None or verb.tag_ in ("VBG", "VB", "VBN"):
        return None
    if any(child.dep_ in SUBJECTS for child in verb.children):
        return None
    has_comma = any(t.text == "," for t in token.doc[top.i : token.i])
    return verb if has_comma else None


def noun_phrase_head(token: Token) -> Token:
    """The noun that a modifier belongs to at last: "forces" for "Syrian" in "Syrian government forces"."""
    while token.head != token and token.head.pos_ in NOUNS:
        if token.dep_ in MODIFIERS:
            token = token.head
        elif token.dep_ == "conj" and first_conjunct(token).dep_ in ("compound", "amod", "nmod"):
            token = first_conjunct(token)  # "government and rebel areas"
        else:
            break
    return token


def described(noun: Token) -> list[Token]:
    """A noun behind the words that say which: "unemployment rate", "sustained winds"."""
    says_which = (child for child in noun.lefts if child.dep_ in ("compound", "amod", "nmod"))
    return [*(child for child in says_which if child.pos_ != "NUM" and child.ent_type_ not in NUMBERS), noun]


def span_text(doc: Doc, start: int, end: int) -> str:
    """The text of tokens ``start`` to ``end`` (exclusive) without the white space behind."""
    return doc[start:end].text.strip()


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, its own or one it shares.

    A conjoined verb shares the subject of the first ("X came and said"), a participle or infinitive
    that of its clause ("X agreed, saying"), a relative clause has the noun it modifies.
    """
    for _ in range(8):
        for child in verb.children:
            if child.dep_ in SUBJECTS:
                if child.tag_ in ("WDT", "WP") and verb.dep_ in ("relcl", "ccomp"):
                    return relative_antecedent(verb) or child
                return child
        lost = next((t for t in _left_nouns(verb) if misread_subject(t) == verb), None)
        if lost is not None:
            return lost
        if verb.dep_ in ("conj", "advcl", "xcomp", "ccomp", "pcomp", "dep") and verb.head != verb:
            if verb.dep_ in ("ccomp", "advcl") and verb.tag_ not in ("VBG", "VBN", "VB"):
                return None
            verb = verb.head
            if verb.pos_ not in VERBS:
                verb = next((a for a in verb.ancestors if a.pos_ in VERBS), verb)
                if verb.pos_ not in VERBS:
                    return None
        elif verb.dep_ in ("acl", "relcl"):
            return verb.head
        else:
            return None
    return None


def _left_nouns(verb: Token) -> Iterator[Token]:
    for child in verb.lefts:
        if child.dep_ in ("prep", "ccomp"):
            yield from (t for t in child.subtree if t.dep_ in ("conj", "appos") and t.i < verb.i)


def relative_antecedent(verb: Token) -> Token | None:
    """The noun that a relative clause modifies."""
    while verb.dep_ in ("conj", "ccomp", "xcomp") and verb.head != verb:
        verb = verb.head
    return verb.head if verb.dep_ == "relcl" else None


def phrase_bounds(head: Token, *, relative: bool = False) -> tuple[int, int]:
    """Token bounds of the noun phrase under ``head``, without clauses that hang on it.

    Args:
        head: the noun.
        relative: keep relative clauses, participles and appositions too.
    """
    dropped = () if relative else ("relcl", "acl", "appos", "advcl", "ccomp", "parataxis", "punct", "cc", "conj")
    start, end = head.i, head.i + 1
    stack = [head]
    while stack:
        token = stack.pop()
        for child in token.children:
            if token == head and child.dep_ in dropped and child.i > head.i:
                continue
            if child.is_space or child.lower_ in ("including", "among"):
                continue
            start, end = min(start, child.i), max(end, child.i + 1)
            stack.append(child)
    return start, end


def is_argument(word: Token, verb: Token) -> bool:
    """Whether a word belongs to a verb, and not to a phrase aside: "with a virus responsible for 12 deaths, it ..."."""
    n_links = 0
    while word != verb and word.head != word:
        n_links += word.dep_ == "prep" and word.lower_ != "of"
        if n_links > 1 or (word.dep_ in ("amod", "pcomp") and word.pos_ in ("ADJ", "VERB")):
            return False
        word = word.head
    return True


def is_listed(word: Token, words: frozenset[str]) -> bool:
    """Whether a list has a word by its lemma or as it is written."""
    return word.lemma_.lower() in words or word.lower_ in words


def counter_of(by: Token) -> Token | None:
    """Whose count it is: "by Johns Hopkins' count"."""
    count = next((t for t in by.rights if t.dep_ == "pobj" and t.lemma_.lower() in _COUNTS), None)
    return next((t for t in count.lefts if t.dep_ == "poss"), None) if count is not None else None


def signature(mark: Token) -> Token | None:
    """The head of the few nouns behind a mark that end a paragraph without a full stop: "Toll at 12: ministry"."""
    if not mark.whitespace_:
        return None
    behind = mark.doc[mark.i + 1 : mark.i + 2 + _SIGNATURE]
    words = list(takewhile(lambda token: not is_gap(token), behind))
    is_end = mark.i + 1 + len(words) == len(mark.doc) or len(words) < len(behind)
    is_apart = 0 < len(words) <= _SIGNATURE
    if not (is_end and is_apart and all(t.pos_ in ("NOUN", "PROPN", "ADJ", "PART") for t in words)):
        return None
    return words[-1] if words[-1].pos_ in ("NOUN", "PROPN") else None


def number_of(noun: Token) -> Token | None:
    """What is counted in "the number of refugees"."""
    held = (t for child in noun.children if child.lower_ == "of" for t in child.children if t.dep_ == "pobj")
    return next((t for t in held if t.tag_ != "CD"), None)
