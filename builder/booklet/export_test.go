package booklet

// LaidOut returns the pages of the final print.
func (b *Book) LaidOut(draft map[string]int) map[string]int { return b.laidOut(draft).folios }
