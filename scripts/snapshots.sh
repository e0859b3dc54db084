#!/bin/bash
# Records the snapshots of the suites named ...SnapshotTests again and shows which files have changed.
set -euo pipefail
cd "$(dirname "$0")/.."
# Recording makes the tests fail, so that nobody takes it for a test.
SEG_RECORD_SNAPSHOTS=1 swift test -c release --disable-testable-imports --filter "${1:-SnapshotTests}" || true
git status --short -- 'Tests/*/Snapshots'
