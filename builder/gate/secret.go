package gate

import (
	"strconv"

	"relais/builder/handbook"
)

// Kind is what kind of thing must not be in the output.
type Kind string

// Kinds of secrets.
const (
	Participant Kind = "participant" // a name on the roster
	Author      Kind = "author"      // the name or address of somebody who committed to the repository
	Title       Kind = "title"       // the title or id of a page that is not for these readers
	Passage     Kind = "passage"     // some words of its text, one after the other
	Word        Kind = "word"        // a word that its text has, and nothing that may be published
	Address     Kind = "address"     // where it would be published
	File        Kind = "file"        // an attachment that no published page uses
)

// secret is where something stands that must not be in the output.
type secret struct {
	kind Kind
	page int32 // index in Gate.sources; -1 for what no page holds
	line int32 // in its file; 0 when it is the file's name
}

// A Leak is a secret in a file of the output. It does not repeat the secret.
type Leak struct {
	Kind   Kind
	Source string // the file that the secret stands in, masked but for its folder; "" for the roster and the repository
	From   int    // its line there; 0 for the file as a whole
	Sink   string // the file of the output, masked where it says the secret itself
	Line   int    // in it; 0 for its name, or what is packed
	Where  Place
	Found  string // masked
}

// Problem says of a leak what its author must know.
func (l Leak) Problem() handbook.Problem {
	p := handbook.Problem{
		Code: "leak-page", Severity: handbook.Error, Path: l.Sink,
		Args: map[string]string{
			"Kind": string(l.Kind), "Found": l.Found, "Source": l.Source, "SourceLine": lineNumber(l.From),
			"Place": string(l.Where.Kind), "Name": l.Where.Name, "Line": lineNumber(l.Line),
		},
	}
	switch l.Kind {
	case Participant:
		p.Code = "leak-participant"
	case Author:
		p.Code = "leak-author"
	}
	return p
}

// lineNumber returns a line for a message, "" for none.
func lineNumber(line int) string {
	if line == 0 {
		return ""
	}
	return strconv.Itoa(line)
}
