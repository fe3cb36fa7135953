"""Run notebooks with parameters, in parallel, and only those of which something has changed."""

import itertools
import json
import os
import re
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from crossread.corpus import Problem
from crossread.pipeline.keys import code_hash, combined_hash, file_hash
from crossread.pipeline.processes import start_processes
from crossread.runs.parameters import (
    PARAMETERS,
    ParameterError,
    check_in_tables,
    check_names,
    check_sources,
    check_value,
    declared_parameters,
)
from crossread.runs.project import CORPUS_PARAMETERS, NOTEBOOKS, absolute, figures_folder, make_tables, tables_folder
from crossread.tables import open_tables

MANIFEST = "manifest.json"
_SOURCES = ("corpus", "tables")  # one or the other
_PATHS = (*_SOURCES, "lexicon", "codebook", "out")
# Code that makes figures of tables; the tables have a fingerprint of their own.
_FIGURE_CODE = ("measures", "plots", "runs.session")
_TABLE_CODE = ("corpus", "extract", "lexicon", "pipeline")

_NAME = r"(?!\.)[\w .+()-]+"  # a file in the folder of executed notebooks, and nowhere else


class Run(NamedTuple):
    """One notebook with one set of parameters; ``name`` is unique within its batch."""

    name: str
    notebook: Path
    parameters: dict[str, Any]


class Result(NamedTuple):
    """How a run ended: ``done``, ``unchanged`` or ``failed`` with its error."""

    name: str
    status: str
    error: str | None


def read_runs(path: Path, *, given: Mapping[str, Any] | None = None) -> list[Run]:
    """Read a batch: a YAML file that lists notebooks and parameters.

    ``parameters`` beside ``runs`` are for every notebook that has them; those of a run go before. A list makes a grid:
    one run for each of its values. For a parameter that is a list itself (outlets, actors ...), a list of lists
    does. Every name and value is checked here, before anything runs.

    Args:
        path: the file; notebooks and paths in it are relative to its folder.
        given: parameters that go before those for every notebook.

    Raises:
        ParameterError: the file is not a batch, or a notebook, parameter or value in it is unknown.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ParameterError(f"{path}: cannot be read as a batch: {error}") from error
    entries = content.get("runs") if isinstance(content, dict) else None
    if not isinstance(entries, list) or not entries:
        raise ParameterError(f"{path}: expected a mapping with a list 'runs' of notebooks and parameters")
    common = _parameters(content, path.name, ("runs", "parameters"))
    runs = [
        run
        for number, entry in enumerate(entries, 1)
        for run in _expand(path, f"{path.name}, run {number}", entry, _over(common, given or {}))
    ]
    check_names(
        set(common) - {"tables", *CORPUS_PARAMETERS}, {name for run in runs for name in run.parameters}, path.name
    )
    for run, other in itertools.combinations(runs, 2):
        if run.name == other.name:
            raise ParameterError(f"{path}: two runs are named {run.name!r}; give one of them a name or a slug")
        if "slug" in run.parameters and _files(run) == _files(other):
            raise ParameterError(
                f"{path}: {run.name!r} and {other.name!r} write the same files; give one of them a slug"
            )
    return runs


def _parameters(mapping: Mapping[str, Any], where: str, keys: Sequence[str]) -> dict[str, Any]:
    for key in mapping:
        if key not in keys:
            raise ParameterError(f"{where}: unknown key {key!r}; the keys are {', '.join(keys)}")
    parameters = mapping.get("parameters") or {}
    if not isinstance(parameters, dict):
        raise ParameterError(f"{where}: parameters: expected a mapping, found a {type(parameters).__name__}")
    return parameters


def _over(parameters: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters under others that go before; a corpus takes the place of tables, and tables that of a corpus."""
    replaced = _SOURCES if others.get("corpus") else ("tables", *CORPUS_PARAMETERS) if others.get("tables") else ()
    return {**{name: value for name, value in parameters.items() if name not in replaced}, **others}


def _expand(path: Path, where: str, entry: Any, common: Mapping[str, Any]) -> Iterator[Run]:
    """The runs of one entry of a batch, one for each point of its grid."""
    if not isinstance(entry, dict) or not isinstance(entry.get("notebook"), str):
        raise ParameterError(f"{where}: expected a mapping with 'notebook', found {entry!r:.80}")
    notebook = _find_notebook(path, entry["notebook"])
    declared = declared_parameters(notebook)
    own = _parameters(entry, where, ("notebook", "name", "parameters"))
    check_names(own, declared, where)
    if not re.fullmatch(_NAME, name := str(entry.get("name") or notebook.stem)):
        raise ParameterError(
            f"{where}: name {name!r}: expected letters, digits, spaces and .+-_(), and no dot in front"
        )
    # Which corpus, and how it is read, is not for the notebook to know: it gets the tables.
    fitting = {key: value for key, value in common.items() if key in (*declared, "tables", *CORPUS_PARAMETERS)}
    parameters = {**({"slug": None} if "slug" in declared else {}), **_over(fitting, own)}
    axes = {key: value for key, value in parameters.items() if _is_grid(key, value)}
    for values in itertools.product(*axes.values()):
        chosen = {**parameters, **dict(zip(axes, values, strict=True))}
        words = [_word(value) for value in values]
        if words and "slug" in declared and "slug" not in axes:
            chosen["slug"] = "-".join([*([chosen["slug"]] if chosen["slug"] else []), *words])
        for key, value in chosen.items():
            check_value(key, value, where)
        check_sources(chosen, where)
        # Paths are relative to the file of the batch, wherever a notebook runs.
        places = {key: absolute(chosen[key], path.parent) for key in _PATHS if chosen.get(key)}
        yield Run("-".join([name, *words]), notebook, {**chosen, **places})


def _files(run: Run) -> tuple[Path, Any, Any]:
    """What tells the files of a run from those of another."""
    return run.notebook, run.parameters.get("slug"), run.parameters.get("out")


def _find_notebook(path: Path, name: str) -> Path:
    file = name if name.endswith(".ipynb") else f"{name}.ipynb"
    for folder in (path.parent, NOTEBOOKS):
        if (folder / file).is_file():
            return (folder / file).resolve()
    return path.parent / file


def _is_grid(name: str, value: Any) -> bool:
    many = name in PARAMETERS and PARAMETERS[name].many
    return isinstance(value, list) and bool(value) and (not many or all(isinstance(item, list) for item in value))


def _word(value: Any) -> str:
    """A value as part of a file name."""
    text = "+".join(map(str, value)) if isinstance(value, list) else str(value)
    return re.sub(r"[^\w.+-]+", "_", text).strip("_").replace("+", "_") or "none"


def run_batch(
    runs: Iterable[Run],
    *,
    out: Path,
    jobs: int | None = None,
    progress: Callable[[Result, int, int], None] = lambda result, done, total: None,
    note: Callable[[Sequence[Problem]], None] = lambda problems: None,
) -> list[Result]:
    """Execute runs in parallel processes and record them in ``manifest.json``.

    The tables of each corpus are made first, once; a run that names none has the seeds. A run of which nothing has
    changed since it was last recorded (notebook, parameters, tables, code) and whose files are all there is not run
    again. One that fails, or whose process is killed, is recorded so; the others finish. Each is recorded as it ends:
    what a stopped batch had finished is not run again.

    Args:
        runs: what to run.
        out: the folder of figures, executed notebooks (``notebooks/``), tables and the manifest.
        jobs: processes at once; as many as there are processors unless given.
        progress: called with each result, how many are done, and how many there are.
        note: called with what could not be read of each corpus.

    Raises:
        ParameterError: a parameter names something that its corpus does not have; nothing has run then.
        KeyboardInterrupt: Ctrl-C; no process of the batch is left then.
    """
    out = figures_folder(out)
    out.mkdir(parents=True, exist_ok=True)
    prepared = _prepare(runs, out, note)
    known = _read_manifest(out)
    keys = {run.name: _key(run) for run in prepared}
    waiting = [run for run in prepared if not _is_current(known.get(run.name), keys[run.name], out)]
    results = {run.name: Result(run.name, "unchanged", None) for run in prepared}
    records = {run.name: known[run.name] for run in prepared if run not in waiting}
    with closing(_execute_all(waiting, out, jobs or os.cpu_count() or 1)) as executed:
        for done, (run, files, error) in enumerate(executed, 1):
            results[run.name] = Result(run.name, "failed" if error else "done", error)
            records[run.name] = _record(run, out, keys[run.name], files, error)
            _write_manifest(out, [records[run.name] for run in prepared if run.name in records])
            progress(results[run.name], done, len(waiting))
    _write_manifest(out, [records[run.name] for run in prepared])
    return list(results.values())


_Executed = tuple[Run, list[str], str | None]  # a run, the files of its figures, and its error
_KILLED = "the process that ran it was killed, perhaps for want of memory; run it alone with --jobs 1"


def _execute_all(runs: Sequence[Run], out: Path, jobs: int) -> Generator[_Executed, None, None]:
    """Execute runs, several at once; each is given as it ends. Whoever stops asking leaves no process behind.

    Threads would not do: papermill changes the working directory of its process.
    """
    waiting = deque(runs)
    under_way: dict[Future[Any], Run] = {}
    with start_processes(min(len(runs), jobs)) as submit:
        while waiting or under_way:
            while waiting and len(under_way) < jobs:
                run = waiting.popleft()
                under_way[submit(_execute, run, out)] = run
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                run = under_way.pop(future)
                try:
                    yield run, *future.result()
                except BrokenProcessPool:
                    yield run, [], _KILLED


def _prepare(runs: Iterable[Run], out: Path, note: Callable[[Sequence[Problem]], None]) -> list[Run]:
    """Point each run to its tables, made once for each corpus if they are not fresh, and check it against them."""
    made: set[Path] = set()
    prepared = []
    for run in runs:
        given = dict(run.parameters)
        if not given.get("tables"):
            folder = tables_folder(given, out)
            if folder not in made:
                note(make_tables(given, folder).problems)
                made.add(folder)
            given["tables"] = absolute(folder)
        check_in_tables(given, open_tables(Path(given["tables"])).read, run.name)
        prepared.append(run._replace(parameters={**given, "out": absolute(given.get("out") or out)}))
    return prepared


def _key(run: Run) -> str:
    """A hash over all that the run depends on."""
    what = {name: value for name, value in run.parameters.items() if name not in (*CORPUS_PARAMETERS, "tables", "out")}
    return combined_hash(
        [
            json.dumps(what, sort_keys=True),
            file_hash(run.notebook),
            open_tables(Path(run.parameters["tables"])).run["fingerprint"],
            code_hash(*_FIGURE_CODE, but=_TABLE_CODE),
        ]
    )


def _is_current(record: Mapping[str, Any] | None, key: str, out: Path) -> bool:
    if record is None or record["key"] != key or record["status"] != "done":
        return False
    files = {record["executed"]: None, **record["files"]}
    return all((out / name).is_file() and digest in (None, file_hash(out / name)) for name, digest in files.items())


def _execute(run: Run, out: Path) -> tuple[list[str], str | None]:
    """Execute one notebook in a process of its own; the files its figures went to, and its error."""
    # A grammar of URLs that jsonschema loads if it is there: two seconds for a check that notebooks have no use for.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import papermill
    from papermill.exceptions import PapermillExecutionError

    executed = out / "notebooks" / f"{run.name}.ipynb"
    executed.parent.mkdir(parents=True, exist_ok=True)
    try:
        papermill.execute_notebook(
            str(run.notebook),
            str(executed),
            parameters={name: value for name, value in run.parameters.items() if name not in CORPUS_PARAMETERS},
            progress_bar=False,
            # As in JupyterLab; but one that ships lies in the installation, where nothing may be written.
            cwd=None if run.notebook.parent == NOTEBOOKS else str(run.notebook.parent),
            extra_arguments=["--log-level=CRITICAL"],
        )
    except PapermillExecutionError as error:
        return [], f"{error.ename}: {error.evalue}"
    except Exception as error:  # the kernel died or did not start: the other runs go on
        return [], f"{type(error).__name__}: {error}"
    return _saved_files(executed), None


def _saved_files(executed: Path) -> list[str]:
    """The files that a notebook says it saved (see ``Session.save``)."""
    cells = json.loads(executed.read_text(encoding="utf-8"))["cells"]
    outputs = (output for cell in cells for output in cell.get("outputs", []))
    printed = "".join("".join(output["text"]) for output in outputs if output["output_type"] == "stream")
    return [name for line in re.findall(r"^Saved: (.+)$", printed, re.MULTILINE) for name in line.split(", ")]


def _record(run: Run, out: Path, key: str, files: list[str], error: str | None) -> dict[str, Any]:
    return {
        "name": run.name,
        "notebook": run.notebook.name,
        "parameters": {name: value for name, value in run.parameters.items() if name not in ("tables", "out")},
        "status": "failed" if error else "done",
        "error": error,
        "key": key,
        "executed": f"notebooks/{run.name}.ipynb",
        "files": {name: file_hash(out / name) for name in files},
    }


def _read_manifest(out: Path) -> dict[str, dict[str, Any]]:
    try:
        records = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["runs"]
        return {record["name"]: record for record in records}
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # none yet, or cut short: everything runs again


def _write_manifest(out: Path, records: list[dict[str, Any]]) -> None:
    text = json.dumps({"runs": records}, indent=2, ensure_ascii=False, sort_keys=True)
    part = out / f"{MANIFEST}.part"  # a batch that is killed as it writes leaves the manifest before
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(out / MANIFEST)
