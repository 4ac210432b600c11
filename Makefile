# make help lists the targets. make test is all that a change must pass.

.DEFAULT_GOAL := help
.PHONY: help test install editor lint vet go-test node-test test-search test-serve test-privacy test-leaks test-determinism test-crash test-access lighthouse screenshots relevance build real-test browser-test bench bench-search bench-peers fuzz vuln licences clean

TOOL    := go tool -modfile=.ci/tools.mod
BROWSER := builder/browsertest
SITE    := $(BROWSER)/site
RELAIS  := go run ./cmd/relais
# The themes but the default, each read in a browser in one size.
THEMES   = classeur
# Handbooks that others wrote, tried too where they lie beside the checkout.
REAL    ?= $(patsubst %/handbook.yaml,%,$(wildcard ../shared/corpora/*/handbook.yaml))
GO_FILES = $(shell git ls-files --cached --others --exclude-standard '*.go')

# The packages that start goroutines, tested with the race detector too, but for the
# long tests of what has nothing to do with them: the client's answers, what pages hold.
RACE := ./builder ./builder/load ./builder/output ./builder/render ./builder/serve ./search
ALONE := ABrokenClient|ClientAnswers|AnsweredAlike|FoundAlike|BothSides|AuthorsNeverWriteTags|TestLinks|NoPageGrows|TakenOut|LeftOutIsPublished|AWithdrawnPage|Malformed|Remember|DamagedMemory|Leak|LowLimits|BrokenFile|Conforms|Guide

# How many queries make test-search asks of each collection, and how long it may take.
QUERIES   ?= 2500
# The labelled questions that make relevance asks, and where it writes what was found.
COLLECTION ?= ../shared/relevance
RUNS      ?= .relais/runs
PAGES     ?= 100000
# How many pages and pairs of builds make bench-peers compares, with which versions.
PEERPAGES ?= 10000
PAIRS     ?= 3
HUGO      ?= v0.165.0
PAGEFIND_VERSION ?= 1.6.0
PEERS     := $(abspath .relais/bench)
# How many edits make test-serve makes, which ones, and how many events come in its burst.
EDITS     ?= 500
EVENTS    ?= 50000
SEED      ?= 1
# How often make lighthouse looks at each page.
RUNS_EACH ?= 3
FUZZTIME  ?= 30s
BENCHTIME ?= 3x

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

test: install vet go-test lint node-test real-test browser-test ## run every test, having installed what it needs

install: ## install the browser, the word lists and the npm tools that tests need
	.ci/install

editor: ## fetch the editor that relais build --edit publishes, which the tests need too
	@.ci/editor

vet:
	go vet ./...

go-test: editor ## run the tests in Go
	go test ./...
	go test -race -skip '$(ALONE)' $(RACE)

lint: install ## check format, Go, JavaScript, types, CSS and workflows
	@unformatted=$$($(TOOL) gofumpt -l $(GO_FILES)); \
	if [ -n "$$unformatted" ]; then echo "gofumpt -w would change:"; echo "$$unformatted"; exit 1; fi
	$(TOOL) staticcheck ./...
	$(TOOL) actionlint
	npm --prefix $(BROWSER) run --silent lint
	npm --prefix $(BROWSER) run --silent types

node-test: ## run the tests of the search client in Node
	node --test search/client/test/*.test.js

test-search: install ## hold the client against Bleve: all dictionaries, QUERIES (2500) of each collection
	go test -count=1 -timeout 60m -v -run 'BothSides|ClientAnswersAsBleve|BrokenClient' ./search -campaign -queries $(QUERIES)
	go test -count=1 -timeout 60m -v -run 'ClientAnswersAsBleve' ./builder -queries $(QUERIES)
	$(if $(wildcard $(COLLECTION)),go run ./search/relevance $(COLLECTION),@echo "no $(COLLECTION): its questions are not asked")

test-serve: install ## edit at random while serving: EDITS (500), EVENTS (50000), SEED (1)
	go test -count=1 -timeout 60m -v -run 'AfterEachEdit' ./builder -edits $(EDITS) -seed $(SEED)
	go test -count=1 -timeout 60m -v -run 'Watching|Polling|LowLimits|Unseen' ./builder -edits $$((2 * $(EDITS))) -events $(EVENTS) -seed $(SEED)
	cd $(BROWSER) && node --test serve.test.mjs

test-privacy: ## report how much personal data is found, and how much is taken for it: CORPORA=folder
	go test -count=1 -v ./builder/privacy $(if $(CORPORA),-corpora $(abspath $(CORPORA)))
	go test -count=1 -v ./builder/privacy/metadata
	go test -run '^$$' -bench Scan -benchmem ./builder/privacy

test-determinism: install ## build the same content in 24 ways, which must give the same bytes
	go test -count=1 -timeout 30m -v -run 'SameContent' ./cmd/relais -campaign

test-crash: install ## kill builds at every call that changes the disk, make each fail, build at once, damage what builds keep: SEED (1)
	go test -count=1 -timeout 90m -v -run 'Killed|DiskFails|AtOnce|DeadRun|TwoEditions' ./cmd/relais -campaign
	go test -count=1 -timeout 60m -v -run 'Remember|DamagedMemory' ./builder -edits $(EDITS) -damages 500 -seed $(SEED)

test-access: install build ## hold every template to axe-core in all sizes and colours, and every file to the validators
	cd $(BROWSER) && RELAIS_SITE=site RELAIS_LOOKS=all node --test accessibility.test.mjs adaptation.test.mjs keyboard.test.mjs
	$(RELAIS) book content --format epub --destination $(SITE)-book
	cd $(BROWSER) && RELAIS_SITE=site-web RELAIS_BOOK=site-book node --test validity.test.mjs weight.test.mjs

lighthouse: install build ## ask Lighthouse what a phone makes of the site, RUNS_EACH (3) times a page
	cd $(BROWSER) && RELAIS_SITE=site node lighthouse.mjs $(RUNS_EACH)

screenshots: install build ## photograph each kind of page, in all sizes and colours, for people to look at
	cd $(BROWSER) && RELAIS_SITE=site RELAIS_LOOKS=all node --test appearance.test.mjs

test-leaks: ## hold to it that nothing leaks: all canaries, planted leaks, random edits and real handbooks
	go test -count=1 -timeout 60m -v ./builder/gate -campaign
	go test -count=1 -v -run Malformed ./builder

relevance: ## measure the search on labelled questions: COLLECTION=folder, RUNS=folder, UPDATE=1 for the golden file
	go run ./search/relevance -runs $(RUNS) $(if $(UPDATE),-update) $(COLLECTION)

build: ## build the demonstration handbook for the browser suite
	$(RELAIS) build content --destination $(SITE)
	$(RELAIS) build content --destination $(SITE)-web --base-url https://manuel.aurbelle.example/pratiques/
	for theme in $(THEMES); do $(RELAIS) build content --quiet --theme $$theme --destination $(SITE)-$$theme; done

browser-test: install build ## read the demonstration handbook in a browser
	cd $(BROWSER) && RELAIS_SITE=site npm test --silent
	for theme in $(THEMES); do (cd $(BROWSER) && RELAIS_SITE=site-$$theme node --test --test-concurrency=1 \
		--test-name-pattern='^each page$$|barrier.*(320|360)-light' crawl.test.mjs accessibility.test.mjs) || exit 1; done
	cd $(BROWSER) && RELAIS_SITE=site-web node --test --test-concurrency=1 crawl.test.mjs print.test.mjs

real-test: install ## crawl and search the handbooks of REAL, each with the queries of its name
	@set -e; for folder in $(REAL); do \
		name=$$(basename $$folder); \
		echo "reading $$folder"; \
		$(RELAIS) build --quiet $$folder --destination $(SITE)-$$name; \
		(cd $(BROWSER) && RELAIS_SITE=site-$$name RELAIS_QUERIES=queries/$$name.json node --test crawl.test.mjs search.test.mjs); \
	done

bench: ## measure: builds of synthetic handbooks, and the hot paths
	go test -run '^$$' -bench . -benchmem -benchtime $(BENCHTIME) ./...

bench-search: install ## weigh and time the search at PAGES (100000) pages, in Chromium too; PAGEFIND=1 weighs Pagefind beside it
	go test -run '^$$' -bench Search -benchtime 1x -timeout 4h -v ./builder/benchmark -pages $(PAGES) -chromium $(if $(PAGEFIND),-pagefind)

bench-peers: ## compare whole builds with Hugo's and Pagefind's, cold and after an edit: PEERPAGES (10000), PAIRS (3)
	@mkdir -p $(PEERS)
	[ -x $(PEERS)/hugo ] || GOBIN=$(PEERS) go install github.com/gohugoio/hugo@$(HUGO)
	[ -x $(PEERS)/node_modules/.bin/pagefind ] || npm install --no-audit --no-fund --silent --prefix $(PEERS) pagefind@$(PAGEFIND_VERSION)
	go test -run '^$$' -bench Peers -benchtime 1x -timeout 4h -v ./builder/benchmark -peers $(PEERS) -pages $(PEERPAGES) -pairs $(PAIRS)

fuzz: ## run each fuzz target for FUZZTIME (30s)
	@for package in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x $$package || exit 1; \
		done; \
	done

vuln: ## look for known vulnerabilities in what is used: VULNDB=address where vuln.go.dev cannot be reached
	$(TOOL) govulncheck $(if $(VULNDB),-db $(VULNDB)) ./...

licences: ## list the licences of all that is shipped, in .github/LICENCES.md
	.ci/licences

clean: ## remove what the tests and builds made
	rm -rf public $(SITE)* $(BROWSER)/screenshots $(BROWSER)/node_modules
