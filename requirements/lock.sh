#!/bin/sh
# Rewrites the locks. They name no host: uv pip compile, not uv.lock.
set -eu
cd "$(dirname "$0")/.."
compile() { "${UV:-uv}" pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-annotate "$@"; }
compile pyproject.toml --all-extras --group dev -o requirements/all.txt
trap 'rm -f requirements/all.txt requirements/pins.txt' EXIT
# constraints without hashes: each group takes the very versions of the whole
sed -n 's/^\([A-Za-z0-9_.-]*==[^ ;\\]*\).*/\1/p' requirements/all.txt > requirements/pins.txt
compile pyproject.toml -c requirements/pins.txt -o requirements/runtime.txt
compile --group dev -c requirements/pins.txt -o requirements/dev.txt
printf '%s\n' 'pyspark>=4.0,<4.1' | compile - -c requirements/pins.txt -o requirements/spark.txt
