"""Run notebooks with parameters, in parallel, and only those of which something has changed."""

import itertools
import json
import multiprocessing
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from crossread.pipeline.annotate import annotate
from crossread.pipeline.keys import code_hash, combined_hash, file_hash
from crossread.runs.parameters import (
    NOTEBOOKS,
    PARAMETERS,
    ParameterError,
    check_in_tables,
    check_names,
    check_value,
    declared_parameters,
    tables_folder,
)
from crossread.tables import open_tables

MANIFEST = "manifest.json"
# Code that makes figures of tables; the tables have a fingerprint of their own.
_FIGURE_CODE = ("measures", "plots", "runs.session")
_TABLE_CODE = ("corpus", "extract", "lexicon", "pipeline")


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


def read_runs(path: Path, *, defaults: Mapping[str, Any] | None = None) -> list[Run]:
    """Read a batch: a YAML file that lists notebooks and parameters.

    A list makes a grid: one run for each of its values. For a parameter that is a list itself
    (outlets, actors ...), a list of lists does. Every name and value is checked here, before
    anything runs.

    Args:
        path: the file; notebooks and paths in it are relative to its folder.
        defaults: parameters for every run that has them and does not set them.

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
    runs: list[Run] = []
    for number, entry in enumerate(entries, 1):
        runs += _expand(path, f"{path.name}, run {number}", entry, dict(defaults or {}))
    names = [run.name for run in runs]
    for name in names:
        if names.count(name) > 1:
            raise ParameterError(f"{path}: two runs are named {name!r}; give one of them a name or a slug")
    return runs


def _expand(path: Path, where: str, entry: Any, defaults: dict[str, Any]) -> Iterator[Run]:
    if not isinstance(entry, dict) or not isinstance(entry.get("notebook"), str):
        raise ParameterError(f"{where}: expected a mapping with 'notebook', found {entry!r:.80}")
    unknown = set(entry) - {"notebook", "name", "parameters"}
    if unknown:
        raise ParameterError(f"{where}: unknown key {sorted(unknown)[0]!r}; the keys are notebook, name, parameters")
    notebook = _find_notebook(path, entry["notebook"])
    declared = declared_parameters(notebook)
    given = entry.get("parameters") or {}
    if not isinstance(given, dict):
        raise ParameterError(f"{where}: parameters: expected a mapping, found a {type(given).__name__}")
    check_names(given, declared, where)
    fixed = {name: value for name, value in defaults.items() if name in declared and name not in given}
    axes = {name: value for name, value in given.items() if _is_grid(name, value)}
    single = {name: value for name, value in given.items() if name not in axes}
    for values in itertools.product(*axes.values()):
        varied = dict(zip(axes, values, strict=True))
        parameters = _absolute({**fixed, **single, **varied}, path.parent)
        if varied and "slug" in declared and "slug" not in given:
            parameters["slug"] = "-".join(_word(value) for value in values)
        for name, value in parameters.items():
            check_value(name, value, where)
        name = entry.get("name") or notebook.stem
        yield Run("-".join([str(name), *map(_word, values)]), notebook, parameters)


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


def _absolute(parameters: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Paths in a batch are relative to its file, wherever the notebook runs."""
    return {
        name: str((folder / value).resolve())
        if name in ("corpus", "tables", "out") and isinstance(value, str) and "://" not in value
        else value
        for name, value in parameters.items()
    }


def run_batch(
    runs: Iterable[Run],
    *,
    out: Path,
    default_corpus: Path,
    jobs: int | None = None,
    progress: Callable[[Result, int, int], None] | None = None,
    note: Callable[[str], None] = lambda message: None,
) -> list[Result]:
    """Execute runs in parallel processes and record them in ``manifest.json``.

    The tables of each corpus are made first, once. A run of which nothing has changed since it was
    last recorded (notebook, parameters, tables, code) and whose files are all there is not run
    again. One that fails leaves its notebook with the error in it; the others finish.

    Args:
        runs: what to run.
        out: the folder of figures, executed notebooks (``notebooks/``), tables and the manifest.
        default_corpus: the corpus of runs that name none.
        jobs: processes at once; as many as there are processors unless given.
        progress: called with each result, how many are done, and how many there are.
        note: called with messages about what was read.

    Raises:
        ParameterError: a parameter names something that its corpus does not have; nothing has run then.
    """
    out.mkdir(parents=True, exist_ok=True)
    prepared = [_prepare(run, out, default_corpus, note) for run in runs]
    known = _read_manifest(out)
    keys = {run.name: _key(run) for run in prepared}
    waiting = [run for run in prepared if not _is_current(known.get(run.name), keys[run.name], out)]
    results = [Result(run.name, "unchanged", None) for run in prepared if run not in waiting]
    records = {run.name: known[run.name] for run in prepared if run not in waiting}
    total, done = len(waiting), 0
    if waiting:
        workers = min(len(waiting), jobs or os.cpu_count() or 1)
        # Not threads: papermill changes the working directory of its process.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            futures = {pool.submit(_execute, run, out): run for run in waiting}
            for future in as_completed(futures):
                run, done = futures[future], done + 1
                files, error = future.result()
                result = Result(run.name, "failed" if error else "done", error)
                records[run.name] = _record(run, out, keys[run.name], files, error)
                results.append(result)
                if progress is not None:
                    progress(result, done, total)
    _write_manifest(out, [records[run.name] for run in prepared])
    order = {run.name: i for i, run in enumerate(prepared)}
    return sorted(results, key=lambda result: order[result.name])


def _prepare(run: Run, out: Path, default_corpus: Path, note: Callable[[str], None]) -> Run:
    """Point a run to its tables, made if they are not fresh, and check it against them."""
    parameters = dict(run.parameters)
    if not parameters.get("tables"):
        corpus = parameters.pop("corpus", None) or default_corpus
        folder = tables_folder(corpus, out)
        summary = annotate(corpus, folder, processes=os.cpu_count() or 1)
        for problem in summary.problems:
            note(problem.message)
        parameters["tables"] = str(folder.resolve())
    check_in_tables(parameters, open_tables(Path(parameters["tables"])).read, run.name)
    return run._replace(parameters={**parameters, "out": str(Path(parameters.get("out") or out).resolve())})


def _key(run: Run) -> str:
    """A hash over all that the run depends on."""
    what = {name: value for name, value in run.parameters.items() if name not in ("tables", "out")}
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
    import papermill
    from papermill.exceptions import PapermillExecutionError

    executed = out / "notebooks" / f"{run.name}.ipynb"
    executed.parent.mkdir(parents=True, exist_ok=True)
    try:
        papermill.execute_notebook(
            str(run.notebook),
            str(executed),
            parameters=run.parameters,
            progress_bar=False,
            cwd=str(run.notebook.parent),
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
    texts = [
        "".join(output.get("text", ""))
        for cell in cells
        for output in cell.get("outputs", [])
        if output.get("output_type") == "stream"
    ]
    return [
        name for text in texts for line in re.findall(r"^Saved: (.+)$", text, re.MULTILINE) for name in line.split(", ")
    ]


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
    (out / MANIFEST).write_text(text + "\n", encoding="utf-8")
