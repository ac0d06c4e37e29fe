#!/usr/bin/env bash
# timed.sh NAME COMMAND…: runs the command, then says how it ended and how long it took.
set -uo pipefail
name=$1
shift
"$@"
status=$?
if [ "$status" -eq 0 ]; then outcome=ok; else outcome="failed (status $status)"; fi
printf '%s: %s, %d s\n' "$name" "$outcome" "$SECONDS"
exit "$status"
