import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { SearchError } from "../error.js";
import { Lexicon } from "../pack.js";

/** @type {{lexicon: unknown, documents: {packed: string, texts: string[]}[]}} */
const vectors = JSON.parse(readFileSync(new URL("../../pack/testdata/packed.json", import.meta.url), "utf8"));
const lexicon = new Lexicon(vectors.lexicon);

/** @param {unknown} error */
const isDamaged = (error) => error instanceof SearchError && error.code === "damaged";

test("what the build packed reads back", async () => {
	assert.ok(vectors.documents.length > 20);
	for (const { packed, texts } of vectors.documents) assert.deepEqual(await lexicon.unpack(packed), texts);
});

test("a text that is truncated or altered is damaged", async () => {
	for (const { packed } of vectors.documents.slice(-4)) {
		for (let at = 0; at < packed.length; at++) {
			await assert.rejects(lexicon.unpack(packed.slice(0, at)), isDamaged);
			for (const c of ["(", "z", '"', "é", ""]) {
				if (c === packed[at] || (c === "" && packed[at] === packed[at + 1])) continue;
				await assert.rejects(lexicon.unpack(packed.slice(0, at) + c + packed.slice(at + 1)), isDamaged, `${at} ${c}`);
			}
		}
		await assert.rejects(lexicon.unpack(`${packed}A`), isDamaged);
	}
});

test("digits made up, with their checksum, end", async () => {
	const digits = "(.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	let seed = 1;
	for (let n = 0; n < 3000; n++) {
		let [text, sum] = ["", 1];
		for (let i = 0; i < n % 50; i++) {
			seed = (seed * 48271) % 2147483647;
			text += digits[seed % 64];
			sum = (sum * 8191 + (seed % 64)) % 262139;
		}
		text = digits[Math.floor(sum / 4096)] + digits[Math.floor(sum / 64) % 64] + digits[sum % 64] + text;
		try {
			const length = (await lexicon.unpack(text)).join("").length;
			assert.ok(length < 5000, `${length} units from ${text}`);
		} catch (error) {
			assert.ok(isDamaged(error), `${error}`);
		}
	}
});

test("a lexicon of another kind is damaged", async () => {
	for (const file of [undefined, null, 12, "", [], {}, { special: [], words: 1, lengths: "", marks: [] }]) {
		assert.throws(() => new Lexicon(file), isDamaged);
	}
	const empty = new Lexicon({ special: [], words: "", lengths: "", marks: [] });
	for (const { packed } of vectors.documents) await assert.rejects(empty.unpack(packed), isDamaged);
});
