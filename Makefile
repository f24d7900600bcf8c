# `make run` and `make test` are all that a fresh Debian machine needs to know.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench docs lock clean
run: $(VENV)/.run
	$(BIN)/stationmap serve

$(VENV)/.run: requirements.lock pyproject.toml
	PYTHON=$(PYTHON) scripts/make_venv.sh $(VENV) requirements.lock
	touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml
	PYTHON=$(PYTHON) scripts/make_venv.sh $(VENV) requirements-dev.lock
	touch $@ $(VENV)/.run

check: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

test: $(VENV)/.dev
	scripts/test.sh

lock: $(VENV)/.dev
	scripts/lock.sh

clean:
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache site
