# Two commands do all set-up: `make figures` and `make test`. The others need the same environment.

PYTHON ?= python3.11
FIGURES ?= figures
VENV := .venv
BIN := $(VENV)/bin

# Bytecode is kept, whatever the shell says: every process of a notebook or a test would compile the library anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: figures test lab check lock clean

figures: $(VENV)/.current
	$(BIN)/crossread run --out $(FIGURES)

test: $(VENV)/.current
	$(BIN)/python -m pytest -n 2 --dist worksteal

lab: $(VENV)/.current
	$(BIN)/jupyter lab --notebook-dir=notebooks

check: $(VENV)/.current
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Made when it is missing and brought up to date when a pinned version changed.
$(VENV)/.current: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
		{ echo "Crossread needs Python 3.11; name it with: make PYTHON=/path/to/python3.11"; exit 1; }
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	touch $@

# After a change of versions in pyproject.toml: needs uv (https://docs.astral.sh/uv/).
lock:
	uv export --quiet --no-emit-project --extra dev --format requirements-txt --no-header --no-annotate \
		--output-file requirements.lock
	$(BIN)/python -m tests.environment

clean:
	rm -rf $(VENV) notebooks/figures build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find figures -mindepth 1 ! -name '*.png' -delete
