// What people, and those who wish them ill, may put into a search box.

export const hostile = [
	"__proto__",
	"constructor",
	"hasOwnProperty:toString",
	"type:__proto__ function:constructor",
	'"',
	'"""',
	"« »",
	"-",
	"- -- :",
	":::",
	"<img src=x onerror=alert(1)>",
	"javascript:alert(1)",
	"{{.Title}} {n} $& $1 $0",
	"(*[+?^$",
	"%00%FF%E0%A4%A",
	"\ud800 é\u0301 \u202e \u200b",
	"'; DROP TABLE fiches; --",
	"🙂🙂🙂",
	"e\u0301".repeat(300),
	"mot ".repeat(300),
];

/** A query as long as a paste by mistake. */
export const huge = "insulte ".repeat(12_800);
