# Two commands do everything on a fresh machine with Python 3.11 or later: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

.PHONY: setup demo test check golden bench bench-evidence soak clean

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Hudna needs Python 3.11 or later; say which with: make demo PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip

$(VENV)/.runtime: pyproject.toml constraints.txt | $(BIN)/pip
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/pip
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.runtime

setup: $(VENV)/.dev

demo: $(VENV)/.runtime
	$(BIN)/hudna demo

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The browser tests need a browser; a test that is skipped in silence is worse than one that fails.
test:
	@test -n "$(CHROMIUM)" || { echo "make test needs a Chromium browser: install Debian's package chromium (apt-get install chromium)"; exit 1; }
	@$(MAKE) --no-print-directory check
	$(BIN)/pytest -n 2 --dist loadfile

golden: $(VENV)/.dev
	HUDNA_GOLDEN=1 $(BIN)/pytest

bench: $(VENV)/.dev
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python -m benchmarks.run

# The extra `oracles` brings crowd-kit, beside which our findings are shown.
bench-evidence: $(VENV)/.dev
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[oracles]'
	$(BIN)/python -m benchmarks.evidence

soak: $(VENV)/.dev
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[oracles]'
	HUDNA_SOAK=20 $(BIN)/pytest -m "soak or not soak" -n 2 --dist loadfile tests/compliance tests/terms tests/credibility

clean:
	rm -rf $(VENV) hudna-out .mypy_cache .ruff_cache .pytest_cache .hypothesis
