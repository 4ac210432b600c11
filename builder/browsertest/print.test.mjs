// Pages are printed as a reader prints them, and the paper is read back.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch, Reader } from "./reader.mjs";
import { givenSite } from "./site.mjs";

const site = givenSite();
const sheets = site.pages().filter((file) => /^(fiches|sheets)\/(?!index)[^.]+\.html$/.test(file) && !site.page(file).redirect);
const folder = mkdtempSync(path.join(tmpdir(), "relais-print-"));

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Reader} */
let reader;
before(async () => {
	browser = await launch();
	reader = await Reader.open(browser, `${pathToFileURL(site.root).href}/`);
});
after(async () => {
	await reader.close();
	await browser.close();
	rmSync(folder, { recursive: true });
});

/**
 * The text of each side of paper that a page of the site takes, without blanks or
 * hyphens: lines are cut elsewhere than on the screen.
 * @param {string} file
 */
async function sides(file) {
	await reader.goto(file);
	const pdf = path.join(folder, "page.pdf");
	writeFileSync(pdf, await reader.page.pdf({ preferCSSPageSize: true }));
	const text = execFileSync("pdftotext", [pdf, "-"], { encoding: "utf8" });
	return text.split("\f").slice(0, -1).map(plain);
}

/** @param {string} text */
function plain(text) {
	return text.normalize("NFKC").replace(/[\s\u00ad\u2010-]/g, "");
}

test("a sheet fills one A4 at most: in brief and the steps on its face, the rest overleaf", async () => {
	assert.notEqual(sheets.length, 0);
	for (const file of sheets) {
		const [face, back, ...more] = await sides(file);
		assert.deepEqual(more, [], `${file} takes more than two sides`);
		const { said, next } = await reader.page.evaluate(() => {
			const said = [];
			for (const item of document.querySelectorAll(".part-in-brief li, .part-steps > ol > li")) {
				// Text by text: on paper a letter that calls a note follows a notion.
				const texts = document.createNodeIterator(item, NodeFilter.SHOW_TEXT);
				for (let text = texts.nextNode(); text; text = texts.nextNode()) {
					said.push(text.textContent ?? "");
				}
			}
			const next = document.querySelector(".part-steps") && document.querySelector(".rest > .part h2")?.textContent;
			return { said, next };
		});
		assert.notEqual(said.length, 0, `${file} has no brief and no steps`);
		for (const words of said) {
			assert.ok(face?.includes(plain(words)), `${file}: “${words}” is not on the face`);
		}
		if (next) {
			assert.ok(back?.includes(plain(next)), `${file}: “${next}” is not overleaf`);
		}
	}
});

test("each printed page says where it comes from, which version it is, when it was printed, and that it will age", async () => {
	for (const file of site.kinds().values()) {
		if (file === "404.html") {
			continue; // nobody prints it
		}
		const paper = (await sides(file)).join("");
		assert.match(paper, /Documentnonmaîtriséunefoisimprimé|Printedcopiesarenotkeptuptodate/, file);
		assert.match(paper, /Impriméle\d|Printedon/, file);
		if (sheets.includes(file)) {
			assert.match(paper, /Version[0-9a-f]{10}/, file);
		}
	}
});
