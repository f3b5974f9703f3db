# make demo | test | build | format | lint | bench | install | clean
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build

PREFIX ?= /usr/local
BUDGET ?= 1260
RELEASE := .build/release/sextant
SOURCES := Package.swift Sources Tests Benchmarks

.PHONY: build demo test format lint bench install clean setup setup-tests

setup:
	@scripts/setup

setup-tests:
	@scripts/setup --tests

build: setup
	swift build -c release --product sextant

demo: build
	$(RELEASE) run --budget $(BUDGET)

# What failed stands again at the end, where it is found among thousands of lines.
test: setup-tests
	@mkdir -p .build
	swift test --no-parallel 2>&1 | tee .build/test.log \
	    || { printf '\n%s\n' 'What failed:'; grep -A 6 '^✘' .build/test.log || true; exit 1; }

format:
	swift format --in-place --recursive --parallel $(SOURCES)

lint:
	swift format lint --strict --recursive --parallel $(SOURCES)

bench: build
	Benchmarks/run-1260.sh $(RELEASE)
	swift build -c release --product fault-server
	Benchmarks/http-run.sh $(RELEASE)
	Benchmarks/kill-resume.sh $(RELEASE)

install: build
	install -D -m 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/sextant
	mkdir -p $(DESTDIR)$(PREFIX)/share/sextant
	cp -R Seeds $(DESTDIR)$(PREFIX)/share/sextant/

clean:
	swift package clean
