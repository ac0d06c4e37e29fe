# Every target makes the machine ready by itself (packaging/dev/setup.sh); a second run costs nothing.
SHELL := /bin/bash
.DEFAULT_GOAL := help
# Tests start the service hundreds of times: compiled once, each start is a second shorter.
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
# Pages are read last in line (nice 19): tests stand just before, or one waits for those beside it.
PYTEST := nice -n 15 $(BIN)/python -m pytest
TIMED := packaging/dev/timed.sh
READY := .venv/ready

.PHONY: help check quick-gate test demo docs deb windows sbom test-system test-deb soak bench-main bench-tray bench-imaging bench-filing bench-exchange bench-page hook lock clean tools

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

check: $(READY) ## the quick gate: format, lint, types, import rules
	@$(TIMED) "make check" $(MAKE) --no-print-directory quick-gate

quick-gate:
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

test: $(READY) tools ## all tests that need no special machine (about a quarter of an hour)
	@$(TIMED) "make test" $(PYTEST) -n 3 --dist worksteal --durations=20 -m "not system and not soak"

demo: $(READY) tools ## the main job on sample scans; ONCE=1 ends by itself, SCANS=DIR takes your own
	@$(TIMED) "make demo" $(BIN)/scord demo $(if $(filter 1,$(ONCE)),--once) $(if $(SCANS),--scans "$(SCANS)")

docs: $(READY) ## the documentation site, in build/docs
	@$(TIMED) "make docs" $(BIN)/sphinx-build --quiet --fail-on-warning -c docs . build/docs

deb: $(READY) tools ## the package for Debian and Ubuntu, in build/deb
	@packaging/dev/setup.sh packages
	@$(TIMED) "make deb" packaging/linux/deb.sh

windows: $(READY) tools ## the installer for Windows, in build/installer
	@packaging/dev/setup.sh packages
	@$(TIMED) "make windows" packaging/windows/build.sh

sbom: $(READY) ## what is shipped, as CycloneDX, in build/sbom
	@$(BIN)/python packaging/sbom.py build/sbom

# A mark that no test carries yet is said and passes; once one does, pytest running none is a failure.
marked = @if grep -rqF --include='*.py' 'mark.$(1)' tests; \
	then $(TIMED) "make $@" $(PYTEST) $(2) -m $(1); \
	else echo "make $@: no test is marked $(1) yet"; fi

test-system: $(READY) tools ## tests that need a disposable machine (servers, desktops, packages)
	@packaging/dev/setup.sh system
	$(call marked,system,-n 3 --dist loadfile --no-loadscope-reorder --durations=20)

test-deb: $(READY) tools ## the package on a clean Debian of another release: SUITE=trixie
	@packaging/dev/setup.sh system
	@TEST_SUITE=$(SUITE) $(TIMED) "make $@" $(PYTEST) --durations=5 -m system tests/system/test_deb.py

soak: $(READY) tools ## the long runs
	$(call marked,soak)

bench-main: $(READY) ## measure the main job; writes build/bench/main.json
	@packaging/dev/setup.sh peers
	@$(BIN)/python -m tests.bench.main

bench-tray: $(READY) ## measure the tray at rest and the API's status; writes build/bench/tray.json
	@packaging/dev/setup.sh system
	@$(BIN)/python -m tests.bench.tray

bench-imaging: $(READY) tools ## the conversion next to other tools; CORPUS=DIR takes your own pages, FEW=1 a tenth
	@packaging/dev/setup.sh peers
	@$(BIN)/python -m tests.bench.imaging $(if $(CORPUS),--corpus "$(CORPUS)") $(if $(filter 1,$(FEW)),--few)

bench-filing: $(READY) tools ## how many papers find their invoice; CASES=DIR takes your own, FEW=1 a few
	@packaging/dev/setup.sh peers
	@$(BIN)/python -m tests.bench.filing $(if $(CASES),--cases "$(CASES)") $(if $(filter 1,$(FEW)),--few)

bench-exchange: $(READY) ## lots by mail a second, and every fault and kill; FEW=1 a few
	@packaging/dev/setup.sh system
	@$(BIN)/python -m tests.bench.exchange $(if $(filter 1,$(FEW)),--few)

bench-page: $(READY) ## the local page with 100,000 invoices in Chromium; writes build/bench/page.json
	@packaging/dev/setup.sh system
	@$(BIN)/python -m tests.bench.page

hook: ## run "make check" before each commit
	@packaging/dev/install-hook.sh

lock: $(READY) ## renew uv.lock after a change of dependencies
	@$(BIN)/uv lock

clean: ## remove everything that these targets made
	@rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

tools:
	@packaging/dev/setup.sh tools

$(READY): pyproject.toml uv.lock packaging/dev/setup.sh
	@packaging/dev/setup.sh python
	@touch $@
