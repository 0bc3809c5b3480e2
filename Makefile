# `make` alone says what there is. Everything installs into .venv, from requirements that are pinned by hash.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CONFIG ?= config.toml
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo run keys migrate check test lint format bench diagram migrate-check migration migration-first lock clean

help: ## say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.dev ## install everything for working on the code into .venv

demo: $(VENV)/.runtime ## play the whole story in a browser, with a sample district and no Telegram account
	@$(BIN)/python -m sandbox.demo

run: $(VENV)/.runtime ## run a district: CONFIG=config.toml, the token in TIPOFF_TOKEN or its file
	@$(BIN)/python -m bot --config $(CONFIG) run

keys: $(VENV)/.runtime ## make the key file that CONFIG=config.toml names; an existing one is never replaced
	@$(BIN)/python -m bot --config $(CONFIG) keys new

migrate: $(VENV)/.runtime ## bring the database of CONFIG=config.toml up to date
	@$(BIN)/python -m bot --config $(CONFIG) migrate

check: $(VENV)/.runtime ## look at everything that CONFIG=config.toml needs for a start, a line each
	@$(BIN)/python -m bot --config $(CONFIG) check

# One more than there are cores: tests that wait for a database or for another program leave room. Compiled modules are
# kept whatever the environment says: else each of a hundred processes compiles the program and its tests anew.
test: $(VENV)/.dev ## run all tests, on all cores; on SQLite and on a PostgreSQL that is brought along
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n $$($(BIN)/python -c 'import os; print(os.cpu_count() + 1)') --dist worksteal

lint: $(VENV)/.dev ## check formatting, style, types and the rules of who may import whom
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.dev ## bring the code into the house's form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.dev ## measure: one JSON line a figure
	@$(BIN)/python -m bench

diagram: $(VENV)/.dev ## draw docs/statuses.md from the status table
	@$(BIN)/python -m wording.diagram > docs/statuses.md

migrate-check: $(VENV)/.dev ## prove that the migrations lead to the tables, up and down, on both databases
	@$(BIN)/python -m pytest -q tests/storage/test_migrations.py

migration: $(VENV)/.dev ## draft a migration from changed tables: WHAT="what it does"; read it before committing
	@$(BIN)/python -m storage.migrations.draft "$(WHAT)"
	@$(BIN)/ruff check --quiet --fix --select I storage/migrations && $(BIN)/ruff format --quiet storage/migrations

migration-first: $(VENV)/.dev ## write migration 0001 anew; only while nothing has been released
	@$(BIN)/python -m storage.migrations.draft --first
	@$(BIN)/ruff check --quiet --fix --select I storage/migrations && $(BIN)/ruff format --quiet storage/migrations

lock: $(VENV)/.dev ## pin the requirements anew, by hash and without addresses
	@$(PIP) uv
	@$(LOCK) requirements/runtime.in --output-file requirements/runtime.lock
	@$(LOCK) requirements/dev.in --constraint requirements/runtime.lock --output-file requirements/dev.lock

clean: ## remove what the targets above made, but no district's data
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build *.egg-info

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; set PYTHON=")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.lock | $(BIN)/python
	@$(PIP) --require-hashes --requirement requirements/runtime.lock
	@touch $@

# The newer of the two stamps is this one, so that `make run` after `make test` installs nothing.
$(VENV)/.dev: requirements/dev.lock requirements/runtime.lock | $(BIN)/python
	@$(PIP) --require-hashes --requirement requirements/dev.lock
	@touch $(VENV)/.runtime $@
