# What a person runs: 'make serve' to use the assistant, 'make test' to change it. Needs Python 3.11 or later and make.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin

# The first Python that is new enough; 'make serve PYTHON=/path/to/python3' names another.
PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13 python3.14; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)

# Given settings become flags; a leading ~ is expanded by the assistant. Those not given are left to the environment.
flag = $(if $($(1)),--$(2) '$(subst ','\'',$($(1)))')
WHERE = $(call flag,CORPUS,corpus) $(call flag,STATE,state)

INSTALL := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: help serve index eval test lint format styles clean

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F '|' '{ printf "%-12s %s\n", $$1, $$2 }'
	@echo 'serve, index and eval take CORPUS=folder and STATE=folder; serve also takes HOST= and PORT=.'

serve: $(VENV)/model.stamp ## build the index where it is behind, then serve the chat page and the API
	@$(BIN)/assistant serve $(call flag,HOST,host) $(call flag,PORT,port) $(WHERE)

index: $(VENV)/model.stamp ## build a new generation of the index
	@$(BIN)/assistant index build $(WHERE)

eval: $(VENV)/model.stamp ## ask the questions of CASES='FILE.jsonl ...' and print the figures
	@test -n '$(CASES)' || { echo 'Say which cases to run: make eval CASES=FILE.jsonl' >&2; exit 2; }
	@$(BIN)/assistant index build $(WHERE) >/dev/null
	@$(BIN)/assistant eval $(CASES) $(WHERE)

test: $(VENV)/test.stamp $(VENV)/model.stamp ## run every test
	@$(BIN)/python -m pytest $(TESTS)

lint: $(VENV)/test.stamp ## check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy

format: $(VENV)/test.stamp ## lay the code out
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

styles: $(VENV)/installed.stamp ## take the design anew out of govuk-frontend's package (needs npm)
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && npm pack --silent --pack-destination "$$folder" govuk-frontend@6.6.0 >/dev/null \
	&& tar -xzf "$$folder"/govuk-frontend-6.6.0.tgz -C "$$folder" \
	&& $(BIN)/python -m web.design "$$folder"/package/dist/govuk/govuk-frontend.min.css

clean: ## remove everything made here, except the index and the conversations in var
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/made.stamp:
	@test -n '$(PYTHON)' || { echo 'No Python 3.11 or later found: install one, or name it: make serve PYTHON=/path/to/python3' >&2; exit 1; }
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo '$(PYTHON) is not Python 3.11 or later' >&2; exit 1; }
	@'$(PYTHON)' -m venv $(VENV) || { echo 'This Python cannot make virtual environments: install its venv package, then run make again' >&2; exit 1; }
	@touch $@

$(VENV)/installed.stamp: $(VENV)/made.stamp pyproject.toml constraints.txt
	@echo 'Installing the assistant and what it needs. The first time takes a few minutes.'
	@$(INSTALL) setuptools
	@$(INSTALL) --no-build-isolation --editable '.[model]'
	@touch $@

$(VENV)/test.stamp: $(VENV)/installed.stamp
	@echo 'Installing the test tools.'
	@$(INSTALL) --no-build-isolation --editable '.[model,slack,traces,test]'
	@touch $@

$(VENV)/model.stamp: $(VENV)/installed.stamp index/reference.py
	@echo 'Making the ONNX form of the model, once.'
	@$(BIN)/python -m index.reference
	@touch $@
