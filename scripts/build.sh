#!/bin/bash
# Builds the release program; prints what matters.
set -euo pipefail
cd "$(dirname "$0")/.."
if [[ -t 1 ]]; then exec swift build -c release --product seg; fi
swift build -c release --product seg 2>&1 | sed -u -E '/^\[[0-9]+\/[0-9]+\]/d; /^(Building|Fetch|Updat|Comput|Creat|Working|Planning)/d'
