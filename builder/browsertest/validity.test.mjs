// The Nu validator finds no error in any page, style sheet or picture of the site, and
// epubcheck none in its booklet, the folder of which RELAIS_BOOK may name.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { givenSite } from "./site.mjs";

const site = givenSite();
const validator = fileURLToPath(import.meta.resolve("vnu-jar/build/dist/vnu.jar"));
const epubcheck = "/usr/share/java/epubcheck.jar";
const folder = process.env.RELAIS_BOOK;

/** @param {string[]} args */
function java(...args) {
	const { error, status, stdout, stderr } = spawnSync("java", args, { encoding: "utf8", maxBuffer: 1 << 28 });
	if (error) {
		throw error; // there is no Java: .ci/install brings it
	}
	return { status, said: stdout + stderr };
}

// From files, 'self' of the policy is nothing that the validator knows: the crawl holds pages to their policy.
const unknowing = /violates Content Security Policy/;

test("each page, style sheet and picture is valid", () => {
	const files = [...site.files].filter((file) => /\.(html|css|svg)$/.test(file)).map((file) => path.join(site.root, file));
	const { said } = java("-Xss8m", "-jar", validator, "--also-check-css", "--also-check-svg", "--format", "gnu", ...files);
	const complaints = said.split("\n").filter((line) => line && !unknowing.test(line));
	assert.deepEqual(complaints, []);
});

if (folder) {
	test("the booklet is a valid EPUB", () => {
		const books = readdirSync(folder).filter((file) => file.endsWith(".epub"));
		assert.notEqual(books.length, 0);
		for (const book of books) {
			const { status, said } = java("-jar", epubcheck, "--failonwarnings", path.join(folder, book));
			assert.equal(status, 0, said);
		}
	});
}
