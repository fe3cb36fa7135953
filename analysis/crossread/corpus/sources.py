"""Where a corpus lies: a file, a folder or a zip archive, on this machine or behind any URL of fsspec.

Nothing is unpacked to disk. What could harm (a link out of the folder, a name that climbs out of its
archive, a member that swells beyond measure) is refused by name; the files beside it are read.
"""

import gzip
import hashlib
import io
import math
import os
import posixpath
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from crossread.corpus.records import CorpusError, Problem, lost, reason_of

LEXICON_FOLDER = "lexicon"  # of a corpus: no articles in it
TABLES_MARK = "run.json"  # in a folder of tables that Crossread made, perhaps of this very corpus
ARCHIVES = (".zip", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz")

# News compresses to a third or a tenth. What swells beyond is a bomb, or nothing to read.
LARGEST_RATIO = 200
SMALL = 1 << 20  # bytes; what stays below is read whatever its ratio
LARGEST_ARCHIVE = 64 << 30  # bytes of all members together

_BUFFER = 1 << 16  # bytes


class UnreadableError(OSError):
    """Bytes that cannot be read; the message says why, in the words of what failed."""


Opener = Callable[[], BinaryIO]


class File(NamedTuple):
    """One file of a corpus: its path within it, its size in bytes (0: not known), and how to open it."""

    name: str
    size: int
    open: Opener
    stem: str  # its path without the ending, the id of the article in it unless another is given


class Listing(NamedTuple):
    """The files of a folder or archive by name, in order, and what was refused."""

    files: dict[str, File]
    refused: dict[str, Problem]


class Source(NamedTuple):
    """A corpus: one file, or the listing of a folder and the files of the lexicon in it. ``name`` is for messages."""

    name: str
    file: File | None
    listing: Listing
    lexicon: dict[str, File]


def find_source(source: str | Path) -> Source:
    """Find a corpus.

    Args:
        source: a local path, or any URL that fsspec opens (``s3://bucket/key``, ``https://...``).

    Raises:
        CorpusError: nothing is there, or it cannot be reached.
    """
    name = str(source)
    with _reaching(name):
        is_path = isinstance(source, Path) or "://" not in name
        filesystem, root = (None, name) if is_path else url_to_fs(name)
        if filesystem is None or isinstance(filesystem, LocalFileSystem):
            return _find_local(name, Path(root))
        filesystem.invalidate_cache()  # what was listed before may have changed
        # A web server has no folders, and to ask whether it had would fetch the whole file.
        if not name.startswith(("http:", "https:")) and filesystem.isdir(root):
            return _folder(name, _list_remote(filesystem, root))
        if not filesystem.exists(root):
            raise CorpusError(f"{name}: no such file or folder")
        file_name = posixpath.basename(root.rstrip("/").split("?")[0])
        return Source(name, _remote_file(filesystem, root, file_name, filesystem.info(root)), Listing({}, {}), {})


def _find_local(name: str, path: Path) -> Source:
    if path.is_dir():
        return _folder(name, _list_local(path))
    if path.is_file():
        return Source(name, _local_file(path, _printable(path.name)), Listing({}, {}), {})
    looked_at = "" if path.is_absolute() else f" (looked at {path.absolute()})"
    reason = "neither a file nor a folder" if path.exists() else "no such file or folder"
    raise CorpusError(f"{name}: {reason}{looked_at}")


def _folder(name: str, listing: Listing) -> Source:
    lexicon = {path: file for path, file in listing.files.items() if path.startswith(f"{LEXICON_FOLDER}/")}
    articles = {path: file for path, file in listing.files.items() if path not in lexicon}
    return Source(name, None, listing._replace(files=articles), lexicon)


def input_hashes(source: str | Path) -> dict[str, str]:
    """The sha256 of each file of a corpus, by its path within the corpus; its own lexicon among them.

    Raises:
        CorpusError: nothing is there, or it cannot be read.
    """
    found = find_source(source)
    files = [found.file] if found.file else [*found.listing.files.values(), *found.lexicon.values()]
    hashes = {}
    for file in sorted(files, key=lambda file: file.name):
        with _reaching(f"{found.name}: {file.name}"), file.open() as stream:
            hashes[file.name] = hashlib.file_digest(cast(Any, stream), "sha256").hexdigest()
    return hashes


@contextmanager
def _reaching(name: str) -> Iterator[None]:
    """Tell what went wrong, whatever the library that speaks to the place raises."""
    try:
        yield
    except CorpusError:
        raise
    except ImportError as error:
        extra = "; pip install 'crossread[s3]' brings it" if name.startswith(("s3:", "s3a:")) else ""
        raise CorpusError(f"{name}: a package is missing to open it ({error}){extra}") from error
    except Exception as error:
        raise CorpusError(f"{name}: cannot be opened ({reason_of(error)})") from error


# --- folders ---------------------------------------------------------------------------------


def _stem(name: str) -> str:
    """A path without its endings: "north/1.html.gz" is "north/1"."""
    folder, last = posixpath.split(name)
    root = last.removesuffix(".gz")
    return posixpath.join(folder, posixpath.splitext(root)[0] or last)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "~$")) or part == "__MACOSX" for part in name.split("/"))


def _local_file(path: Path, name: str) -> File:
    return File(name, path.stat().st_size, lambda: path.open("rb"), _stem(name))


def _list_local(folder: Path) -> Listing:
    """All files below a folder but for hidden ones and tables of Crossread; links are not followed out of it."""
    root = folder.resolve()
    files: dict[str, File] = {}
    refused: dict[str, Problem] = {}

    def refuse(path: Path, reason: str) -> None:
        name = _printable(path.relative_to(folder).as_posix())
        refused[name] = lost(f"{folder}: {name!r} {reason}")

    def closed(error: OSError) -> None:
        refuse(Path(error.filename), f"cannot be opened ({reason_of(error)})")

    for parent, folders, names in os.walk(folder, onerror=closed):
        if TABLES_MARK in names and Path(parent) != folder:
            folders.clear()
            continue
        for entry in (*folders, *names):
            path = Path(parent, entry)
            name = _printable(path.relative_to(folder).as_posix())
            if _is_hidden(name) or (entry in folders and not path.is_symlink()):
                continue
            try:
                if path.is_symlink() and not path.resolve().is_relative_to(root):
                    refuse(path, "is a link out of the folder; not read")
                elif entry in folders:
                    refuse(path, "is a link to a folder; links to folders are not followed")
                elif stat.S_ISREG(path.stat().st_mode):
                    files[name] = _local_file(path, name)
                else:  # a pipe or a device would never end
                    refuse(path, "is not a regular file; not read")
            except (OSError, RuntimeError) as error:  # gone meanwhile, or a link that leads to itself
                refuse(path, f"cannot be opened ({reason_of(error)})")
    return Listing(dict(sorted(files.items())), dict(sorted(refused.items())))


def _printable(name: str) -> str:
    """A file name as text, even where its bytes are not."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _remote_file(filesystem: Any, path: str, name: str, info: Mapping[str, Any]) -> File:
    opener = partial(filesystem.open, path, "rb")
    return File(name, int(info.get("size") or 0), cast(Opener, opener), _stem(name))


def _list_remote(filesystem: Any, root: str) -> Listing:
    found = sorted(filesystem.find(root, detail=True).items())
    named = [(path.removeprefix(root.rstrip("/") + "/"), path, info) for path, info in found]
    files = {name: _remote_file(filesystem, path, name, info) for name, path, info in named if not _is_hidden(name)}
    return Listing(files, {})


# --- archives --------------------------------------------------------------------------------


def list_archive(file: File) -> Listing:
    """The members of a zip archive, by name.

    Raises:
        CorpusError: it is not a zip archive, or damaged beyond its list of members.
    """
    with _reaching(file.name):
        archive = zipfile.ZipFile(file.open())
    files: dict[str, File] = {}
    refused: dict[str, Problem] = {}
    total = 0
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        name = _printable(info.filename.replace("\\", "/"))
        if name.endswith("/") or (_is_hidden(name) and ".." not in name.split("/")):
            continue
        total += info.file_size
        reason = _why_refused(info, name, total)
        if reason is None and name in files:
            reason = "is there twice; the first is read"
        if reason:
            refused[f"{name} {len(refused)}"] = lost(f"{file.name}: member {name!r} {reason}")
        else:
            files[name] = File(
                f"{file.name}/{name}", info.file_size, cast(Opener, partial(archive.open, info)), _stem(name)
            )
    return Listing(files, refused)


def _why_refused(info: zipfile.ZipInfo, name: str, total: int) -> str | None:
    if not name:
        return "has no name; not read"
    if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
        return "has a name that leads out of the archive; not read"
    if info.flag_bits & 1:
        return "is encrypted; not read"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link; not read"
    if name.lower().endswith(ARCHIVES):
        return "is an archive within an archive; not read"
    if info.file_size > SMALL and info.file_size > LARGEST_RATIO * info.compress_size:
        return f"would swell from {info.compress_size:,} to {info.file_size:,} bytes; not read"
    if total > LARGEST_ARCHIVE:
        return f"brings the archive to {total:,} bytes; more than {LARGEST_ARCHIVE:,} are not read"
    return None


# --- bytes -----------------------------------------------------------------------------------


class _Guarded(io.RawIOBase):
    """A stream that tells every failure as UnreadableError, and stops where it swells beyond measure."""

    def __init__(self, stream: BinaryIO, limit: float) -> None:
        self._stream = stream
        self._left = limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except Exception as error:  # zlib, gzip, zipfile and each remote file system have their own
            raise UnreadableError(f"the file breaks off ({reason_of(error)})") from error
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableError(f"it swells to more than {LARGEST_RATIO} times its size; not read on")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def open_bytes(file: File) -> io.BufferedReader:
    """Open a file for reading once from its start, unpacked if its name ends in .gz.

    Reading raises UnreadableError, whatever went wrong.
    """
    try:
        stream = file.open()
    except Exception as error:
        raise UnreadableError(f"it cannot be opened ({reason_of(error)})") from error
    if file.name.lower().endswith(".gz"):
        limit = max(SMALL, LARGEST_RATIO * file.size) if file.size else math.inf
        return io.BufferedReader(_Guarded(cast(BinaryIO, gzip.GzipFile(fileobj=stream)), limit), _BUFFER)
    return io.BufferedReader(_Guarded(stream, math.inf), _BUFFER)
