# The verbs of this project. `make run` and `make test` work on a fresh machine.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: setup run test coverage check eval bench wheel pictures fix clean

setup: $(STAMP) ## install everything into .venv and build the encoder and the index

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt torch==2.13.0
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	$(BIN)/anping prepare
	touch $@

run: setup ## start the workbench
	$(BIN)/anping serve

test: setup ## all tests, slow and browser ones included
	$(BIN)/python -m pytest -q

coverage: setup ## all tests with the lines and branches that they miss; half as slow again
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered -q

check: setup ## format, lint, types, import contract, data lints, known weaknesses of dependencies
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/anping check
	$(BIN)/python -m ui.lint.advisories

eval: setup ## retrieval suites against their baselines
	$(BIN)/anping eval run --baselines --check

bench: setup ## speeds and sizes, apart from the tests
	$(BIN)/python -m evals.bench
	$(BIN)/python -m evals.bench_workbench
	$(BIN)/python -m evals.bench_record
	$(BIN)/python -m evals.bench_cases
	$(BIN)/python -m evals.bench_search
	$(BIN)/python -m evals.bench_documents

wheel: setup ## dist/*.whl; the same commit gives the same bytes
	rm -rf build
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --wheel --no-isolation
	rm -rf build

pictures: setup ## the pictures of the guide, shot from the sample case (needs Chromium)
	$(BIN)/python -m tests.browser.pictures

fix: setup ## format and repair what can be repaired
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
