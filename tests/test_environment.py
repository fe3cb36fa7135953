"""What pins the versions: pyproject.toml, the lock and the conda environment agree."""

import re
import tomllib
from importlib.metadata import version

import yaml

from tests.environment import ENVIRONMENT, LOCK, PROJECT, environment_yml, locked_pins

# The pipeline comes from a third party: the bytes that were tried (see the note in pyproject.toml).
PIPELINE_SHA256 = "c2b55dcb0592ae8c93aa208d6e27d67c3b3a83457ed33056079e0630c175eda5"


def test_environment_yml_is_that_of_the_lock():
    assert ENVIRONMENT.read_text(encoding="utf-8") == environment_yml(LOCK.read_text(encoding="utf-8"))


def test_environment_yml_is_yaml_with_the_python_of_the_project():
    content = yaml.safe_load(ENVIRONMENT.read_text(encoding="utf-8"))
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "python=3.11" in content["dependencies"]
    assert project["requires-python"] == "==3.11.*"


def test_every_dependency_is_pinned_and_locked_to_the_same_version():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    own = {f"crossread[{name}]" for name in extras}  # stands for the packages of another extra, which are pinned there
    pinned = [*project["dependencies"], *(pin for pin in (*extras["s3"], *extras["dev"]) if pin not in own)]
    locked = {pin.split(" ;")[0].lower() for pin in locked_pins(LOCK.read_text(encoding="utf-8"))}
    assert all(re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+", pin) for pin in pinned)
    assert {re.sub(r"\[\w+\]", "", pin).lower() for pin in pinned} <= locked


def test_the_lock_has_a_hash_for_everything_and_names_no_other_index():
    lock = LOCK.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "index-url" not in lock
    assert "file:" not in lock


def test_the_pipeline_is_the_one_that_was_tried():
    assert PIPELINE_SHA256 in LOCK.read_text(encoding="utf-8")


def test_what_is_installed_is_what_is_locked():
    pins = (pin for pin in locked_pins(LOCK.read_text(encoding="utf-8")) if ";" not in pin)
    wrong = [(pin, version(pin.split("==")[0])) for pin in pins if version(pin.split("==")[0]) != pin.split("==")[1]]
    assert wrong == []
