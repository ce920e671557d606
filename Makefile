# Everything a person or a machine does with a checkout. Needs Python 3.11 or later, and make.
PYTHON ?= python3
export PIP_DISABLE_PIP_VERSION_CHECK = 1

BIN := .venv/bin
READY := .venv/.set-up
LOCKING := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

.PHONY: setup page browser tracer check test test-all bench screenshots demo lock clean

setup: page browser tracer

# Built where web/ has changed, by what stands in its files; that much it looks up itself.
page: $(READY)
	@$(BIN)/python web/build.py

# The stamp is younger than what it was made from, or the set-up runs again.
$(READY): pyproject.toml requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "As Known needs Python 3.11 or later; name one with: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python cannot make virtual environments. On Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# As root these install what is missing; anybody else is told what is.
browser: $(READY)
	@$(BIN)/python -m tests.page.chromium

tracer: $(READY)
	@$(BIN)/python -m tests.crashes.strace

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/docker-compose --file docker-compose.yml config --quiet
	$(BIN)/hadolint Dockerfile
	$(BIN)/python web/build.py check

test: setup
	$(BIN)/pytest -n auto --dist worksteal

test-all: setup
	HYPOTHESIS_PROFILE=thorough $(BIN)/pytest -n auto --dist worksteal -m ""

bench: $(READY)
	$(BIN)/python -m bench

# The pictures in docs/, of the seeds as they are.
screenshots: page
	$(BIN)/python -m tests.page.screenshots

demo: page
	$(BIN)/timeline demo

# Locks carry hashes, and no host: whoever installs chooses the index. `make lock UPGRADE=--upgrade` takes newer versions.
lock:
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet uv
	build/lock/bin/uv pip compile $(LOCKING) $(UPGRADE) pyproject.toml --output-file requirements.txt
	build/lock/bin/uv pip compile $(LOCKING) $(UPGRADE) pyproject.toml --group dev --constraint requirements.txt \
	  --output-file requirements-dev.txt
	build/lock/bin/uv pip compile $(LOCKING) $(UPGRADE) --group node --output-file web/requirements.txt
	build/lock/bin/uv pip compile $(LOCKING) $(UPGRADE) --group go --output-file tests/outside/requirements.txt

clean:
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist
	rm -rf api/_page web/node_modules web/outlines/node_modules
