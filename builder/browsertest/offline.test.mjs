// A handbook that asks for it is kept whole in the browser: it is read without a network,
// search included, and two versions of it are never seen together.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { eventually, launch, Reader } from "./reader.mjs";
import { respond } from "./server.mjs";
import { Site } from "./site.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "relais-offline-"));
const checkout = fileURLToPath(new URL("../..", import.meta.url));
const relais = path.join(folder, "relais");

/**
 * A site whose one sheet is called title.
 * @param {string} name
 * @param {string} title
 */
function build(name, title) {
	const source = path.join(folder, name);
	mkdirSync(path.join(source, "fiches"), { recursive: true });
	writeFileSync(path.join(source, "handbook.yaml"), "titre: Manuel\nhors_ligne: oui\n");
	writeFileSync(
		path.join(source, "fiches", "refus, suite.md"),
		`---\nid: refus\ntitre: ${title}\ndiffusion: interne\nstatut: brouillon\n---\n## En bref\n\nDire non.\n`,
	);
	const site = path.join(folder, `${name}-site`);
	execFileSync(relais, ["build", "--quiet", "--drafts", source, "--destination", site]);
	return new Site(site);
}

/** @type {Site} */
let first;
/** @type {Site} */
let second;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("node:https").Server} */
let server;
/** @type {(file: string) => Site | undefined} The site that a file is served from; nobody answers without one. */
let serving;
let base = "";

before(async () => {
	execFileSync("go", ["build", "-o", relais, "./cmd/relais"], { cwd: checkout });
	first = build("first", "Refuser poliment");
	second = build("second", "Refuser fermement");
	const [key, cert] = ["key.pem", "cert.pem"].map((name) => path.join(folder, name));
	execFileSync(
		"openssl",
		["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", key, "-out", cert],
		{
			stdio: "ignore",
		},
	);
	server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
		const file = decodeURIComponent(new URL(request.url ?? "", "https://localhost").pathname).replace("/manuel/", "");
		const site = serving(file);
		if (site) {
			respond(site, file, response);
		} else {
			request.socket.destroy();
		}
	});
	await /** @type {Promise<void>} */ (new Promise((resolve) => server.listen(0, "127.0.0.1", resolve)));
	const address = server.address();
	assert.ok(address && typeof address === "object");
	base = `https://localhost:${address.port}/manuel/`;
	browser = await launch("--ignore-certificate-errors");
});
beforeEach(() => {
	serving = () => first;
});
after(async () => {
	await browser.close();
	server.closeAllConnections();
	server.close();
	rmSync(folder, { recursive: true });
});

/** A reader whose browser has kept the first version. */
async function keeping() {
	const reader = await Reader.open(browser, base);
	await reader.goto("index.html");
	await reader.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await reader.goto("index.html");
	assert.equal(await reader.page.evaluate(() => Boolean(navigator.serviceWorker.controller)), true);
	return reader;
}

/** @param {Reader} reader */
function update(reader) {
	return reader.page.evaluate(async () => {
		const registration = await navigator.serviceWorker.getRegistration();
		await registration?.update().catch(() => undefined);
	});
}

/**
 * @param {Reader} reader
 * @param {string} title
 */
async function reads(reader, title) {
	await reader.goto("fiches/refus.html");
	assert.equal(await reader.page.textContent("h1"), title);
	await reader.page.goto(`${base}recherche.html?q=refuser`);
	await reader.page.getByRole("link", { name: title }).first().waitFor();
}

test("without a network, each page and the search are there", async () => {
	const reader = await keeping();
	serving = () => undefined;
	for (const file of first.pages().filter((file) => file !== "404.html")) {
		await reader.goto(file);
		assert.notEqual(await reader.page.title(), "", file);
	}
	await reads(reader, "Refuser poliment");
	await reader.page.goto(base);
	assert.equal(await reader.page.title(), "Manuel");
	await reader.close();
});

test("a newer version is announced, and seen by all pages once it is asked for", async () => {
	const reader = await keeping();
	const other = await reader.context.newPage();
	await other.goto(`${base}fiches/refus.html`);
	serving = () => second;
	await update(reader);
	await reader.page.locator("#_newer").waitFor({ state: "visible" });
	await other.reload();
	assert.equal(await other.textContent("h1"), "Refuser poliment", "the old version goes on until then");
	await Promise.all([reader.page.waitForEvent("load"), other.waitForEvent("load"), reader.page.click("#_newer button")]);
	await eventually(async () => assert.equal(await other.textContent("h1"), "Refuser fermement"));
	serving = () => undefined;
	await reads(reader, "Refuser fermement");
	const stores = await reader.page.evaluate(() => caches.keys());
	assert.equal(stores.length, 1, stores.join());
	await reader.close();
});

test("a version of which one file is of another is not kept at all", async () => {
	const reader = await keeping();
	// The site is being replaced: the worker is new already, one page is not.
	serving = (file) => (file === "fiches/refus.html" ? first : second);
	await update(reader);
	await eventually(async () => {
		const stores = await reader.page.evaluate(async () => {
			const registration = await navigator.serviceWorker.getRegistration();
			return registration?.installing || registration?.waiting ? [] : caches.keys();
		});
		assert.equal(stores.length, 1);
	});
	serving = () => undefined;
	await reads(reader, "Refuser poliment");
	reader.complaints = []; // the browser says that a worker failed, as it should
	await reader.close();
});
