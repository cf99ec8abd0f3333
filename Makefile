# SPDX-License-Identifier: Apache-2.0
#
#   make demo     install what is missing, build, check real kernels, boot a generated guest on Xen
#   make test     install what is missing, run every test
#   make bench    pvkit beside other tools, as ratios
#   make format   format the sources; `make lint` only looks
#   make docs     man page, shell completions, rule pages
#   make install  Debian's packages of packages.txt (PREFIX=/usr/local also installs the binary)

PVKIT_IMAGES ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/pvkit/debian
PVKIT_WHEELS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/pvkit/wheels
# The prefix of Unicorn 2.1 or later: the system's own, or the wheel that packages.txt names.
PVKIT_UNICORN ?= $(or $(shell pkg-config --atleast-version=2.1 unicorn && \
	pkg-config --variable=prefix unicorn),$(PVKIT_WHEELS)/unicorn)
export PVKIT_IMAGES PVKIT_WHEELS PVKIT_UNICORN

# A static executable starts in half the time of a dynamic one and runs without Swift installed;
# lld links it without gold's warnings about what glibc would load at run time.
RELEASE = -c release -Xswiftc -static-executable -Xswiftc -use-ld=lld
PVKIT = .build/release/pvkit

.PHONY: demo test bench build format lint docs install packages clean

build: packages
	swift build $(RELEASE) --product pvkit

demo: build
	@Docs/demo/run $(PVKIT)

test: build
	swift test

bench: build
	@.ci/packages packages.txt bench
	@Tests/Benchmarks/run $(PVKIT)

format:
	swift format --in-place --recursive Package.swift Sources Tests

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

docs: build
	@Docs/make $(PVKIT)

install: packages
ifdef PREFIX
	$(MAKE) build docs
	install -D $(PVKIT) $(DESTDIR)$(PREFIX)/bin/pvkit
	mkdir -p $(DESTDIR)$(PREFIX)/share/pvkit
	rm -rf $(DESTDIR)$(PREFIX)/share/pvkit/patches
	cp -r patches $(DESTDIR)$(PREFIX)/share/pvkit/patches
	install -D -m 644 .build/docs/pvkit.1 $(DESTDIR)$(PREFIX)/share/man/man1/pvkit.1
	install -D -m 644 .build/docs/pvkit.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/pvkit
	install -D -m 644 .build/docs/_pvkit $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_pvkit
	install -D -m 644 .build/docs/pvkit.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/pvkit.fish
endif

packages:
	@.ci/packages packages.txt

clean:
	rm -rf .build
