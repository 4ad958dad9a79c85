# One machine, no server installed, no root: a POSIX shell and Python 3.11 are enough.
python = .venv/bin/python

.DEFAULT_GOAL = help
.PHONY: help up test lint format test-browser screenshots test-faults test-mutants bench pins clean services development

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

up: services ## start accounts, bureau and exports; Ctrl-C stops them
	@exec $(python) -m deploy.supervise --with-parent

test: lint ## lint, then run all tests; ARGS goes to pytest
	@$(python) -m pytest -n auto --dist loadfile $(ARGS)

lint: development ## ruff, mypy and import-linter
	@$(python) -m ruff check
	@$(python) -m ruff format --check
	@$(python) -m mypy
	@.venv/bin/lint-imports

format: development ## put the code into the form that lint asks for
	@$(python) -m ruff check --fix
	@$(python) -m ruff format

test-browser: development ## walk the pages in headless Chromium; says how to get it where it is missing
	@$(python) -m pytest tests/browser $(ARGS)

screenshots: development ## show every page in every look and language: pictures in data/screenshots
	@$(python) -m tests.browser.screenshots data/screenshots

test-faults: development ## kill, stop and doubt everything during 300 lifecycles, for minutes
	@$(python) -m tests.faults $(ARGS)

test-mutants: development ## break the design one way at a time: does the audit of test-faults see it?
	@$(python) -m tests.faults.mutants $(ARGS)

bench: development ## measure, and print ratios of one run
	@$(python) -m tests.bench $(ARGS)

pins: ## pin anew what the requirements.in files ask for; ARGS=--upgrade takes the newest
	@deploy/pins.sh $(ARGS)

clean: ## remove what was installed; data/ stays
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

services development:
	@deploy/tools.sh $@
