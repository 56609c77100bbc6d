# The usual tasks. Every one first sees to it that .venv is whole (setup_env.py).
.PHONY: help setup run test check lock audit samples clean
SHELL = /bin/sh
BIN = .venv/bin
# `make run PYTHON=/path/to/python` has that Python tried first.
CHOSEN = $(if $(PYTHON),--python "$(PYTHON)")

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /  make \1	/p' Makefile

setup: ## make .venv, or see that it is whole
	@for python in $(BIN)/python python3 python python3.13 python3.12 python3.11; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 6))' >/dev/null 2>&1; then \
	    exec "$$python" -S setup_env.py $(CHOSEN); \
	  fi; \
	done; \
	if command -v apt-get; then cure="sudo apt install python3-venv"; \
	elif command -v dnf; then cure="sudo dnf install python3.12"; \
	else cure="brew install python@3.13"; fi >/dev/null; \
	echo "Il manque Python 3.11, 3.12 ou 3.13 ; pour l'installer : $$cure" >&2; \
	echo "Python 3.11, 3.12 or 3.13 is missing; to install it: $$cure" >&2; \
	exit 2

run: setup ## read the members' lists, join them, publish the register and the report
	@$(BIN)/reconcile run

test: setup ## all tests
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: setup ## form, lint and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

samples: setup ## write the sample lists of data/raw again
	@$(BIN)/python -m tests.factory

lock: ## write requirements.lock again from pyproject.toml (needs uv)
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-emit-index-url --no-emit-find-links --no-header --extra dev pyproject.toml -o requirements.lock

AUDIT = pip-audit --strict --requirement requirements.lock --require-hashes --disable-pip --progress-spinner off
audit: ## look up known faults of the packages (asks the internet, installs nothing here)
	@if command -v uv >/dev/null; then uv tool run $(AUDIT); \
	elif command -v pipx >/dev/null; then pipx run $(AUDIT); \
	else away=$$(mktemp -d) && trap 'rm -rf "$$away"' EXIT && python3 -m venv "$$away" && \
	  "$$away/bin/pip" install -q pip-audit && "$$away/bin/"$(AUDIT); fi

clean: ## remove .venv and what tools left behind; never touches data/
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
	@find . -path ./data -prune -o -type d -name __pycache__ -exec rm -rf {} +
