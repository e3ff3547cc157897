# Berth: make help
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
export BERTH_MODE ?= local
export PYTHONUNBUFFERED := 1

# What `make run` installs: with the driver, where it is told to use a PostgreSQL.
RUN := $(if $(filter postgres%,$(DATABASE_URL)),postgres,run)

.PHONY: help run test test-postgres fuzz search check lint format bench requirements messages css clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/$(RUN).ok .venv/bin/berth ## Set up what is missing and serve at http://127.0.0.1:8000 (HOST=, PORT=, DATABASE_URL=)
	@$(BIN)/python manage.py serve --host "$(HOST)" --port "$(PORT)"

test: .venv/test.ok .venv/bin/berth messages ## Set up what is missing, a browser too, and run every test
	@scripts/browser
	$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal $(ARGS)

test-postgres: .venv/test.ok .venv/bin/berth messages ## The tests that reach the database (not: engine, browser), on a PostgreSQL started for them
	scripts/postgres $(BIN)/python -m pytest --numprocesses=auto --dist=worksteal tests -m "not browser" --ignore=tests/engine $(ARGS)

fuzz: .venv/test.ok messages ## Send the API 5 times as many made-up requests as the tests do, and print what came of them
	FUZZ=5 $(BIN)/python -m pytest tests/api/test_fuzz.py -s $(ARGS)

search: .venv/test.ok messages ## Look for examples that break a property: other ones than the tests have, and 10 times as many
	SEARCH=10 $(BIN)/python -m pytest $$(git grep -l "^from hypothesis" tests) $(ARGS)

check: lint test ## lint + test

lint: .venv/check.ok messages ## Formatting, types, import directions, templates, migrations, deployment settings, library
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	$(BIN)/lint-imports --cache-dir .import_linter_cache
	$(BIN)/mypy --no-incremental  # what the Django plugin finds out is not kept between runs
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check_library
	BERTH_MODE=production BERTH_HOSTS=berth.example BERTH_DATABASE=var/check.sqlite3 \
	  BERTH_SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING

format: .venv/check.ok ## Format code and templates
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html')

bench: .venv/test.ok messages ## Print each performance figure as a ratio to a floor measured in the same run
	$(BIN)/python -m bench

messages: .venv/run.ok
	@$(BIN)/python scripts/compile_messages.py

requirements: ## Compile the hashed requirements from pyproject.toml (needs uv)
	@for wanted in "run" "postgres --extra postgres" "test --extra postgres --extra test" "check --extra postgres --extra test --extra lint"; do \
	  set -- $$wanted; name=$$1; shift; \
	  uv pip compile --quiet --universal --generate-hashes --no-annotate --python-version 3.11 \
	    --custom-compile-command 'make requirements' pyproject.toml "$$@" --output-file requirements/$$name.txt || exit 1; \
	done

css: ## Rebuild the vendored CSS and scripts (needs node)
	scripts/build_css

clean: ## Remove what was made here, except the database
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build var/static

.venv/python.ok:
	@scripts/venv "$(PYTHON)"
	@touch $@

.venv/bin/berth: | .venv/python.ok  # the command line
	@ln -sf ../../scripts/berth $@

.venv/%.ok: requirements/%.txt .venv/python.ok
	@echo "Installing requirements/$*.txt into .venv"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@
