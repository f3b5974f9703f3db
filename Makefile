# make demo | test | build | format | lint | bench | real | install | dist | deb | check-deploy | clean
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build

PREFIX ?= /usr/local
BUDGET ?= 1260
RELEASE := .build/release/sextant
SOURCES := Package.swift Sources Tests Benchmarks

.PHONY: build demo test format lint bench real install dist deb check-deploy clean setup setup-tests

setup:
	@scripts/setup

setup-tests:
	@scripts/setup --tests

build: setup
	swift build -c release --product sextant

demo: build
	$(RELEASE) run --budget $(BUDGET)
	$(RELEASE) run --scenarios all --injections none,tool_result

test: setup-tests
	@mkdir -p .build
	scripts/run-tests

format:
	swift format --in-place --recursive --parallel $(SOURCES)

lint:
	swift format lint --strict --recursive --parallel $(SOURCES)

bench: build
	Benchmarks/run-1260.sh $(RELEASE)
	swift build -c release --product fault-server
	Benchmarks/http-run.sh $(RELEASE)
	Benchmarks/kill-resume.sh $(RELEASE)

# Against a small real model, which the first call compiles for about five minutes; writes docs/real-model.md.
real: build
	Benchmarks/real-model.sh $(RELEASE)

install: build
	scripts/install $(RELEASE) $(DESTDIR)$(PREFIX)

# Where the program runs, libcurl, libpng, libpq, libxml2, zlib and SQLite are the system's.
dist: build
	scripts/dist $(RELEASE) dist

deb: build
	scripts/deb $(RELEASE) dist

# Installs and removes the Debian package in a new Debian, and builds the container's last stage; as root, over the network.
check-deploy: deb
	scripts/check-deb dist/sextant_*.deb
	scripts/check-container $(RELEASE)

clean:
	swift package clean
