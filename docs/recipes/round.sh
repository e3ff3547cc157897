#!/usr/bin/env bash
# The whole round with curl: begin, answer, freeze, sign off, fetch the report, replay.
# BERTH_URL=http://127.0.0.1:8000 BERTH_TOKEN=… ./round.sh
set -euo pipefail
api="${BERTH_URL:-http://127.0.0.1:8000}/api/v1"
heads=$(mktemp) && trap 'rm -f "$heads"' EXIT

call() { # METHOD PATH [BODY] [curl options …]; prints the body, keeps the headers
  local method=$1 path=$2 body=${3:-}
  shift $(($# > 2 ? 3 : 2))
  curl --silent --show-error --fail-with-body --request "$method" "$api/$path" --dump-header "$heads" \
    --header "Authorization: Token $BERTH_TOKEN" --header "Content-Type: application/json" \
    ${body:+--data "$body"} "$@"
}
etag() { sed -n 's/^etag: *//Ip' "$heads" | tr -d '\r'; }
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
key() { python3 -c 'import uuid; print(uuid.uuid4())'; }

code=$(call POST assessments/ '{"title": "Payroll", "scenario": "erp"}' -H "Idempotency-Key: $(key)" | field code)
call PATCH "assessments/$code/answers/" '{"release_rate": "yearly"}' -H "If-Match: $(etag)" >/dev/null
record=$(call POST "assessments/$code/recommendations/" '{}' -H "If-Match: $(etag)" -H "Idempotency-Key: $(key)")
code=$(field code <<<"$record")
review='{"name": "R. Viewer", "role": "Chief architect", "decision": "approved", "digest": "'$(field digest <<<"$record")'"}'
call POST "recommendations/$code/signoffs/" "$review" -H "If-Match: $(etag)" -H "Idempotency-Key: $(key)" >/dev/null
call GET "recommendations/$code/report.pdf?lang=en" '' --output report.pdf
call GET "recommendations/$code/report.md?lang=en" '' --output decision.md
echo "$(field verdict <<<"$record") $(field platform <<<"$record")"
call POST "recommendations/$code/replay/" '{}' | field same_bytes
