// Unpacks what a test in Go has packed: lines of {lexicon, packed} in, lines of
// {texts} or {code} out.

import { createInterface } from "node:readline";
import { SearchError } from "../error.js";
import { Lexicon } from "../pack.js";

let lexicon = new Lexicon({ special: [1, 1, 1, 1, 1], words: "", lengths: "", marks: [] });
for await (const line of createInterface({ input: process.stdin })) {
	const { lexicon: file, packed } = JSON.parse(line);
	if (file) lexicon = new Lexicon(file);
	let answer;
	try {
		answer = { texts: await lexicon.unpack(packed) };
	} catch (error) {
		if (!(error instanceof SearchError)) throw error;
		answer = { code: error.code };
	}
	console.log(JSON.stringify(answer));
}
