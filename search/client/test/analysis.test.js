import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { languages } from "./languages.js";

const vectors = readFileSync(new URL("../../analysis/testdata/tokens.tsv", import.meta.url), "utf8");

test("the client analyses the reviewed vectors as written", () => {
	let rows = 0;
	for (const line of vectors.split("\n")) {
		if (line === "" || line.startsWith("#")) continue;
		const [code = "", text = "", want] = line.split("\t");
		const tokens = languages.get(code)?.tokens(JSON.parse(`"${text}"`)) ?? [];
		const got = tokens.map(({ word }) => `${word.stop ? "*" : ""}${word.surface}/${word.stem}`).join(" ");
		assert.equal(got, want, text);
		rows++;
	}
	assert.ok(rows > 40, `${rows} vectors`);
});

test("a word longer than forty letters is cut", () => {
	assert.equal(languages.get("fr")?.word("a".repeat(5000)).surface, "a".repeat(40));
});
