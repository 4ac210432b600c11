package privacy

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// email recognises an address around its at sign. The domain needs a dot, and its
// last label letters: those of internal networks (.local, .lan) count, those
// of files ("photo@2x.png") do not.
func email(text string, from, at int) (start, end int, ok bool) {
	start = at
	for start > from {
		r, size := utf8.DecodeLastRuneInString(text[from:start])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("._%+-", r) {
			break
		}
		start -= size
	}
	start += len(text[start:at]) - len(strings.TrimLeft(text[start:at], "._%+-"))
	end = at + 1
	dots, label := 0, end
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if r == '.' {
			if end == label { // an empty label
				break
			}
			dots, label = dots+1, end+1
		} else if r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			break
		}
		end += size
	}
	for end > at+1 && (text[end-1] == '.' || text[end-1] == '-') { // the end of the sentence
		if text[end-1] == '.' {
			dots--
		}
		end--
	}
	domain := text[at+1 : end]
	last := domain[strings.LastIndexByte(domain, '.')+1:]
	switch {
	case start == at, dots < 1, domain[0] == '-', text[at-1] == '.', strings.Contains(text[start:at], ".."):
		return 0, 0, false
	case utf8.RuneCountInString(last) < 2, strings.ContainsAny(last, "0123456789") && !strings.HasPrefix(last, "xn--"):
		return 0, 0, false
	case isFileName(last), text[start:at] == "git": // git@host is everybody's
		return 0, 0, false
	}
	return start, end, true
}

// spelt is how people write an at sign that machines should not take for one.
var spelt = regexp.MustCompile(`^[(\[{] ?(?i:at|arobase|@) ?[)\]}] ?`)

// maxLocal and maxDomain bound the parts of an address, in bytes.
const (
	maxLocal  = 64
	maxDomain = 253
)

// speltEmail recognises an address around such a sign: "jean (at) mairie.fr".
func speltEmail(text string, from, at int) (start, end int, ok bool) {
	if at+1 >= len(text) || strings.IndexByte("aA@ ", text[at+1]) < 0 { // most brackets
		return 0, 0, false
	}
	sign := spelt.FindString(text[at:min(at+16, len(text))])
	if sign == "" {
		return 0, 0, false
	}
	local, domain := strings.TrimSuffix(text[max(from, at-maxLocal-1):at], " "), text[at+len(sign):]
	blank := at > from && text[at-1] == ' '
	whole := local + "@" + domain[:min(maxDomain, len(domain))]
	if start, end, ok = email(whole, 0, len(local)); !ok {
		return 0, 0, false
	}
	start += at - len(local)
	if blank {
		start--
	}
	return start, end - len(local) - 1 + at + len(sign), true
}

// isFileName reports whether a last label is rather the end of a file's name.
func isFileName(label string) bool {
	switch strings.ToLower(label) {
	case "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "css", "js", "mjs", "html", "json", "yaml", "yml", "pdf":
		return true
	}
	return false
}

// isMailbox reports whether an address is an administration's and seems to name
// nobody: it has neither a first name nor an initial.
func (s *Scanner) isMailbox(address string) bool {
	local, domain, _ := strings.Cut(strings.ToLower(address), "@")
	public := false
	for _, suffix := range []string{".gouv.fr", ".europa.eu", ".gov", ".gov.uk"} {
		public = public || strings.HasSuffix(domain, suffix)
	}
	if !public {
		return false
	}
	for _, w := range tokens(local, nil) {
		known := s.words[fold(local[w.start:w.end])]
		if w.end-w.start == 1 || known.first || len(known.names) > 0 {
			return false
		}
	}
	return true
}
