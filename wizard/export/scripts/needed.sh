need() {
  [ -n "${!1:-}" ] || { printf '%s\n' "$1 is not set: the request cannot be sent without it." >&2; exit 2; }
  case ${!1} in *[[:cntrl:]]*) printf '%s\n' "$1 holds a control character." >&2; exit 2 ;; esac
}
@@CALLS@@
