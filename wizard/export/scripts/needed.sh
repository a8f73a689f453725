need() {
  [ -n "${!1:-}" ] || { printf '%s\n' "$1 is not set. Set it, then run this script again." >&2; exit 2; }
  case ${!1} in *[[:cntrl:]]*) printf '%s\n' "$1 contains a control character. Remove it." >&2; exit 2 ;; esac
}
@@CALLS@@
