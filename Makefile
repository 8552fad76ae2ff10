# `make demo` and `make test` need Python 3.11 or newer and PyPI; they set up .venv on first use.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint eval results lock clean
.DEFAULT_GOAL := demo

demo: .venv/installed.stamp  ## Ingest the demo library, ask a question, print the checked answer
	@$(BIN)/litassist demo

test: .venv/installed.stamp  ## Run the test suite
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile

lint: .venv/installed.stamp  ## Check style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: .venv/installed.stamp  ## Answer the questions of the baseline's sets anew and gate on it
	$(BIN)/python -m eval gate --fresh

results: .venv/installed.stamp  ## Print the README's tables of results (some ten minutes)
	$(BIN)/python -m eval table --set gold --set demo --set scifact

# Hashes make the lock hold whatever index answers.  The second command adds the checkout itself,
# built with the locked hatchling.
.venv/installed.stamp: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv .venv
	@echo "Installing from requirements.lock (some 150 packages, a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lock:  ## Resolve the newest versions that pyproject.toml admits
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
		--extra dev --no-emit-index-url --output-file requirements.lock pyproject.toml

clean:  ## Remove the environment and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
