# Two commands: `make demo` shows what this is, `make test` proves that it holds. `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
PORT ?= 8000
READY := $(VENV)/.ready
COMPILED := $(VENV)/.compiled

# What is imported is compiled, and that is kept: the tests start Python dozens of times.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test tests engines lint serve bench setup clean picture constraints

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup ## Walk every documented journey headlessly, then show the storyboard's path
	@rm -rf report
	@$(BIN)/pytest tests/journeys -n $(WORKERS) --dist worksteal --quiet --no-header --progress --complete --tracing off --storyboard report

# One more than the two cores that this is meant for: tests often wait, for a next frame or for what must not come.
test: WORKERS = 3
test: ## Run every test, lint and type check included; walk what failed once more, with a trace
	@$(MAKE) --silent --no-print-directory --jobs=2 lint $(COMPILED)
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal --quiet --device turns --complete --also-in firefox --screenshot only-on-failure --junitxml test-results/junit.xml \
	|| { failed=$$?; [ $$failed != 1 ] || ! ls test-results/*/evidence/failure.json > /dev/null 2>&1 || $(BIN)/tadoru repro test-results/*/evidence/failure.json; exit $$failed; }

tests: test # which is a folder, too, and would be up to date

engines: setup ## Walk every documented journey in every browser engine that is installed
	@rm -rf report
	@$(BIN)/pytest tests/journeys -n $(WORKERS) --dist worksteal --quiet --no-header --progress --complete --every-engine --tracing off --storyboard report

lint: setup ## Check style, types, and who may import whom
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --diff --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo > $(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }
	@echo "Style, types and imports: fine."

serve: setup ## Serve the shop at http://store.localhost:8000/, or at another PORT
	@$(BIN)/tadoru serve --port $(PORT)

bench: setup ## Measure, in ratios: walking, worlds, pages
	@$(BIN)/python -m tests.benchmarks

setup: $(READY)
	@$(BIN)/python -m fixtures.machine

$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) > /dev/null || { echo "Missing: $(PYTHON). Install Python 3.11 or newer with: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Missing: Python 3.11 or newer; $(PYTHON) is `$(PYTHON) --version 2>&1`. Name a newer one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { echo "Missing: Python's venv. Install it with: sudo apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) (once, a minute or two)"
	@$(PYTHON) -m venv --clear $(VENV)
	@PIP_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install -qq pip playwright
	@# The browsers come meanwhile; what hinders them is said by the setup that follows, which tries again.
	@$(BIN)/python -m fixtures.machine > /dev/null 2>&1 & \
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install -qq --no-compile --editable . --group dev; installed=$$?; wait; exit $$installed
	@touch $(READY)

$(COMPILED): $(READY)
	@# What all workers would compile at once, each for itself, is compiled while the types are checked.
	@# What hinders it is said by the run that follows.
	@$(BIN)/pytest --collect-only -qq > /dev/null 2>&1 && touch $(COMPILED) || true

picture: setup ## Renew the README's picture from the last storyboard
	@$(BIN)/tadoru report picture report .github/storyboard.png

constraints: ## Pin today's newest versions of all dependencies
	@rm -rf $(VENV) && $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade pip setuptools && $(BIN)/python -m pip install --quiet --editable . --group dev
	@{ echo "# The versions that this project is tested with; \`make constraints\` renews them."; $(BIN)/python -m pip freeze --all --exclude-editable; } > constraints.txt

clean: ## Remove what was built and installed here
	@rm -rf $(VENV) build dist report test-results .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .tadoru
