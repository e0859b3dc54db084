#!/bin/bash
# Everything once on generated patients: train on 24, then segment and measure 6 that the network has not seen.
set -euo pipefail
cd "$(dirname "$0")/.."
seg=.build/release/seg
expected=0.80

step() {
  printf '\n$ seg %s\n' "$*"
  "$seg" "$@"
}

rm -rf demo
mkdir demo
start=$SECONDS
step phantom --output demo/data --cases 24 --test-cases 6
step pack demo/data --output demo/scans.h5
step train --data demo/scans.h5 --output demo/run --pipeline fast --time-limit 300s
step predict demo/data/imagesTs --model demo/run --output demo/predictions
step evaluate --predictions demo/predictions --references demo/data/labelsTs \
  --images demo/data/imagesTs --labels grey-matter,white-matter,ventricles,cerebellum,lesion \
  --model demo/run --output demo/report

dice=$(tr -d ' \n' <demo/report/summary.json |
  sed -nE 's/.*"mean":\{[^{}]*"dice":([0-9]+(\.[0-9]{1,3})?).*/\1/p')
echo
echo "Mean Dice on 6 unseen patients: ${dice:-undefined} (after $((SECONDS - start)) s)"
echo "Open $(pwd)/demo/report/report.html"
if ! awk -v dice="${dice:-0}" -v expected="$expected" 'BEGIN { exit !(dice >= expected) }'; then
  echo "demo: expected a mean Dice of at least $expected" >&2
  exit 1
fi
