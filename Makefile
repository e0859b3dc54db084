# seg: medical image segmentation. `make demo` shows everything once, `make test` proves it.
SHELL := /bin/bash
.DEFAULT_GOAL := build
.PHONY: setup build demo test bench samples clean

# Installs the Debian packages that are missing.
setup:
	@scripts/setup.sh

# Builds .build/release/seg.
build: setup
	@scripts/build.sh

# From nothing to a report: phantoms, training, prediction, evaluation. Writes demo/.
demo: build
	@scripts/demo.sh

# Checks how sources are formatted and runs all tests.
test:
	@scripts/setup.sh --for-tests
	@scripts/test.sh

# Measures the engine against the machine's limit.
bench: build
	@.build/release/seg benchmark

# Makes the files in samples/ again.
samples: build
	@scripts/samples.sh

clean:
	@rm -rf .build demo
