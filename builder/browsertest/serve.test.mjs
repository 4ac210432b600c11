// A facilitator writes, with the page of the text in a browser beside it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, launch, Reader } from "./reader.mjs";
import { Desk, Writer } from "./writer.mjs";

const desk = new Desk();
const sheet = "fiches/face-a-une-insulte";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Writer} */
let writer;
before(async () => {
	[browser, writer] = await Promise.all([launch(), Writer.start(desk, "--follow")]);
});
after(async () => {
	await writer.stop();
	await browser.close();
	desk.clear();
});

/**
 * Opens a page and waits until it listens: only then does the server know of the tab.
 * @param {Reader} reader
 * @param {string} page
 */
async function open(reader, page) {
	const listening = reader.page.waitForResponse(/\/\.relais\/events/);
	await reader.goto(page);
	await listening;
}

/** @param {(reader: Reader) => Promise<void>} read */
async function reading(read) {
	const reader = await Reader.open(browser, writer.base, { viewport: { width: 1280, height: 500 } });
	try {
		await open(reader, `${sheet}.html`);
		await read(reader);
	} finally {
		await reader.close();
	}
}

/** @param {Reader} reader */
const overlay = (reader) => reader.page.getByRole("region", { name: "À corriger" });

/**
 * @param {Reader} reader
 * @param {string} text
 */
const shows = (reader, text) =>
	eventually(async () => assert.ok((await reader.page.locator("main").innerText()).includes(text), text));

test("the page reloads when its text is saved, and stays where it was", () =>
	reading(async (reader) => {
		await reader.page.evaluate(() => scrollTo({ top: 700, behavior: "instant" }));
		writer.edit(sheet, (text) => `${text}\nUn dernier conseil.\n`);
		await shows(reader, "Un dernier conseil.");
		await eventually(async () => assert.equal(await reader.page.evaluate(() => Math.round(scrollY)), 700));
	}));

test("a page that an edit does not change is not reloaded", () =>
	reading(async (reader) => {
		await reader.page.evaluate(() => document.body.setAttribute("data-kept", ""));
		const other = await Reader.open(browser, writer.base);
		await open(other, "pages/methode.html"); // the last tab: it follows
		writer.edit("pages/methode", (text) => `${text}\nEncore un mot.\n`);
		await shows(other, "Encore un mot.");
		assert.ok(await reader.page.evaluate(() => document.body.hasAttribute("data-kept")), "reloaded");
		await other.close();
	}));

test("a mistake is shown over the page, which stays readable, until it is mended", () =>
	reading(async (reader) => {
		writer.edit(sheet, (text) => text.replace("titre:", "titr:"));
		await overlay(reader).waitFor();
		const said = (await overlay(reader).innerText()).replaceAll(/[\u00a0\u202f]/g, " ");
		for (const part of [
			`${sheet}.md:2:1`,
			"La clé « titr » n’existe pas.",
			"Vouliez-vous dire « titre » ?",
			"titr: Face à une insulte",
		]) {
			assert.ok(said.includes(part), `${part} is not in\n${said}`);
		}
		assert.equal(await overlay(reader).locator("mark").innerText(), "titr");
		await shows(reader, "En bref");
		await reader.page.reload();
		await overlay(reader).waitFor(); // as long as the mistake is there
		await overlay(reader).getByRole("button").click();
		assert.ok(await overlay(reader).locator("ol").isHidden());
		await overlay(reader).getByRole("button").click();
		writer.edit(sheet, (text) => text.replace("titr:", "titre:"));
		await overlay(reader).waitFor({ state: "detached" });
	}));

test("the page of the text just saved is opened", () =>
	reading(async (reader) => {
		writer.edit("notions/relais", (text) => `${text}\nUn mot de plus.\n`);
		await reader.page.waitForURL(/notions\/relais\.html$/);
		await shows(reader, "Un mot de plus.");
	}));

test("a draft is shown, and says that it is one", () =>
	reading(async (reader) => {
		writer.edit(sheet, (text) => text.replace(/^statut:.*$/m, "statut: brouillon"));
		await shows(reader, "Ceci est un brouillon.");
	}));

test("a page says that nobody keeps it up to date any longer", async () => {
	const second = await Writer.start(desk);
	const reader = await Reader.open(browser, second.base);
	await reader.goto("index.html");
	await eventually(async () => assert.notEqual(await reader.page.locator("main").innerText(), ""));
	await second.stop();
	await reader.page.getByText("la commande relais serve s’est arrêtée").waitFor();
	reader.complaints.length = 0; // that nobody answers
	await reader.close();
});

test("only this machine may ask, and only for the site", async () => {
	const { host, port } = new URL(writer.base);
	assert.equal(await writer.ask("/", { host }), 200);
	assert.equal(await writer.ask("/", { host: `127.0.0.1:${port}` }), 200);
	for (const headers of [
		{ host: "manuel.example" },
		{ host: `manuel.example:${port}` },
		{ host, origin: "http://manuel.example" },
		{ host, origin: "null" },
		{ host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script" },
		{ host, "sec-fetch-site": "same-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" },
	]) {
		assert.equal(await writer.ask("/search/manifest.js", headers), 403, JSON.stringify(headers));
	}
	const navigation = { host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
	assert.equal(await writer.ask("/", navigation), 200);
	for (const place of [
		"/handbook.yaml",
		"/recherches.yaml",
		`/${sheet}.md`,
		"/../manuel/handbook.yaml",
		"/fiches/../../manuel/handbook.yaml",
		"/%2e%2e/relais",
		"/..%2frelais",
		"/fiches/..%5c..%5crelais",
		"//etc/passwd",
		"/.relais/../relais",
		"/.relais/serve.go",
		"/.relais/client/serve.js",
	]) {
		assert.equal(await writer.ask(place, { host }), 404, place);
	}
});
