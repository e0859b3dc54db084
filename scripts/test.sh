#!/bin/bash
# Checks how sources are formatted, then runs all tests; prints failures, skipped tests and the summary.
# With arguments, runs only the tests that `swift test` picks by them: scripts/test.sh --filter Loss
set -euo pipefail
cd "$(dirname "$0")/.."
# Tests run side by side; threads that spin while they wait would take the processor from each other.
export OMP_WAIT_POLICY=passive

# Runs a formatter that finds nothing in sources that are as it would write them.
check() {
  local remedy=$1 findings
  shift
  if ! command -v "$1" >/dev/null; then
    echo "test: $1 is missing; scripts/setup.sh --for-tests installs it" >&2
    exit 1
  fi
  if ! findings=$("$@" 2>&1); then
    echo "$findings" >&2
    echo "test: some sources are not formatted; this corrects most of them: $remedy" >&2
    exit 1
  fi
}

run() {
  swift test -c release --disable-testable-imports "$@" 2>&1 | sed -u -E \
    -e '/^\[[0-9]+\/[0-9]+\]/d' \
    -e '/^(Building|Fetch|Updat|Comput|Creat|Working|Planning)/d' \
    -e '/^Test Suite .* (started|passed) at/d' \
    -e '/^[[:space:]]*Executed 0 tests/d' \
    -e '/^✔ Test run with/p' -e '/^(◇|✔) .*\.$/d' -e '/^(◇|✔)/,/(started|seconds)\.$/d' \
    -e '/^↳ (Testing Library|Target Platform)/d' -e '/^[[:space:]]*$/d'
}

if [ $# -gt 0 ]; then
  run "$@"
  exit
fi

swift_sources=(Sources Tests Benchmarks samples Package.swift)
mapfile -t c_sources < <(find Sources/C -name '*.[ch]' -o -name '*.inc')
check "swift format -i -r ${swift_sources[*]}" swift format lint --strict -r "${swift_sources[@]}"
check "clang-format -i FILE (version 14)" clang-format --dry-run --Werror "${c_sources[@]}"

echo "Building and running the tests"
run
echo "The example program, as a package of its own"
scripts/examples.sh

# Kernels are compiled for several instruction sets, of which the program runs the best that the
# processor has. The others are compiled alone and run here, with oneDNN kept to what it may use
# beside them: the channels of feature maps then lie in blocks of eight, else of sixteen.
[ "$(uname -m)" = x86_64 ] || exit 0
restore() { swift build -c release --product seg >/dev/null 2>&1; }
trap restore EXIT
engine='(ComputeEngine|OneDNNBackend)Tests'
all="$engine|(Volumes|Phantoms|Preprocessing|Augmentation|Evaluation|Inference)Tests\."
if grep -qw avx512f /proc/cpuinfo; then
  echo "Kernels and engine as on a processor without AVX-512"
  SEG_KERNELS=v3 ONEDNN_MAX_CPU_ISA=AVX2 run --filter "$all"
fi
echo "Kernels as on a processor without AVX2"
SEG_KERNELS=default run --filter "$all"
if grep -qw avx512f /proc/cpuinfo; then
  SEG_KERNELS=default ONEDNN_MAX_CPU_ISA=AVX2 run --skip-build --filter "$engine"
fi
