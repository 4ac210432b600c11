// Analyses texts and cuts queries, one JSON object a line, for the tests in Go
// that ask whether both sides do the same.

import { createInterface } from "node:readline";
import { parse } from "../query.js";
import { languages } from "./languages.js";

for await (const line of createInterface({ input: process.stdin })) {
	const { lang, text } = JSON.parse(line);
	const tokens = languages.get(lang)?.tokens(text);
	const clauses = parse(text).map((c) => ({ ...c, start: Buffer.byteLength(text.slice(0, c.start)) }));
	process.stdout.write(`${JSON.stringify(lang ? tokens : clauses)}\n`);
}
