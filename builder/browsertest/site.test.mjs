// The crawl itself: it must see what is wrong with a site, or its silence says nothing.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { Site } from "./site.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "site-"));
after(() => rmSync(folder, { recursive: true }));

/** @type {Record<string, string>} */
const files = {
	"index.html": `<!doctype html><html lang="fr"><title>Accueil</title><meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<h1 id="haut">A</h1><p id="haut">B</p><a href="d/%C3%A9t%C3%A9.html#l%C3%A9">x</a>`,
	"d/été.html": `<p id="lé" style="color:red" onclick="x()">`,
	"d/court.html": "<p>",
	"d/index.html": "<script>x()</script><style>p{}</style><script src='x.js'></script>",
	"d/a.sheets.html": "<template><a href=in-template.html></a></template>",
	"moved.html": `<meta http-equiv="refresh" content="0; url=d/court.html">`,
	"media.html": `<img src=a.png srcset="b.png 1x, c.png 2x"><svg><use xlink:href="#mark"/></svg><form action=s.html>`,
	"d/notes.txt": "",
};
for (const [name, text] of Object.entries(files)) {
	mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
	writeFileSync(path.join(folder, name), text);
}
const site = new Site(folder);

test("what is wrong with a link is said, and nothing else", () => {
	for (const [from, href, kind, said] of /** @type {const} */ ([
		["index.html", "d/court.html", "visit", ""],
		["index.html", "d/court.html?q=1", "visit", ""],
		["d/court.html", "../index.html#haut", "visit", ""],
		["d/court.html", "%C3%A9t%C3%A9.html#l%C3%A9", "visit", ""],
		["d/court.html", "été.html#lé", "visit", ""],
		["d/été.html", "#lé", "visit", ""],
		["d/été.html", "#", "visit", ""],
		["d/été.html", "notes.txt#any", "visit", ""],
		["index.html", "https://example.org/", "visit", ""],
		["index.html", "mailto:a@example.org", "visit", ""],
		["index.html", "data:image/png;base64,", "load", ""],
		["index.html", "d/missing.html", "visit", "is dead"],
		["index.html", "D/court.html", "visit", "is dead"],
		["d/court.html", "index.html#haut", "visit", "dead anchor"],
		["index.html", "#bas", "visit", "dead anchor"],
		["index.html", "d/", "visit", "names no file"],
		["d/court.html", "..", "visit", "names no file"],
		["index.html", "/d/court.html", "visit", "is not relative"],
		["index.html", "//example.org/x.js", "load", "is not relative"],
		["index.html", "\\\\example.org\\x", "visit", "is not relative"],
		["index.html", "../site.html", "visit", "leaves the site"],
		["d/court.html", "../../x.html", "visit", "leaves the site"],
		["index.html", "https://example.org/x.js", "load", "may not be followed"],
		["index.html", "javascript:alert(1)", "visit", "may not be followed"],
		["index.html", "JavaScript:alert(1)", "visit", "may not be followed"],
		["index.html", "data:text/html,x", "visit", "may not be followed"],
		["index.html", "file:///etc/passwd", "visit", "may not be followed"],
	])) {
		const complaints = site.complaint({ kind, from, line: 3, href });
		if (said === "") {
			assert.deepEqual(complaints, []);
		} else {
			assert.equal(complaints.length, 1, `${href} in ${from}`);
			assert.ok(complaints[0].startsWith(`${from}:3: ${href} `) && complaints[0].includes(said), complaints[0]);
		}
	}
});

test("inline scripts, styles and handlers are seen", () => {
	assert.deepEqual(site.page("d/index.html").inline, ["d/index.html:1: <script>", "d/index.html:1: <style>"]);
	assert.deepEqual(site.page("d/été.html").inline, ["d/été.html:1: <p style>", "d/été.html:1: <p onclick>"]);
});

test("everything that a page refers to is seen", () => {
	const seen = (/** @type {string} */ file) => site.page(file).links.map(({ kind, href }) => `${kind} ${href}`);
	assert.deepEqual(seen("media.html"), ["load a.png", "load b.png", "load c.png", "load #mark", "visit s.html"]);
	assert.deepEqual(seen("moved.html"), ["visit d/court.html"]);
	assert.deepEqual(seen("d/a.sheets.html"), ["visit in-template.html"]);
	assert.ok(site.page("moved.html").redirect);
});

test("language, title, policy and repeated ids are seen", () => {
	const page = site.page("index.html");
	assert.deepEqual([page.lang, page.title, page.policy], ["fr", "Accueil", "default-src 'none'"]);
	assert.equal(page.ids.get("haut"), 2);
});

test("the longest page stands for its kind", () => {
	assert.deepEqual(Object.fromEntries(site.kinds()), {
		d: "d/été.html",
		"d.sheets": "d/a.sheets.html",
		"d/index": "d/index.html",
		index: "index.html",
		media: "media.html",
	});
});
