package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"

	"relais/builder/handbook"
	"relais/builder/privacy"
)

// rosterKeyVariable is the environment variable that may hold the key of an encrypted
// roster itself, as the secrets of a forge do.
const rosterKeyVariable = "RELAIS_ROSTER_KEY"

// readRoster reads the names of the participants from a file, which age may
// have encrypted: then the key is in keyFile, or in the environment. A roster that
// names nobody is a mistake, for it would let all names through.
func readRoster(file, keyFile string, getenv func(string) string) (*privacy.Roster, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, rosterError(file, err,
			"Vérifiez le chemin donné à --roster.", "Check the path given to --roster.")
	}
	if isEncrypted(data) {
		if data, err = decrypt(data, keyFile, getenv); err != nil {
			return nil, rosterError(file, err,
				"Elle est chiffrée : donnez la clé d’un de ses destinataires avec --roster-key FICHIER, ou dans la variable "+rosterKeyVariable+".",
				"It is encrypted: give the key of one of its recipients with --roster-key FILE, or in the variable "+rosterKeyVariable+".")
		}
	}
	roster := privacy.ParseRoster(data)
	if roster.Len() == 0 {
		return nil, rosterError(file, errors.New("no name"),
			"Elle ne contient aucun nom : écrivez-en un par ligne.", "It has no name: write one a line.")
	}
	return roster, nil
}

// rosterError says that a roster cannot serve. It shows nothing of what is in it.
func rosterError(file string, cause error, fr, en string) error {
	return localError{cause: cause, text: handbook.Text{
		FR: fmt.Sprintf("relais : la liste des participants « %s » ne peut pas servir. %s", file, fr),
		EN: fmt.Sprintf("relais: the list of participants “%s” cannot serve. %s", file, en),
	}}
}

func isEncrypted(data []byte) bool {
	return bytes.HasPrefix(data, []byte("age-encryption.org/")) || bytes.HasPrefix(bytes.TrimSpace(data), []byte(armor.Header))
}

// decrypt opens a file that age has encrypted.
func decrypt(data []byte, keyFile string, getenv func(string) string) ([]byte, error) {
	keys := getenv(rosterKeyVariable)
	if keyFile != "" {
		read, err := os.ReadFile(keyFile)
		if err != nil {
			return nil, err
		}
		keys = string(read)
	}
	identities, err := age.ParseIdentities(strings.NewReader(keys))
	if err != nil {
		return nil, errors.New("no key that age knows") // age's own words may quote the key
	}
	var sealed io.Reader = bytes.NewReader(data)
	if data = bytes.TrimSpace(data); bytes.HasPrefix(data, []byte(armor.Header)) {
		sealed = armor.NewReader(bytes.NewReader(data))
	}
	opened, err := age.Decrypt(sealed, identities...)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(opened)
}
