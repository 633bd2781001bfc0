# `make test` is the whole judgement, the same here and in continuous integration.
CARGO ?= cargo

.PHONY: help build test rust shipped browser nightly sources hosting mail audit clean

help:
	@echo "make build    the site, into public/"
	@echo "make test     every test: format, lints, Rust, documentation, the built site in a browser"
	@echo "make rust     the Rust part of it"
	@echo "make browser  the built site in a browser"
	@echo "make nightly  publication under faults, and read through nginx while builds are killed"
	@echo "make sources  the recipes of sources/README.md on real engines, and every way in which a source fails"
	@echo "make hosting  the recipes of hosting/: pipelines of GitLab and GitHub, nginx, rsync, an S3 store"
	@echo "make mail     letters, as mail servers, webmails, filters and readers take them"
	@echo "make audit    licences, sources and advisories of the dependencies (cargo-deny)"

build: shipped
	$(CARGO) run --release --quiet -- build

test: rust browser nightly sources hosting mail

rust: shipped
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets -- -D warnings
	$(CARGO) test
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps

# Cargo is not told to look for new files of the themes (build.rs says why).
shipped:
	@test -z "$$(find themes starter -mindepth 2 -name node_modules -prune -o -type d -newer build.rs -print)" || touch build.rs

# The preview first, then what was built; each ends with a count: « N passed, N failed ».
browser: build
	tests/browser/prepare.sh
	node tests/browser/serve.mjs target/release/kiosque
	node tests/browser/run.mjs public

# What nobody watches; ends with a count too.
nightly: build
	tests/nightly/prepare.sh
	node tests/nightly/run.mjs target/release/kiosque

# The commands of a page of documentation, run as they are written; ends with a count too.
sources: build
	tests/sources/prepare.sh
	node tests/sources/run.mjs target/release/kiosque

hosting: build
	tests/hosting/prepare.sh
	node tests/hosting/run.mjs target/release/kiosque

# Sent to a mail server of its own and to bad ones; washed by webmails, weighed by filters. Ends with a count.
mail: build
	tests/mail/prepare.sh
	node tests/mail/run.mjs target/release/kiosque

audit:
	@command -v cargo-deny >/dev/null || { echo "missing: cargo-deny (cargo install --locked cargo-deny)" >&2; exit 1; }
	$(CARGO) deny check

clean:
	rm -rf public public.next* public.last* public.previous
