# Lawgate. `make` alone lists what there is. Python 3.11 or newer and make are all it needs.
# Every path is relative, so the checkout may stand anywhere, spaces in its path included.

PYTHON ?= python3
JOBS ?= 2
VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --disable-pip-version-check --no-input -qq

# What the caller's shell says about other Pythons must not reach this one.
unexport PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX

# An environment that was copied or moved here still runs the code of the place it came from.
MOVED := $(shell [ "$$(cat $(VENV)/.home 2>/dev/null)" = "$$(pwd -P)" ] || echo moved)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-all tools check bench docs lock clean moved

help: ## list what there is
	@echo "Lawgate: a gate that opens only when the law does."
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1 \2/p' Makefile \
		| while read -r name does; do printf '  make %-9s %s\n' "$$name" "$$does"; done

demo: $(VENV)/.ready ## replay the default agreement's case at full size, with a table and a report
	@$(VENV)/bin/lawgate demo

test: $(VENV)/.ready ## the core tests: nothing but Python (JOBS=2 at a time)
	@$(RUN) -m pytest -n $(JOBS) --dist worksteal -m "not slow and not server"

test-all: $(VENV)/.ready ## every test, the long ones and those that need a server included
	@sh .ci/tools missing
	@$(RUN) -m pytest -n $(JOBS) --dist worksteal

tools: ## install the system packages that test-all uses, where this account may
	@sh .ci/tools install

check: $(VENV)/.ready ## lint, format, types, import contracts and house rules
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/ruff format --check --quiet . || { \
		echo "These are not formatted; run $(VENV)/bin/ruff format:"; \
		$(VENV)/bin/ruff format --check . ; exit 1; }
	@$(RUN) -m mypy --no-error-summary
	@said=$$($(VENV)/bin/lint-imports) || { echo "$$said"; exit 1; }
	@$(RUN) -m pytest -m "not slow and not server" tests/house

bench: $(VENV)/.ready ## measure, side by side, on this machine
	@$(RUN) -m bench

docs: $(VENV)/.ready ## write docs/commands.md anew from the command line's own help
	@$(RUN) -m typer lawgate.app.cli utils docs --name lawgate --output docs/commands.md >/dev/null

lock: ## resolve requirements.lock anew (needs a package index)
	@PYTHON="$(PYTHON)" sh .ci/lock

clean: ## remove the environment and every cache
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

moved:

# Two steps, so that a change of settings in pyproject.toml costs seconds and not a whole set-up.
$(VENV)/.locked: requirements.lock $(if $(MOVED),moved)
	@sh .ci/python "$(PYTHON)"
	@echo "Setting up $(VENV) (once; a minute or two) …"
	@"$(PYTHON)" -m venv --clear $(VENV)
	@$(PIP) install --require-hashes --requirement requirements.lock
	@pwd -P > $(VENV)/.home
	@touch $@

$(VENV)/.ready: pyproject.toml $(VENV)/.locked
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@
