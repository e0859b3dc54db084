#!/bin/bash
# Builds the example program in samples/ as another package would, runs it, and compares what it prints.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$PWD/.build/examples
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! swift build --package-path samples/volumetry --scratch-path "$scratch" >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
volumetry=$scratch/debug/volumetry
expected=samples/volumetry/expected.txt
"$volumetry" samples/brain_labels.nii.gz samples/brain_labels.nii.gz | diff "$expected" - ||
  {
    echo "examples: volumetry does not print what $expected holds" >&2
    exit 1
  }
if "$volumetry" samples/none.nii.gz >"$log" 2>&1 || [[ $(<"$log") != *none.nii.gz* ]]; then
  echo "examples: volumetry does not name a file that is missing" >&2
  exit 1
fi
