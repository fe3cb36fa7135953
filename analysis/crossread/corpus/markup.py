"""HTML that was left in a text: tags and entities are blanked, as long as they were.

A tag that ends a paragraph becomes a line end and blanks, one within a line just blanks; an entity
becomes the letter that it stands for and blanks. What a browser does not show (a script, a style, a
comment) is blanked with what is in it. Nothing is run and nothing is fetched.
"""

import html
import re

# Elements of HTML that stand on lines of their own, and those that stand within one.
_BLOCKS = (
    "address article aside blockquote body br button caption center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main meta nav noscript object ol "
    "option p pre section script select style summary table tbody td textarea "
    "tfoot th thead title tr ul video audio"
)
_INLINE = (
    "a abbr acronym amp-img b bdi bdo big cite code data del dfn em embed font i img input ins kbd label map mark "
    "path picture q s samp small source span strike strong sub sup svg time tt u var wbr"
)

_names = "|".join(sorted({*_BLOCKS.split(), *_INLINE.split()}, key=len, reverse=True))
_ATTRIBUTES = r"""(?:\s(?:[^<>"']|"[^"<>]*"|'[^'<>]*')*+)?"""
_TAG = re.compile(rf"<!doctype[^<>]*>|</?({_names}){_ATTRIBUTES}/?>", re.IGNORECASE)
# A tag that was escaped once too often.
_ESCAPED_TAG = re.compile(rf"&lt;/?({_names})(?:\s[^<>]{{0,300}}?)?/?&gt;", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z][a-z0-9]{1,30}|#[0-9]{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_BLOCK_NAMES = frozenset(_BLOCKS.split())
_PARAGRAPH = re.compile(rf"<(?:p|div|br|li|h[1-6]|html|body|article|section|table){_ATTRIBUTES}/?>", re.IGNORECASE)

# What is not shown at all, from where it opens to where it closes.
_OPENING = re.compile(r"<(!--|(?:script|style|noscript|iframe|svg|template)\b)", re.IGNORECASE)


def is_markup(text: str) -> bool:
    """Whether a text is HTML rather than a text with a stray tag in it."""
    return "<" in text and len(_PARAGRAPH.findall(text)) >= 2


def blank_markup(text: str) -> str:
    """A text with its HTML blanked; as long as it was."""
    if "<" in text:
        text = _TAG.sub(_blank_tag, _blank_hidden(text))
    if "&" in text:
        text = _ENTITY.sub(_blank_entity, _ESCAPED_TAG.sub(_blank_tag, text))
    return text


def _blank_hidden(text: str) -> str:
    parts: list[str] = []
    end = 0
    never_closed: set[str] = set()
    for opening in _OPENING.finditer(text):
        name = opening[1].lower()
        if opening.start() < end or name in never_closed:
            continue
        closing = re.compile("-->" if name == "!--" else rf"</{name}\s*>", re.IGNORECASE).search(text, opening.end())
        if closing is None:
            never_closed.add(name)
            continue
        parts += [text[end : opening.start()], " " * (closing.end() - opening.start())]
        end = closing.end()
    return "".join(parts) + text[end:]


def _blank_tag(found: re.Match[str]) -> str:
    is_block = (found[1] or "").lower() in _BLOCK_NAMES
    return ("\n\n" if is_block else "").ljust(len(found[0]))


def _blank_entity(found: re.Match[str]) -> str:
    letters = html.unescape(found[0])
    if len(letters) != 1:
        return found[0]
    return (letters if letters.isprintable() else "").ljust(len(found[0]))
