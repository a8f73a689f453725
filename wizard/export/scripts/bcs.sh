#!/usr/bin/env bash
@@ABOUT@@
@@SECRET_NOTES@@if [ -z "${BASH_VERSION:-}" ]; then echo 'Run this script with bash.' >&2; exit 2; fi
set -euo pipefail

for variable in@@SECRETS@@; do
  [ -n "${!variable:-}" ] || { printf '%s\n' "$variable is not set: the request cannot be sent without it." >&2; exit 2; }
  case ${!variable} in *[[:cntrl:]]*) printf '%s\n' "$variable holds a control character." >&2; exit 2 ;; esac
done

# A text as a JSON string.
json_string() {
  local text=$1
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  printf '"%s"' "$text"
}

body=@@BODY@@

printf '%s' "$body" | bcs cc cluster -f /dev/stdin
