# budgetkg: every command of the README. `make run` and `make test` need nothing but Python 3.11+.
PYTHON ?= python3
PORT ?= 8000
DATA ?= data
DOCS ?=
PY := .venv/bin/python
BUDGETKG := .venv/bin/budgetkg

.PHONY: run install test lint integration bench score clean help

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort

run: install  ## build the graph from the bundled samples, or from DOCS=folder, and serve it on PORT
	$(BUDGETKG) build --data $(DATA) $(if $(DOCS),"$(DOCS)",--samples)
	$(BUDGETKG) serve --data $(DATA) --port $(PORT)

install: .venv/installed  ## prepare .venv with budgetkg in it

.venv/installed: pyproject.toml search/node/package-lock.json
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(PY) -m pip install --quiet --disable-pip-version-check --progress-bar off "torch==2.13.0"
	$(PY) -m pip install --quiet --disable-pip-version-check --progress-bar off --editable . --group dev
	$(PY) -m search.vendor
	touch $@

test: install  ## lint, types and every test
	$(MAKE) lint
	$(PY) -m pytest

lint: install  ## ruff and mypy (strict)
	$(PY) -m ruff check nlp kg search ontology tests
	$(PY) -m mypy

integration: install  ## the store tests against a real Virtuoso (Debian: virtuoso-opensource), installed where root
	command -v virtuoso-t >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq virtuoso-opensource >/dev/null; }
	$(PY) -m pytest tests/test_backend.py tests/test_remote_engine.py

bench: install  ## speed and size, side by side; not part of the tests
	$(PY) -m tests.bench

score: install  ## quality against the hand annotation in ../shared
	$(PY) -m tests.score

clean:  ## remove the environment and the built graph
	rm -rf .venv $(DATA)
