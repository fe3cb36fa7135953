"""In which encoding a file of text is written."""

import codecs
import io

from charset_normalizer import from_bytes

from crossread.corpus.sources import File, UnreadableError, open_bytes

_CHUNK = 1 << 18

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that Windows-1252 has no letter for; who uses them means something else.
_NOT_IN_CP1252 = b"\x81\x8d\x8f\x90\x9d"
_FEW = 0.05  # of all bytes: English with some accents and quotation marks


def open_text(file: File) -> tuple[io.TextIOWrapper, str | None]:
    """Open a file as text with its line ends as they are, and tell what is odd about its encoding, if anything.

    What is not of its encoding becomes U+FFFD.
    """
    codec, remark = _find_encoding(file)
    return io.TextIOWrapper(open_bytes(file), encoding=codec, errors="replace", newline=""), remark


def _find_encoding(file: File) -> tuple[str, str | None]:
    """Find the codec of a whole file in one pass over its bytes, and what to remark on it.

    A byte order mark decides; then what is UTF-8 throughout is UTF-8. For the rest the first chunk that
    is not UTF-8 is looked at: mostly sound UTF-8 is damaged UTF-8; few bytes beyond ASCII are Windows-1252
    or Latin-1, what English is written in; charset-normalizer judges the others.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with open_bytes(file) as stream:
            for mark, codec in _MARKS:
                if stream.peek(4).startswith(mark):
                    return codec, None if codec == "utf-8-sig" else f"is not UTF-8; read as {codec}"
            while chunk := stream.read(_CHUNK):
                carried = decoder.getstate()[0]
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    return _judge(carried + chunk)
    except UnreadableError:
        pass  # told by who reads the file for good
    return "utf-8", None


def _judge(sample: bytes) -> tuple[str, str]:
    repaired = sample.decode("utf-8", "replace")
    n_broken = repaired.count("\ufffd")
    n_sound = sum(not letter.isascii() for letter in repaired) - n_broken
    if n_sound > n_broken:
        return "utf-8", "is UTF-8 with damaged bytes; they are read as \ufffd"
    beyond = sample.translate(None, bytes(range(128)))
    if len(beyond) > _FEW * len(sample):
        best = from_bytes(sample).best()
        if best is not None:
            return best.encoding, f"is not UTF-8; read as {best.encoding}"
    codec = "latin-1" if any(byte in beyond for byte in _NOT_IN_CP1252) else "cp1252"
    return codec, f"is not UTF-8; read as {codec}"
