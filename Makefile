# Sillok. `make demo` and `make test` are all a newcomer needs; `make` alone lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.installed ## make an invented institution and serve it on 127.0.0.1:6543
	@$(BIN)/sillok demo

test: $(VENV)/.tested ## install the test extras and run the tests (under 5 minutes)
	@$(BIN)/python -m pytest -m "not full" -n 2 --dist loadgroup

full: $(VENV)/.tested ## run the slower proofs as well (PostgreSQL, other widths, English, rendering)
	@$(BIN)/python -m pytest -m full -n 2 --dist loadgroup

check: $(VENV)/.tested ## lint, types, catalogues
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m portal.locale.catalogue check

pictures: $(VENV)/.tested ## make the screenshots and rendered pages of docs/pictures
	@$(BIN)/python docs/make_pictures.py

python: # says plainly what is missing instead of failing with a traceback
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. On Debian 12: apt install make python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' || \
	  { echo "Sillok needs Python 3.11 or 3.12; $(PYTHON) is $$($(PYTHON) --version). Try: make demo PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python cannot make virtual environments. On Debian 12: apt install python3-venv"; exit 1; }

$(BIN)/python: | python
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: setup.cfg pyproject.toml | $(BIN)/python
	@echo "installing Sillok into $(VENV) (once; a few minutes)"
	@$(BIN)/pip install --quiet --disable-pip-version-check -e . || \
	  { echo "The packages could not be installed. Is there a way to the package index? See the lines above."; exit 1; }
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	@$(BIN)/pip install --quiet --disable-pip-version-check -e '.[test]' || \
	  { echo "The test packages could not be installed. See the lines above."; exit 1; }
	@touch $@

clean: ## remove the virtual environment and the demo's data
	@rm -rf $(VENV) var/demo

.PHONY: help demo test full check pictures python clean
