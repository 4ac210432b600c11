command -v jq > /dev/null || { apt-get -qq update && apt-get -qq install --yes jq; } > /dev/null
forge() { curl --fail --silent --show-error --header "$header" --header "Content-Type: application/json" "$@"; }
jq --raw-input --slurp '{body: ("<!-- relais -->\n" + .)}' .relais/ci/changes.md > .relais/ci/comment.json
earlier=$(forge "$comments?per_page=100&limit=100" | jq 'map(select(.body | startswith("<!-- relais -->"))) | .[0].id // empty')
if [ -n "$earlier" ]; then
  forge --request "$change" --data @.relais/ci/comment.json --output /dev/null "$comment/$earlier"
else
  forge --request POST --data @.relais/ci/comment.json --output /dev/null "$comments"
fi
