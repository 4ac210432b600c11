// The browser's complaints: each must reach the test, or its silence says nothing.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { launch, Reader, ways } from "./reader.mjs";
import { Site } from "./site.mjs";

const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; img-src 'self' data: http:">`;
/** @type {Record<string, string>} */
const pages = {
	"good.html": `${policy}<link rel="icon" href="data:,"><script src="good.js"></script><p>Rien à dire`,
	"inline-script.html": `${policy}<script>1</script>`,
	"inline-style.html": `${policy}<p style="color:red">`,
	"thrown.html": `${policy}<script src="thrown.js"></script>`,
	"logged.html": `${policy}<script src="logged.js"></script>`,
	"missing.html": `${policy}<img src="missing.png">`,
	"elsewhere.html": `${policy}<img src="http://127.0.0.1:9/x.png">`,
	"above.html": `${policy}<img src="../x.png">`,
	"good.js": "document.title = 'x'",
	"thrown.js": "throw new Error('thrown')",
	"logged.js": "console.error('logged')",
};

const folder = mkdtempSync(path.join(tmpdir(), "reader-"));
mkdirSync(path.join(folder, "site"));
for (const [name, text] of Object.entries(pages)) {
	writeFileSync(
		path.join(folder, "site", name),
		`${name.endsWith(".html") ? '<!doctype html><html lang="fr"><title>x</title>' : ""}${text}`,
	);
}
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof ways>>} */
let way;
before(async () => {
	[browser, way] = await Promise.all([launch(), ways(new Site(path.join(folder, "site")))]);
});
after(async () => {
	way.close();
	await browser.close();
	rmSync(folder, { recursive: true });
});

for (const name of ["http", "file"]) {
	describe(`by ${name}`, () => {
		test("nothing is said of a good page", async () => {
			assert.deepEqual(await complaints(name, "good.html"), []);
		});

		for (const [file, said] of [
			["inline-script.html", /policy violated: script-src/],
			["inline-style.html", /policy violated: style-src/],
			["thrown.html", /error: thrown/],
			["logged.html", /console: logged/],
			["missing.html", /request failed: .*missing\.png/],
			["elsewhere.html", /request outside the site: http:\/\/127\.0\.0\.1:9/],
			["above.html", /request outside the site: .*x\.png/],
		]) {
			test(`the complaint about ${file} is heard`, async () => {
				const heard = await complaints(name, /** @type {string} */ (file));
				assert.ok(
					heard.some((text) => /** @type {RegExp} */ (said).test(text)),
					`heard: ${heard.join("\n")}`,
				);
			});
		}
	});
}

/**
 * @param {string} name
 * @param {string} file
 */
async function complaints(name, file) {
	const reader = await Reader.open(browser, way.bases.get(name));
	await reader.goto(file);
	await reader.page.waitForLoadState("networkidle");
	await reader.context.close();
	return reader.complaints;
}
