package privacy

import "strings"

// social recognises a French social-security number: sex, year, month,
// department (2A and 2B in Corsica), commune, order, and the key, which must be right.
func social(text string, from, at int) (start, end int, ok bool) {
	if strings.IndexByte("123478", text[at]) < 0 || !begins(text, from, at) {
		return 0, 0, false
	}
	f := read(text, at, 15, func(before []byte, c byte) bool {
		return len(before) == 6 && before[5] == '2' && (c|0x20 == 'a' || c|0x20 == 'b')
	})
	if f.n < 15 || !finishes(text, f.ends[14]) {
		return 0, 0, false
	}
	number, key := strings.ToUpper(f.String()[:13]), f.String()[13:]
	if !isMonth(number[3:5]) {
		return 0, 0, false
	}
	corsica := 0
	switch number[5:7] {
	case "2A":
		number, corsica = number[:5]+"20"+number[7:], 1000000
	case "2B":
		number, corsica = number[:5]+"20"+number[7:], 2000000
	case "00":
		return 0, 0, false
	}
	// INSEE: take a million off for 2A, two for 2B, with A and B read as 0.
	value := 0
	for _, c := range number {
		value = 10*value + int(c-'0')
	}
	if value -= corsica; 97-value%97 != 10*int(key[0]-'0')+int(key[1]-'0') {
		return 0, 0, false
	}
	return at, f.ends[14], true
}

// isMonth reports whether two digits are a month of birth, or one of the codes
// that stand for a month that is not known (20 to 42, 50 to 99).
func isMonth(digits string) bool {
	return digits >= "01" && digits <= "12" || digits >= "20" && digits <= "42" || digits >= "50"
}

// ibanLengths are the countries of the IBAN registry with the length of their numbers.
const ibanLengths = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 " +
	"FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 " +
	"LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 " +
	"SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"

// iban recognises an international bank account number, whose two check digits
// at at must be right. It may be written in groups.
func iban(text string, from, at int) (start, end int, ok bool) {
	start = at - 2
	if start < from || !isLetter(text[start]) || !isLetter(text[start+1]) || !begins(text, from, start) {
		return 0, 0, false
	}
	country := strings.ToUpper(text[start:at])
	i := strings.Index(ibanLengths, country)
	if i < 0 || i%5 != 0 {
		return 0, 0, false
	}
	length := 10*int(ibanLengths[i+2]-'0') + int(ibanLengths[i+3]-'0')
	number := make([]byte, 0, length)
	for end = start; end < len(text) && len(number) < length; end++ {
		switch c := text[end]; {
		case isDigit(c), isLetter(c):
			number = append(number, c)
		case c == ' ' || c == '-' || c == '.' || c == '\n':
			if end+1 >= len(text) || !isDigit(text[end+1]) && !isLetter(text[end+1]) {
				return 0, 0, false
			}
		default:
			return 0, 0, false
		}
	}
	if len(number) < length || !finishes(text, end) {
		return 0, 0, false
	}
	rest := 0 // of the number, its first four characters moved to its end and letters from 10 on, by 97
	for _, c := range append(number[4:length:length], number[:4]...) {
		if isDigit(c) {
			rest = (10*rest + int(c-'0')) % 97
		} else {
			rest = (100*rest + int(c|0x20-'a') + 10) % 97
		}
	}
	return start, end, rest == 1
}
