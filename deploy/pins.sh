#!/bin/sh
# Pins what the *.in files ask for, with hashes: one file per service and one for development.
# Names of services' packages come out alike, since the second step is bound by the first.
# Arguments go to uv: `deploy/pins.sh --upgrade` takes the newest versions.
set -eu
cd "$(dirname "$0")/.."
uv=$(deploy/tools.sh uv)

compile() {
  in=$1 out=$2
  shift 2
  "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
    "$in" --output-file "$out" "$@"
}

compile requirements-dev.in requirements-dev.txt "$@"
for service in accounts bureau exports; do
  compile "services/$service/requirements.in" "services/$service/requirements.txt" \
    --constraint requirements-dev.txt
done
compile deploy/uv.in deploy/uv.txt "$@"
