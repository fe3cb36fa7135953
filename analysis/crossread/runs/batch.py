"""Run notebooks with parameters, in parallel, and only those of which something has changed."""

import itertools
import json
import multiprocessing
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from crossread.corpus import Problem
from crossread.pipeline.keys import code_hash, combined_hash, file_hash
from crossread.runs.parameters import (
    PARAMETERS,
    ParameterError,
    check_in_tables,
    check_names,
    check_value,
    declared_parameters,
)
from crossread.runs.project import NOTEBOOKS, SEEDS, absolute, figures_folder, make_tables, tables_folder
from crossread.tables import open_tables

MANIFEST = "manifest.json"
_SOURCES = ("corpus", "tables")  # one or the other
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
    check_names(set(common) - set(_SOURCES), {name for run in runs for name in run.parameters}, path.name)
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
    replaced = _SOURCES if any(others.get(name) for name in _SOURCES) else ()
    return {**{name: value for name, value in parameters.items() if name not in replaced}, **others}


def _expand(path: Path, where: str, entry: Any, common: Mapping[str, Any]) -> Iterator[Run]:
    """The runs of one entry of a batch, one for each point of its grid."""
    if not isinstance(entry, dict) or not isinstance(entry.get("notebook"), str):
        raise ParameterError(f"{where}: expected a mapping with 'notebook', found {entry!r:.80}")
    notebook = _find_notebook(path, entry["notebook"])
    declared = declared_parameters(notebook)
    own = _parameters(entry, where, ("notebook", "name", "parameters"))
    check_names(own, declared, where)
    fitting = {name: value for name, value in common.items() if name in declared or name in _SOURCES}
    parameters = {**({"slug": None} if "slug" in declared else {}), **_over(fitting, own)}
    axes = {name: value for name, value in parameters.items() if _is_grid(name, value)}
    for values in itertools.product(*axes.values()):
        chosen = {**parameters, **dict(zip(axes, values, strict=True))}
        words = [_word(value) for value in values]
        if words and "slug" in declared and "slug" not in axes:
            chosen["slug"] = "-".join([*([chosen["slug"]] if chosen["slug"] else []), *words])
        for name, value in chosen.items():
            check_value(name, value, where)
        # Paths are relative to the file of the batch, wherever a notebook runs.
        places = {name: absolute(chosen[name], path.parent) for name in (*_SOURCES, "out") if chosen.get(name)}
        yield Run("-".join([str(entry.get("name") or notebook.stem), *words]), notebook, {**chosen, **places})


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
    again. One that fails leaves its notebook with the error in it; the others finish.

    Args:
        runs: what to run.
        out: the folder of figures, executed notebooks (``notebooks/``), tables and the manifest.
        jobs: processes at once; as many as there are processors unless given.
        progress: called with each result, how many are done, and how many there are.
        note: called with what could not be read of each corpus.

    Raises:
        ParameterError: a parameter names something that its corpus does not have; nothing has run then.
    """
    out = figures_folder(out)
    out.mkdir(parents=True, exist_ok=True)
    prepared = _prepare(runs, out, note)
    known = _read_manifest(out)
    keys = {run.name: _key(run) for run in prepared}
    waiting = [run for run in prepared if not _is_current(known.get(run.name), keys[run.name], out)]
    results = {run.name: Result(run.name, "unchanged", None) for run in prepared}
    records = {run.name: known[run.name] for run in prepared if run not in waiting}
    if waiting:
        workers = min(len(waiting), jobs or os.cpu_count() or 1)
        # Not threads: papermill changes the working directory of its process.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            futures = {pool.submit(_execute, run, out): run for run in waiting}
            for done, future in enumerate(as_completed(futures), 1):
                run = futures[future]
                files, error = future.result()
                results[run.name] = Result(run.name, "failed" if error else "done", error)
                records[run.name] = _record(run, out, keys[run.name], files, error)
                progress(results[run.name], done, len(waiting))
    _write_manifest(out, [records[run.name] for run in prepared])
    return list(results.values())


def _prepare(runs: Iterable[Run], out: Path, note: Callable[[Sequence[Problem]], None]) -> list[Run]:
    """Point each run to its tables, made once for each corpus if they are not fresh, and check it against them."""
    folders: dict[str, Path] = {}
    prepared = []
    for run in runs:
        others = {name: value for name, value in run.parameters.items() if name != "corpus"}
        if not others.get("tables"):
            corpus = str(run.parameters.get("corpus") or SEEDS)
            if corpus not in folders:
                folder = tables_folder(corpus, out)
                while folder in folders.values():  # another corpus has the same name
                    folder = folder.with_name(f"{folder.name}-2")
                note(make_tables(corpus, folder).problems)
                folders[corpus] = folder
            others["tables"] = absolute(folders[corpus])
        check_in_tables(others, open_tables(Path(others["tables"])).read, run.name)
        prepared.append(run._replace(parameters={**others, "out": absolute(others.get("out") or out)}))
    return prepared


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
            parameters=run.parameters,
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
    (out / MANIFEST).write_text(text + "\n", encoding="utf-8")
