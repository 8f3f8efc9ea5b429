# Needs Python >= 3.11, make and a package index; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
DUMP := fixtures/dump--menus-teasers-and-footer-are-cut/dump.txt
METADATA := title,authors,date_published,date_modified,site_name,language,confidence,engine,provenance

.PHONY: help install run test check snapshots pins image clean

help:  ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/'

install: $(VENV)/installed  ## put the environment and the command `extractor` into .venv

run: install  ## extract a plain-text dump and print its clean text and metadata
	@echo "--- the capture: $(DUMP), $$(wc -l < $(DUMP)) lines; its first five:"
	@head -5 $(DUMP)
	@echo; echo "--- the text:"
	@$(BIN)/extractor extract $(DUMP) --format text
	@echo; echo "--- the metadata:"
	@$(BIN)/extractor extract $(DUMP) --fields $(METADATA)

test: $(VENV)/developing  ## run the whole test suite
	$(BIN)/python -m pytest

check: $(VENV)/developing  ## run the linters and the type checker
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/hadolint Dockerfile

snapshots: $(VENV)/developing  ## write what the program gives now as the expectation of every fixture
	$(BIN)/python -m tests.snapshots all

pins: $(VENV)/developing  ## write the installed versions into constraints.txt
	(head -1 constraints.txt; $(BIN)/python -m pip freeze --exclude-editable) > constraints.new && mv constraints.new constraints.txt

image:  ## build the container image; BASE=python:3.12-slim@sha256:... pins what it is built on
	docker build --tag extractor $(if $(BASE),--build-arg BASE=$(BASE)) .

clean:  ## remove the environment
	rm -rf $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "extractor needs Python 3.11 or newer; name one with: make PYTHON=python3.12 install"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	@touch $@

$(VENV)/developing: $(VENV)/installed
	$(PIP) --editable '.[dev]'
	@touch $@
