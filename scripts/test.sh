#!/bin/bash
# Runs all tests; prints failures, skipped tests and the summary.
set -euo pipefail
cd "$(dirname "$0")/.."
echo "Building and running the tests"
# Tests run side by side; threads that spin while they wait would take the processor from each other.
export OMP_WAIT_POLICY=passive
run() {
  swift test -c release --disable-testable-imports "$@" 2>&1 | sed -u -E \
    -e '/^\[[0-9]+\/[0-9]+\]/d' \
    -e '/^(Building|Fetch|Updat|Comput|Creat|Working|Planning)/d' \
    -e '/^Test Suite .* (started|passed) at/d' \
    -e '/^[[:space:]]*Executed 0 tests/d' \
    -e '/^✔ Test run with/p' -e '/^(◇|✔) .*\.$/d' -e '/^(◇|✔)/,/(started|seconds)\.$/d' \
    -e '/^↳ (Testing Library|Target Platform)/d' -e '/^[[:space:]]*$/d'
}

run "$@"
if [ $# -eq 0 ]; then
  echo "The example program, as a package of its own"
  scripts/examples.sh
fi
if [ $# -eq 0 ] && grep -qw avx512f /proc/cpuinfo; then
  echo "The compute engine as on a processor without AVX-512"
  ONEDNN_MAX_CPU_ISA=AVX2 run --skip-build --filter 'OperationTests|SamplesTests|ReferenceNetworkTests'
fi
