#!/usr/bin/env bash
# «Creates an Alibaba Cloud BatchCompute cluster. Needs bash, curl and openssl.»
# «Environment variables:»
#   ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET   «the credentials (required)»
#   ALIBABA_CLOUD_SECURITY_TOKEN   «the STS token of temporary credentials»
#   ALIBABA_CLOUD_REGION_ID        «the region»@@REGION_NOTE@@
#   BATCHCOMPUTE_ENDPOINT          «the URL of the service»@@ENDPOINT_NOTE@@
#   IDEMPOTENT_TOKEN               «with the same token, the same request never creates a second cluster»
@@SECRET_NOTES@@# «Prints the response to standard output, everything else to standard error.»
# «Exit codes: 0 created, 2 missing or invalid setting, 3 rejected by the service, 4 no response, 130 interrupted.»
if [ -z "${BASH_VERSION:-}" ]; then echo '«Run this script with bash.»' >&2; exit 2; fi
set -euo pipefail

fail() { printf '%s\n' "$2" >&2; exit "$1"; }
for program in curl openssl; do
  command -v "$program" >/dev/null || fail 2 "«{program} not found. Install it first.»"
done
for name in ALIBABA_CLOUD_ACCESS_KEY_ID ALIBABA_CLOUD_ACCESS_KEY_SECRET@@SECRETS@@; do
  [ -n "${!name:-}" ] || fail 2 "«{name} is not set. Set it, then run this script again.»"
done
for name in ALIBABA_CLOUD_ACCESS_KEY_ID ALIBABA_CLOUD_ACCESS_KEY_SECRET ALIBABA_CLOUD_SECURITY_TOKEN@@SECRETS@@; do
  case ${!name:-} in *[[:cntrl:]]*) fail 2 "«{name} contains a control character. Remove it.»" ;; esac
done
region=${ALIBABA_CLOUD_REGION_ID:-@@REGION@@}
endpoint=${BATCHCOMPUTE_ENDPOINT:-@@ENDPOINT@@}
case $region in *[!a-z0-9-]*) fail 2 "«Invalid region: {region}. Use an ID such as cn-hangzhou.»" ;; esac
if [ -z "$endpoint" ]; then
  [ -n "$region" ] || fail 2 '«ALIBABA_CLOUD_REGION_ID is not set. Set it to the region of the cluster.»'
  endpoint=https://batchcompute.$region.aliyuncs.com
fi
endpoint=${endpoint%/} region=${region:-local} proxy=()
address='^[a-z]+://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[1-9][0-9]{0,4})?$'
[[ $endpoint =~ $address ]] && ((10#0${BASH_REMATCH[2]#:} < 65536)) ||
  fail 2 '«Invalid BATCHCOMPUTE_ENDPOINT. Use a URL such as https://batchcompute.cn-hangzhou.aliyuncs.com.»'
case $endpoint in
  https://*) ;;
  http://127.0.0.1|http://127.0.0.1:*|http://localhost|http://localhost:*|'http://[::1]'|'http://[::1]:'*)
    proxy=(--noproxy '*') ;;
  *) fail 2 "«Invalid endpoint: {endpoint}. Use https://, or http:// on this computer.»" ;;
esac
token=${IDEMPOTENT_TOKEN:-$(openssl rand -hex 16)}
[[ $token =~ ^[A-Za-z0-9_]{1,64}$ ]] || fail 2 '«Invalid IDEMPOTENT_TOKEN. Use at most 64 letters, digits and underscores.»'
unknown="«the cluster may or may not exist. To find out, run this script again with IDEMPOTENT_TOKEN={token}.»"
trap 'fail 130 "«Interrupted: {unknown}»"' INT

@@JSON_STRING@@# «HMAC-SHA1 of standard input in base64. Other users can see the arguments of programs, so the key is not one.»
hmac_sha1() {
  local LC_ALL=C key=$1 inner='' outer='' byte i
  [ "${#key}" -le 64 ] || fail 2 '«ALIBABA_CLOUD_ACCESS_KEY_SECRET has more than 64 bytes. Check it.»'
  for ((i = 0; i < 64; i++)); do
    byte=0
    if [ "$i" -lt "${#key}" ]; then printf -v byte %d "'${key:i:1}"; fi
    printf -v inner '%s\\x%02x' "$inner" "$(((byte & 255) ^ 0x36))"
    printf -v outer '%s\\x%02x' "$outer" "$(((byte & 255) ^ 0x5c))"
  done
  # shellcheck disable=SC2059  # «the bytes of the key, as escapes of printf»
  { printf "$inner"; cat; } | openssl dgst -sha1 -binary | { printf "$outer"; cat; } |
    openssl dgst -sha1 -binary | openssl base64 -A
}

# «Remove control characters and bidirectional overrides from standard input.»
printable() {
  LC_ALL=C tr -d '\000-\010\013-\037\177' | LC_ALL=C sed -e $'s/\xc2[\x80-\x9f]//g' \
    -e $'s/\xe2\x80[\x8b-\x8f\xa8-\xae]//g' -e $'s/\xe2\x81[\xa6-\xa9]//g' -e $'s/\xd8\x9c//g'
}

# «Print a header as a line of a curl configuration file.»
header() {
  local text=${1//\\/\\\\}
  printf 'header = "%s"\n' "${text//\"/\\\"}"
}

body=@@BODY@@

printf 'POST %s/clusters?IdempotentToken=%s\n' "$endpoint" "$token" >&2
created='^20[01]:[[:space:]]*\{.*"Id"[[:space:]]*:[[:space:]]*"[^"]+".*\}[[:space:]]*$'
for pause in 1 2 0; do
  date=$(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S GMT')
  signed=(
    "x-acs-access-key-id:$ALIBABA_CLOUD_ACCESS_KEY_ID"
    "x-acs-region-id:$region"
    ${ALIBABA_CLOUD_SECURITY_TOKEN:+"x-acs-security-token:$ALIBABA_CLOUD_SECURITY_TOKEN"}
    'x-acs-signature-method:HMAC-SHA1'
    "x-acs-signature-nonce:$(openssl rand -hex 16)"
    'x-acs-signature-version:1.0'
    'x-acs-version:2015-11-11'
  )
  signature=$(
    printf '%s\n' POST application/json '' application/json "$date" "${signed[@]}" |
      { cat; printf '%s' "/clusters?IdempotentToken=$token"; } | hmac_sha1 "$ALIBABA_CLOUD_ACCESS_KEY_SECRET"
  )
  headers=$(
    for line in 'Accept: application/json' 'Content-Type: application/json' 'Expect:' "Date: $date" "${signed[@]}" \
      "Authorization: acs $ALIBABA_CLOUD_ACCESS_KEY_ID:$signature"; do header "$line"; done
  )
  answer=$(
    printf '%s' "$body" | curl -q --silent --show-error --globoff --connect-timeout 10 --max-time 30 \
      ${proxy[@]+"${proxy[@]}"} --config <(printf '%s\n' "$headers") --data-binary @- \
      --write-out '\n%{http_code}' "$endpoint/clusters?IdempotentToken=$token" | printable
  ) || true
  status=${answer##*$'\n'} answer=${answer%$'\n'*}
  if [[ $status:$answer =~ $created ]]; then printf '%s\n' "$answer"; exit 0; fi
  case $status in
    408|429) ;;
    4??) printf '%s\n' "$answer" >&2; fail 3 "«The service rejected the request (HTTP {status}).»" ;;
  esac
  if [ "$pause" != 0 ]; then sleep "$pause"; fi
done
printf '%s\n' "$answer" >&2
fail 4 "«No response: {unknown}»"
