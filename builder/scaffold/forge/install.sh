rm -rf .relais/ci && mkdir -p .relais/ci
bin="${RUNNER_TEMP:-/tmp}/relais/bin"
mkdir -p "$bin"
if [ -n "$RELAIS_RELEASE" ]; then
  curl --fail --silent --show-error --location --output "$bin/relais.tar.gz" "$RELAIS_RELEASE"
  echo "$RELAIS_SHA256  $bin/relais.tar.gz" | sha256sum --check --quiet
  tar -xzf "$bin/relais.tar.gz" -C "$bin"
elif [ -d "$RELAIS_SOURCE" ]; then
  go build -C "$RELAIS_SOURCE" -o "$bin/relais" ./cmd/relais
elif [ -n "$RELAIS_SOURCE" ]; then
  rm -rf "$bin/source"
  git clone --quiet --depth 1 --branch "$RELAIS_VERSION" "$RELAIS_SOURCE" "$bin/source"
  go build -C "$bin/source" -o "$bin/relais" ./cmd/relais
else
  echo "<%text "Renseignez RELAIS_SOURCE ou RELAIS_RELEASE en tête de ce fichier." "Fill in RELAIS_SOURCE or RELAIS_RELEASE at the top of this file."%>" "<%.Pipeline%>"
  exit 1
fi
if [ -n "$GITHUB_PATH" ]; then echo "$bin" >> "$GITHUB_PATH"; fi
export PATH="$bin:$PATH"
