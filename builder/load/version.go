package load

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
)

// versionDigits is how many digits of a blob's hash name it: as git abbreviates
// in a repository of a few hundred thousand objects.
const versionDigits = 10

// version returns the name that git gives to a file of these bytes, abbreviated.
func version(src []byte) string {
	blob := sha1.New()
	fmt.Fprintf(blob, "blob %d\x00", len(src))
	blob.Write(src)
	return hex.EncodeToString(blob.Sum(nil))[:versionDigits]
}
