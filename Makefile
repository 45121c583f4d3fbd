SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:

swift-files := $(wildcard Package.swift Sources Domains Tests Benchmarks)
# Fails on an import that Package.swift does not declare. Every debug build uses it, so that none builds anew.
debug-build := swift build --build-tests --explicit-target-dependency-import-check error
# A few at a time: hundreds that start at once keep each other, and PostgreSQL, waiting past every term.
swift-test := swift test --skip-build --disable-xctest --experimental-maximum-parallelization-width 12
# In the order of their names: the longest file is the first, not the one that the other core waits for at the end.
pytest := env PYTHONDONTWRITEBYTECODE=1 .build/venv/bin/python -m pytest -p no:cacheprovider -v -n 2 --dist loadfile \
	--no-loadscope-reorder --durations 40
# Which binary the end-to-end tests run, and how many times the inputs of a CI run `make drill` feeds to each reader.
LINLI ?= $(CURDIR)/.build/debug/linli
FUZZ_ROUNDS ?= 50

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: install ## install what is missing, build, and run the portal with a demo city
	swift build -c release --product linli --static-swift-stdlib
	@scripts/first-look

.PHONY: build
build: install ## debug build of everything with its tests; fails on undeclared imports
	$(debug-build)

.PHONY: test
test: install-tests build ## unit, golden and fuzz tests, then end to end against the built program
	scripts/with-postgres scripts/with-rabbitmq $(swift-test)
	LINLI=$(LINLI) scripts/with-postgres $(pytest) Tests/EndToEnd

.PHONY: check
check: lint build tidy docs ## format, import graph, tidiness, documentation

.PHONY: lint
lint: ## format of the Swift sources, without changing them
	swift format lint --strict --recursive --parallel $(swift-files)

.PHONY: format
format: ## format the Swift sources
	swift format --in-place --recursive --parallel $(swift-files)

.PHONY: tidy
tidy: build ## the rules of the house that a machine can judge
	$(swift-test) --filter TidyTests

.PHONY: docs
docs: build ## documentation of the libraries in .build/docs; a dead link is an error
	@scripts/docs

.PHONY: bench
bench: install ## side-by-side speed and memory
	swift build -c release --product linli --static-swift-stdlib
	Benchmarks/run

.PHONY: drill
drill: install-tests build ## fuzz every reader FUZZ_ROUNDS times as long as CI does; kill, restore, count into docs/RELIABILITY.md
	LINLI_FUZZ=$(FUZZ_ROUNDS) $(swift-test) --filter "[Ff]uzz"
	LINLI_DRILL=10000 scripts/with-postgres $(swift-test) --filter CommunityMoneyDrillTests
	LINLI=$(LINLI) PYTHONDONTWRITEBYTECODE=1 .build/venv/bin/python Tests/Drill/drill.py

.PHONY: install
install: ## what building and running needs (apt; asks for sudo unless root)
	@scripts/install

.PHONY: install-tests
install-tests: ## the same with what the tests need
	@scripts/install --tests

.PHONY: clean
clean: ## remove everything that was built
	rm -rf .build
