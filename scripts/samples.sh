#!/bin/bash
# Generates the files in samples/ again: the same voxels every time.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
.build/release/seg phantom --output "$folder/brain" --cases 1 --seed 2026
.build/release/seg phantom --output "$folder/abdomen" --cases 1 --seed 2026 --kind abdomen --size 48x72x96
for kind in brain abdomen; do
  cp "$folder/$kind/imagesTr/${kind}_001_0000.nii.gz" "samples/$kind.nii.gz"
  cp "$folder/$kind/labelsTr/${kind}_001.nii.gz" "samples/${kind}_labels.nii.gz"
done
