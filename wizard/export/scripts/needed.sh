need() {
  local name=$1
  [ -n "${!name:-}" ] || { printf '%s\n' "«{name} is not set. Set it, then run this script again.»" >&2; exit 2; }
  case ${!name} in *[[:cntrl:]]*) printf '%s\n' "«{name} contains a control character. Remove it.»" >&2; exit 2 ;; esac
}
@@CALLS@@
