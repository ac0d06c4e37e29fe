#!/usr/bin/env bash
# Copies what a package brings to read, with all that it refers to, into the folder $1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mkdir -p "$1"
git ls-files -z --cached --others --exclude-standard docs ./*.md packaging/linux/README.md \
  daemon/scord/billing/{needs,nomenclature}.toml | xargs -0 cp --parents -t "$1"
