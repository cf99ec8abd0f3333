# SPDX-License-Identifier: Apache-2.0
#
#   make            build pvkit, its manual pages and shell completions, in .build
#   make demo       on a bare machine: install packages, build, check real kernels, boot on Xen
#   make test       on a bare machine: install packages, run every test
#   make deps       install what packages.txt lists for all of that (asks for root by sudo)
#   make install    to PREFIX (/usr/local), below DESTDIR if that is set; make uninstall takes it away
#   make deb        a Debian package, in .build
#   make docs       write the generated pages in Docs, and the generated source of the rules
#   make fuzz       feed each parser FUZZ_RUNS inputs (20,000), or as many as FUZZ_SECONDS allow each,
#                   guided by what they reach
#   make bench      compare pvkit's speed with other tools'
#   make format     format the sources; `make lint` only looks
#   make clean      remove .build
#
# Only `deps`, `demo`, `test` and `bench` install packages, and only `install` and `uninstall` write
# elsewhere than in this directory.

# Where `make deps` unpacks Debian's kernels, and where tests, demo and `pvkit boot` look for them.
PVKIT_IMAGES ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/pvkit/debian
PVKIT_WHEELS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/pvkit/wheels
# The prefix of Unicorn 2.1 or later: the system's own, or the wheel that packages.txt names.
PVKIT_UNICORN ?= $(or $(shell pkg-config --atleast-version=2.1 unicorn 2>/dev/null && \
	pkg-config --variable=prefix unicorn),$(PVKIT_WHEELS)/unicorn)
export PVKIT_IMAGES PVKIT_WHEELS PVKIT_UNICORN

# For `pvkit --version`. In a tarball of `git archive` the sources know it.
ifndef PVKIT_COMMIT
PVKIT_COMMIT := $(if $(wildcard .git),$(shell git describe --always --dirty --exclude='*' 2>/dev/null))
endif
export PVKIT_COMMIT

PREFIX ?= /usr/local
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions
FISHDIR ?= $(PREFIX)/share/fish/vendor_completions.d

# A static executable starts in half the time of a dynamic one and runs without Swift installed;
# lld links it without gold's warnings about what glibc would load at run time.
RELEASE = -c release -Xswiftc -static-executable -Xswiftc -use-ld=lld
PVKIT = .build/release/pvkit
MANUAL = .build/manual
SOURCES := Package.swift $(shell find Sources -type f)

.PHONY: build demo test deps packages install uninstall deb docs fuzz bench format lint clean

build: .build/built

# A file of its own, because make's idea of what is out of date is not SwiftPM's; with it, `make
# install` after `make` copies and builds nothing, and so needs no Swift in root's PATH.
.build/built: $(SOURCES)
	@.ci/packages --missing packages.txt build
	swift build $(RELEASE) --product pvkit
	swift build $(RELEASE) --product pvkit-docs
	.build/release/pvkit-docs manual $(PVKIT) $(MANUAL)
	@touch $@

demo: deps build
	@Docs/demo/run $(PVKIT)

# Optimized, as what is installed: it takes longer to build, and the tests then run in a fraction of
# the time. Beside the other build, which has other flags.
TEST = -c release -Xswiftc -enable-testing --scratch-path .build/tests

test: deps
	swift test $(TEST)

# Instrumented, and beside the other build. FUZZ_TARGETS names some of them.
FUZZ = -c release --sanitize=fuzzer --scratch-path .build/fuzz --product Fuzz

fuzz: deps
	PVKIT_FUZZ=1 swift build $(FUZZ)
	@Tests/Fuzz/run .build/fuzz/release/Fuzz $(FUZZ_TARGETS)

bench: deps build
	@.ci/packages packages.txt bench
	@Tests/Benchmarks/run $(PVKIT)

format:
	swift format --in-place --recursive Package.swift Sources Tests Docs/library

lint:
	swift format lint --parallel --strict --recursive Package.swift Sources Tests Docs/library

# The rules' explanations are compiled in, so they are written before the rest.
docs:
	swift run pvkit-docs explanations .
	swift run pvkit-docs pages .

install: build
	install -D -m 755 $(PVKIT) $(DESTDIR)$(PREFIX)/bin/pvkit
	strip $(DESTDIR)$(PREFIX)/bin/pvkit
	rm -rf $(DESTDIR)$(PREFIX)/share/pvkit/patches $(DESTDIR)$(PREFIX)/share/pvkit/programs
	mkdir -p $(DESTDIR)$(PREFIX)/share/pvkit/programs
	cp -r patches $(DESTDIR)$(PREFIX)/share/pvkit/patches
	cp -r Tests/Kernel/*.c Tests/Kernel/*.h Tests/Kernel/Makefile Tests/Kernel/stress \
	  $(DESTDIR)$(PREFIX)/share/pvkit/programs
	chmod -R u=rwX,go=rX $(DESTDIR)$(PREFIX)/share/pvkit
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man1 $(MANUAL)/*.1
	install -D -m 644 $(MANUAL)/pvkit.bash $(DESTDIR)$(BASHDIR)/pvkit
	install -D -m 644 $(MANUAL)/pvkit.zsh $(DESTDIR)$(ZSHDIR)/_pvkit
	install -D -m 644 $(MANUAL)/pvkit.fish $(DESTDIR)$(FISHDIR)/pvkit.fish

uninstall:
	rm -rf $(DESTDIR)$(PREFIX)/share/pvkit
	rm -f $(DESTDIR)$(PREFIX)/bin/pvkit $(DESTDIR)$(PREFIX)/share/man/man1/pvkit.1 \
	  $(DESTDIR)$(PREFIX)/share/man/man1/pvkit-*.1 $(DESTDIR)$(BASHDIR)/pvkit \
	  $(DESTDIR)$(ZSHDIR)/_pvkit $(DESTDIR)$(FISHDIR)/pvkit.fish

deb: build
	@Packaging/deb

deps packages:
	@.ci/packages packages.txt

clean:
	rm -rf .build
