# Needs Python >= 3.11, make and a package index. Everything is installed into .venv.
# Choose the interpreter with PYTHON: make PYTHON=python3.13 install
PYTHON ?= python3
VENV := .venv
INTEGRATIONS := .venv-integrations
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-compile --constraint constraints.txt
DUMP := fixtures/dump--menus-teasers-and-footer-are-cut/dump.txt
METADATA := title,authors,date_published,date_modified,site_name,language,confidence,engine,provenance

.PHONY: help install develop run test coverage check docs snapshots integrations pins sbom image clean

help:  ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/'

install: $(VENV)/installed  ## install the package and the command `extractor` into .venv

develop: $(VENV)/developing  ## install the tools for tests, checks and training as well

run: install  ## extract a plain-text page dump and print its text and metadata
	@echo "--- the page dump: $(DUMP), $$(wc -l < $(DUMP)) lines; its first five:"
	@head -5 $(DUMP)
	@echo; echo "--- the text:"
	@$(BIN)/extractor extract $(DUMP) --format text
	@echo; echo "--- the metadata:"
	@$(BIN)/extractor extract $(DUMP) --fields $(METADATA)

test: develop  ## run all tests
	$(BIN)/python -m pytest

coverage: develop  ## run all tests and print which lines of extractor/ they do not reach
	$(BIN)/python -m pytest --cov --cov-report=term

check: develop  ## run the linters and the type checker
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/hadolint Dockerfile

docs: develop  ## build the documentation site into build/site; every warning is an error
	$(BIN)/python -m documentation.build

snapshots: develop  ## rewrite the expected answers of all fixtures; read the difference before you commit
	$(BIN)/python -m tests.snapshots all

# Packages that are too large for every developer and every run of the tests. Where one is missing, its tests are skipped.
integrations: $(INTEGRATIONS)/installed  ## run the tests of all integrations, in an environment of their own
	$(INTEGRATIONS)/bin/python -m pytest tests/integrations -rs

pins: develop $(INTEGRATIONS)/installed  ## write the installed versions into constraints.txt
	(head -1 constraints.txt; for each in $(VENV) $(INTEGRATIONS); do \
	  $$each/bin/python -m pip freeze --all --exclude-editable --exclude pip; \
	done | LC_ALL=C sort --field-separator== --key=1,1 --ignore-case --unique) > constraints.new && mv constraints.new constraints.txt

sbom: develop  ## write dist/sbom.cdx.json and dist/LICENSES.txt of what the container image installs
	$(PYTHON) -m venv --clear build/image && mkdir -p dist
	build/image/bin/python -m pip install --quiet --constraint constraints.txt '.[az,gs,parquet,s3]'
	PATH="$(CURDIR)/$(BIN):$$PATH" deploy/inventory build/image/bin/python dist

image:  ## build the container image; BASE=python:3.12-slim@sha256:... pins its base image
	docker build --tag extractor $(if $(BASE),--build-arg BASE=$(BASE)) .

clean:  ## remove the environments
	rm -rf $(VENV) $(INTEGRATIONS)

$(VENV)/installed: pyproject.toml constraints.txt $(wildcard extractor/_native/*.p?? extractor/_native/*.hpp)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "extractor needs Python 3.11 or newer; name one with: make PYTHON=python3.12 install"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	@$(BIN)/python -c 'import extractor; from extractor.compiled import implementation; print("functions:", implementation())'
	@touch $@

$(INTEGRATIONS)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(INTEGRATIONS)
	$(INTEGRATIONS)/bin/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt \
	  --editable '.[crawl4ai,datasets,datatrove,duckdb,haystack,langchain,llama-index,mcp,polars,scrapy,test]'
	@touch $@

$(VENV)/developing: $(VENV)/installed
	$(PIP) --editable '.[dev]'
	@touch $@
