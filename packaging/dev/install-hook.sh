#!/usr/bin/env bash
# Puts the pre-commit hook in place; never over a hook that somebody else wrote.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
hook=$(git rev-parse --path-format=absolute --git-path hooks)/pre-commit
if [ -e "$hook" ] && ! cmp -s pre-commit "$hook"; then
  printf 'hook: %s exists and is not ours: add "make check" to it by hand\n' "$hook" >&2
  exit 1
fi
install -D -m 755 pre-commit "$hook"
printf 'hook: "make check" now runs before each commit (%s)\n' "$hook"
