package gate

// Fresh returns a gate that looks for the same and has read nothing.
func (g *Gate) Fresh() *Gate {
	return &Gate{
		matcher: g.matcher, people: g.people, sources: g.sources, addresses: g.addresses, ends: g.ends, trusted: g.trusted,
		leaks: map[Leak]bool{}, closely: g.closely, seed: g.seed,
	}
}
