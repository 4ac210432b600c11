// A facilitator writes, with the page of the text in a browser beside it.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { eventually, launch, Reader } from "./reader.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "relais-serve-"));
const handbook = path.join(folder, "manuel");
const command = path.join(folder, "relais");
const sheet = "fiches/face-a-une-insulte";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Writer} */
let writer;
before(async () => {
	execFileSync("go", ["build", "-o", command, "./cmd/relais"], { cwd: root });
	cpSync(path.join(root, "content"), handbook, { recursive: true });
	[browser, writer] = await Promise.all([launch(), Writer.start("--follow")]);
});
after(async () => {
	await writer.stop();
	await browser.close();
	rmSync(folder, { recursive: true });
});

/** Somebody who has started `relais serve` and saves texts. */
class Writer {
	/**
	 * @param {import("node:child_process").ChildProcess} server
	 * @param {string} base
	 */
	constructor(server, base) {
		this.server = server;
		this.base = base;
	}

	/** @param {string[]} options */
	static start(...options) {
		const server = spawn(command, ["serve", ...options], { cwd: handbook, env: { ...process.env, LANG: "fr_FR.UTF-8" } });
		let said = "";
		return /** @type {Promise<Writer>} */ (
			new Promise((resolve, reject) => {
				server.stderr.on("data", (data) => {
					said += data;
					const base = /http:\S+/.exec(said)?.[0];
					if (base && said.includes("pages en ")) {
						resolve(new Writer(server, base));
					}
				});
				server.on("exit", () => reject(new Error(said)));
			})
		);
	}

	stop() {
		return new Promise((resolve) => {
			this.server.on("exit", resolve);
			this.server.kill("SIGINT");
		});
	}

	/**
	 * Saves a text with a change.
	 * @param {string} page
	 * @param {(text: string) => string} change
	 */
	edit(page, change) {
		const file = path.join(handbook, `${page}.md`);
		writeFileSync(file, change(readFileSync(file, "utf8")));
	}

	/**
	 * Asks for a path as it is, and resolves with the status of the answer.
	 * @param {string} place
	 * @param {Record<string, string>} [headers]
	 */
	ask(place, headers = {}) {
		const { hostname, port } = new URL(this.base);
		return /** @type {Promise<number | undefined>} */ (
			new Promise((resolve, reject) => {
				const asked = request({ host: hostname, port, path: place, headers, family: 4 }, (answer) => {
					answer.resume().on("end", () => resolve(answer.statusCode));
				});
				asked.on("error", reject).end();
			})
		);
	}
}

/** @param {(reader: Reader) => Promise<void>} read */
async function reading(read) {
	const reader = await Reader.open(browser, writer.base, { viewport: { width: 1280, height: 500 } });
	try {
		await reader.goto(`${sheet}.html`);
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
const shows = (reader, text) => eventually(async () => assert.ok((await reader.page.locator("main").innerText()).includes(text), text));

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
		await other.goto("pages/methode.html"); // the last tab: it follows
		writer.edit("pages/methode", (text) => `${text}\nEncore un mot.\n`);
		await shows(other, "Encore un mot.");
		assert.ok(await reader.page.evaluate(() => document.body.hasAttribute("data-kept")), "reloaded");
		await other.close();
	}));

test("a mistake is shown over the page, which stays readable, until it is mended", () =>
	reading(async (reader) => {
		writer.edit(sheet, (text) => text.replace("titre:", "titr:"));
		await overlay(reader).waitFor();
		const said = await overlay(reader).innerText();
		for (const part of [`${sheet}.md:2:1`, "La clé « titr » n’existe pas.", "Vouliez-vous dire « titre » ?", "titr: Face à une insulte"]) {
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
	const second = await Writer.start();
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
