# `make run` and `make test` are all that a fresh Debian machine needs to know.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-all check torture bench docs screenshots lock clean

run: $(VENV)/.run  ## serve on http://127.0.0.1:8501
	$(BIN)/stationmap serve

test: $(VENV)/.dev  ## every test but the long ones, as CI runs them
	scripts/test.sh

test-all: $(VENV)/.dev  ## every test
	STATIONMAP_TEST_LIMIT=60m scripts/test.sh -m ""

check: $(VENV)/.dev  ## lint, format, types, layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

torture: $(VENV)/.dev  ## kill writers 200 times, stop databases, fill disks, try many examples
	$(BIN)/python tests/torture/kill9.py --rounds 200
	$(BIN)/python tests/torture/kill9.py --rounds 200 --store postgres
	$(BIN)/python tests/torture/faults.py --rounds 20
	STATIONMAP_EXAMPLES=10 $(BIN)/pytest tests/property --numprocesses=2 --timeout=0

bench: $(VENV)/.dev  ## the tables of docs/benchmarks*.md; BENCH=benchmarks-planning for one page
	PYTHONPATH=tests:scripts:. $(BIN)/python bench/run.py $(BENCH)

docs: $(VENV)/.dev  ## the documentation, into site/
	$(BIN)/python scripts/make_reference.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

screenshots: $(VENV)/.dev  ## docs/screenshots, from the running app
	PYTHONPATH=tests $(BIN)/python scripts/screenshots.py

lock: $(VENV)/.dev  ## both lock files, from pyproject.toml
	scripts/lock.sh

clean:
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache site

# A stamp says what was installed. The development lock holds all of the other, so it makes both.
$(VENV)/.run: requirements.lock pyproject.toml
	PYTHON=$(PYTHON) scripts/make_venv.sh $(VENV) requirements.lock
	touch $@

$(VENV)/.dev: requirements-dev.lock requirements.lock pyproject.toml
	PYTHON=$(PYTHON) scripts/make_venv.sh $(VENV) requirements-dev.lock
	touch $(VENV)/.run $@
