package pack

// coder is a range coder in digits of 6 bits.
type coder struct {
	digits     []byte // 0 to 63
	low, width uint64 // of what is still open, in units of 64^-8 of the last digit
}

const (
	base       = 64
	fullWidth  = 1 << 48
	leastWidth = 1 << 42 // when less is open a digit is certain, but for a carry
	lastDigits = 8
)

func newCoder() *coder { return &coder{digits: make([]byte, 0, 1536), width: fullWidth} }

// encode narrows what is open to a symbol with the numbers from to from+size−1
// of total.
func (c *coder) encode(from, size, total uint64) {
	step := c.width / total
	c.low += from * step
	c.width = size * step
	if c.low >= fullWidth {
		c.low -= fullWidth
		c.carry()
	}
	for c.width < leastWidth {
		c.digits = append(c.digits, byte(c.low/leastWidth))
		c.low = c.low % leastWidth * base
		c.width *= base
	}
}

func (c *coder) carry() {
	i := len(c.digits) - 1
	for ; c.digits[i] == base-1; i-- {
		c.digits[i] = 0
	}
	c.digits[i]++
}

// finish returns the digits of the shortest number that is open; zeros follow.
func (c *coder) finish() []byte {
	for n, unit := 0, uint64(fullWidth); ; n, unit = n+1, unit/base {
		number := (c.low + unit - 1) / unit * unit
		if number >= c.low+c.width {
			continue
		}
		if number >= fullWidth {
			number -= fullWidth
			c.carry()
		}
		for range n {
			c.digits = append(c.digits, byte(number/leastWidth))
			number = number % leastWidth * base
		}
		return c.digits
	}
}

// packDigits are those characters that a file of the export has anyway: gzip
// then takes 6 bits for each.
const packDigits = "(.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

const (
	checkDigits = 3
	checkPrime  = 262139 // the largest below 64³
	checkFactor = 8191
)

// checked returns digits as text, with a checksum before them.
func checked(digits []byte) string {
	sum := 1
	for _, d := range digits {
		sum = (sum*checkFactor + int(d)) % checkPrime
	}
	text := make([]byte, 0, checkDigits+len(digits))
	text = append(text, packDigits[sum/base/base], packDigits[sum/base%base], packDigits[sum%base])
	for _, d := range digits {
		text = append(text, packDigits[d])
	}
	return string(text)
}
