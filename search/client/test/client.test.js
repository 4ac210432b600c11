import assert from "node:assert/strict";
import { test } from "node:test";
import { eachPosting, FORMAT, findTerm, Reader, readNode, readWords } from "../format.js";
import { open, SearchError } from "../index.js";
import { compare } from "../store.js";
import { distance } from "../words.js";

const empty = {
	format: FORMAT,
	documents: 0,
	totals: [0, 0, 0, 0],
	lengths: "bb0000000000",
	lexicon: "cc0000000000",
	languages: ["code: fr"],
	folds: "",
	facets: [],
	terms: { depth: 1, root: " aa0000000000" },
	words: { depth: 1, root: "" },
	texts: { depth: 1, root: "" },
};

/** @param {Record<string, unknown>} files by name */
function openFiles(files) {
	return open({
		base: "search/",
		async load(url) {
			const name = url.replace(/^search\/|\.js$|\//g, "");
			return name === empty.lengths ? "" : files[name];
		},
	});
}

/** @param {string} code */
const failure = (code) => (/** @type {unknown} */ error) => error instanceof SearchError && error.code === code;

test("a manifest that is not there is a damaged index, not a broken page", async () => {
	await assert.rejects(openFiles({}), failure("damaged"));
});

test("an index of another version is refused", async () => {
	await assert.rejects(openFiles({ manifest: { ...empty, format: 1 } }), failure("format"));
	await assert.rejects(openFiles({ manifest: null }), failure("format"));
});

test("a leaf that is missing, of another kind or truncated is a damaged index", async () => {
	for (const leaf of [undefined, 12, {}, "\u0001", "#%ab"]) {
		const files = leaf === undefined ? {} : { aa0000000000: leaf };
		const index = await openFiles({ manifest: empty, ...files });
		await assert.rejects(index.search("relais"), failure("damaged"), JSON.stringify(leaf));
	}
});

test("after a failure the next search tries again", async () => {
	/** @type {Record<string, unknown>} */
	const files = { manifest: empty };
	const index = await openFiles(files);
	await assert.rejects(index.search("relais"), failure("damaged"));
	files.aa0000000000 = "";
	assert.equal((await index.search("relais")).total, 0);
});

test("an overtaken search ends with the reason of its signal", async () => {
	const index = await openFiles({ manifest: empty, aa0000000000: "" });
	const signal = AbortSignal.abort(new Error("overtaken"));
	await assert.rejects(index.search("relais", { signal }), /overtaken/);
});

test("numbers read back", () => {
	assert.equal(new Reader("#").number(), 0);
	assert.equal(new Reader("c").number(), 63);
	assert.equal(new Reader("d#").number(), 64);
	assert.throws(() => new Reader("").number(), failure("damaged"));
	assert.throws(() => new Reader("~~").number(), failure("damaged"));
});

test("garbage in place of a file ends", () => {
	let seed = 1;
	for (let i = 0; i < 2000; i++) {
		let text = "";
		for (let j = 0; j < i % 50; j++) {
			seed = (seed * 48271) % 2147483647;
			text += String.fromCharCode(30 + (seed % 100));
		}
		for (const read of [
			() => findTerm(text, "relais"),
			() => readWords(text),
			() => readNode(text),
			() => eachPosting({ df: i % 120, postings: text }, new Uint8Array(100), () => {}),
		]) {
			try {
				read();
			} catch (error) {
				assert.ok(error instanceof SearchError, String(error));
			}
		}
	}
});

test("keys compare by code points, not by UTF-16 units", () => {
	const sorted = ["", "a", "ab", "b", "é", "\uffee", "𝐀"];
	assert.deepEqual([...sorted].reverse().sort(compare), sorted);
});

test("errors that slip easily cost less, and no part is edited twice", () => {
	/** @param {string} a @param {string} b @param {boolean} [beginning] */
	const d = (a, b, beginning = false) => distance(Array.from(a), Array.from(b), 99, beginning);
	assert.equal(d("relais", "relais"), 0);
	assert.equal(d("relias", "relais"), 4); // swapped
	assert.equal(d("relaais", "relais"), 4); // doubled
	assert.equal(d("agresif", "agressif"), 4); // not doubled
	assert.equal(d("relqis", "relais"), 4); // the key beside, on a French keyboard
	assert.equal(d("rlais", "relais"), 6);
	assert.equal(d("relbis", "relais"), 6);
	assert.equal(d("ca", "abc"), 18);
	assert.equal(d("agresi", "agression", true), 4);
	assert.ok(distance(["a", "b", "c", "d"], ["x", "y", "z", "w"], 6, false) > 6);
});
