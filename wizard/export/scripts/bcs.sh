#!/usr/bin/env bash
@@ABOUT@@
@@SECRET_NOTES@@if [ -z "${BASH_VERSION:-}" ]; then echo '«Run this script with bash.»' >&2; exit 2; fi
set -euo pipefail

@@NEEDED@@@@JSON_STRING@@body=@@BODY@@

printf '%s' "$body" | bcs cc cluster -f /dev/stdin
