#!/bin/bash
# Installs the Debian packages that building needs, if any is missing; with --for-tests those that
# `make test` needs, too.
set -euo pipefail

if ! command -v swift >/dev/null; then
  echo "setup: no swift on the PATH; install Swift 6.1 or later from https://www.swift.org/install" >&2
  exit 1
fi

packages=(
  ca-certificates git pkg-config libc6-dev
  zlib1g-dev libznz-dev libnifti2-dev libhdf5-dev libdnnl-dev libcairo2-dev
)
case "${1:-}" in
  "") ;;
  # The form of C sources, and the text of PDF reports.
  --for-tests) packages+=(clang-format poppler-utils) ;;
  *)
    echo "setup: unknown option $1; the only one is --for-tests" >&2
    exit 64
    ;;
esac
# The linker finds OpenMP (libgomp) in the folder of any one version of GCC.
if ! compgen -G "/usr/lib/gcc/*/*/libgomp.so" >/dev/null; then packages+=(libgcc-12-dev); fi

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null || true)
  [[ $status == ii* ]] || missing+=("$package")
done
if ((${#missing[@]} == 0)); then exit 0; fi

echo "Installing ${missing[*]}"
as_root=()
if ((EUID != 0)); then
  if ! command -v sudo >/dev/null; then
    echo "setup: neither root nor sudo; run as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
quietly() {
  if ! "${as_root[@]}" "$@" >"$log" 2>&1; then
    cat "$log" >&2
    echo "setup: $1 failed" >&2
    exit 1
  fi
}
quietly apt-get update -q
quietly apt-get install -q -y --no-install-recommends "${missing[@]}"
