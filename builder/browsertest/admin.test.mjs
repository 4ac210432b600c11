// What people get who change the handbook in their browser, without git: the
// editor of admin/, with its forge replaced by a repository in the browser.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { promisify } from "node:util";
import { eventually, launch, Reader } from "./reader.mjs";
import { serve } from "./server.mjs";
import { Site } from "./site.mjs";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const editing = "modification: {forge: github, depot: aurbelle/manuel, dossier: content}\n";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {Map<string, string>} Files The texts of a repository by their path in it. */

suite("the editor of a handbook", () => {
	/** @type {string} */
	let folder;
	/** @type {Files} */
	let sources;
	/** @type {Awaited<ReturnType<typeof serve>>} */
	let server;
	/** @type {import("playwright-core").Browser} */
	let browser;

	before(async () => {
		folder = await mkdtemp(path.join(os.tmpdir(), "relais-admin-"));
		await cp(path.join(root, "content"), path.join(folder, "content"), {
			recursive: true,
			filter: (name) => !/\/(public|\.[^/]*)$/.test(name),
		});
		await appendFile(path.join(folder, "content/handbook.yaml"), editing);
		await relais("build", "--quiet", "--edit", path.join(folder, "content"), "--destination", path.join(folder, "site"));
		sources = await readTexts(folder, "content");
		server = await serve(new Site(path.join(folder, "site")), "/intranet/manuel/");
		browser = await launch();
	});
	after(async () => {
		await browser?.close();
		server?.close();
		await rm(folder, { recursive: true, force: true });
	});

	/** @param {string} [locale] */
	async function open(locale = "fr-FR") {
		const reader = await begin(locale);
		await reader.page.route(/\/admin\/config\.json/, async (route) => {
			const config = JSON.parse(await readFile(path.join(folder, "site/admin/config.json"), "utf8"));
			config.backend = { name: "test-repo" };
			config.publish_mode = "simple";
			await route.fulfill({ json: config });
		});
		await reader.goto("index.html");
		await reader.page.evaluate(seed, [...sources]);
		return reader;
	}

	/** @param {string} [locale] */
	function begin(locale = "fr-FR") {
		return Reader.open(browser, server.base, { locale, viewport: { width: 1280, height: 4000 } });
	}

	/** @param {Page} page */
	async function signIn(page) {
		await page.getByRole("button", { name: /dépôt de test|test repository/i }).click();
	}

	/** @param {Page} page */
	async function save(page) {
		await page.getByRole("button", { name: "Enregistrer" }).click();
		await page.waitForURL(/#\/collections\/[a-z]+$/);
	}

	/**
	 * Fails unless the repository in the browser is a handbook without an error; returns its texts.
	 * @param {Page} page
	 */
	async function checked(page) {
		const texts = new Map(await page.evaluate(harvest));
		const saved = await mkdtemp(path.join(folder, "saved-"));
		await cp(path.join(folder, "content"), path.join(saved, "content"), { recursive: true });
		for (const [name, text] of texts) {
			await mkdir(path.dirname(path.join(saved, name)), { recursive: true });
			await writeFile(path.join(saved, name), text);
		}
		await relais("check", "--quiet", "--strict", path.join(saved, "content"));
		return texts;
	}

	test("a page leads to its own form, and what is saved passes the check and changes nothing else", async () => {
		const reader = await open();
		const { page } = reader;
		await reader.goto("fiches/face-a-une-insulte.html");
		await page.getByRole("link", { name: "Proposer une modification" }).click();
		await signIn(page);
		await page.getByRole("textbox", { name: /^Titre de la page/ }).waitFor();
		assert.equal(await page.getByRole("textbox", { name: /^Titre de la page/ }).inputValue(), "Face à une insulte");
		await page.getByRole("textbox", { name: /^Une phrase/ }).fill("Nommer la limite une fois : puis une suite.");
		await save(page);
		const name = "content/fiches/face-a-une-insulte.md";
		const text = (await checked(page)).get(name) ?? "";
		assert.match(text, /^resume: 'Nommer la limite une fois : puis une suite\.'$/m);
		assert.match(text, /^revision_le: 2027-07-03$/m);
		assert.match(text, /^face_a:\n {2}- insulte-au-guichet$/m);
		// The rule below the head of a table is written otherwise, and read the same.
		const body = (/** @type {string | undefined} */ s) =>
			s
				?.split(/^---$/m)
				.slice(2)
				.join("---")
				.trim()
				.replaceAll(/^\|[-| ]+\|$/gm, "|---|");
		assert.equal(body(text), body(sources.get(name)));
		await reader.close();
	});

	test("the text of a page comes back as it was from the editor of rich text", async () => {
		const reader = await open();
		const { page } = reader;
		await reader.goto("admin/index.html");
		await signIn(page);
		await page.goto(`${server.base}admin/index.html#/collections/fiches/entries/face-a-une-insulte`);
		const text = page.locator("[contenteditable=true]");
		await text.click();
		await page.keyboard.press("Control+End");
		await page.keyboard.type(" Voir [[desescalade]].");
		await save(page);
		const name = "content/fiches/face-a-une-insulte.md";
		const after = (await checked(page)).get(name) ?? "";
		assert.match(after, /Voir \[\[desescalade\]\]\.\s*$/);
		for (const kept of [
			"[[signaler-un-incident|signaler]]",
			"> [!ATTENTION] À valider",
			"## À dire, à éviter",
			"1. **Finir son geste.**",
		]) {
			assert.ok(after.includes(kept), kept);
		}
		await reader.close();
	});

	test("new pages are named by slug, in the folder of their type, and pass the check", async () => {
		const reader = await open();
		const { page } = reader;
		const create = async (/** @type {string} */ collection) => {
			await page.goto(`${server.base}admin/index.html#/collections/${collection}/new`);
			await page.getByRole("textbox", { name: /^Titre de la page/ }).waitFor();
		};
		await reader.goto("admin/index.html");
		await signIn(page);
		await create("fiches");
		await page.getByRole("textbox", { name: /^Titre de la page/ }).fill("Œuvrer avec l'équipe : d’abord");
		await page.getByRole("checkbox", { name: "Accueil des publics difficiles" }).click();
		await page.getByRole("radio", { name: "Interne" }).click();
		await save(page);
		await create("seances");
		await page.getByRole("textbox", { name: /^Titre de la page/ }).fill("La cinquième");
		await page.getByRole("radio", { name: "Guichets et standard" }).click();
		await page.getByRole("spinbutton", { name: /^Rang de la séance/ }).fill("5");
		await page.getByRole("textbox", { name: /^Mois de la séance/ }).fill("2025-09");
		await page.getByRole("radio", { name: "Interne" }).click();
		await save(page);
		await create("besoins");
		await page.getByRole("radio", { name: "Accueil des publics difficiles" }).click();
		await page.getByRole("radio", { name: "Interne" }).click();
		await save(page);
		const texts = await checked(page);
		const made = [...texts.keys()].filter((name) => !sources.has(name)).sort();
		assert.deepEqual(made, [
			"content/besoins/besoin-accueil-publics-difficiles.md",
			"content/fiches/oeuvrer-avec-l-equipe-d-abord.md",
			"content/seances/guichets-standard-5.md",
		]);
		assert.match(
			texts.get("content/seances/guichets-standard-5.md") ?? "",
			/^groupe: guichets-standard\nnumero: 5\nmois: 2025-09$/m,
		);
		await reader.close();
	});

	test("every type has its list, and the reader of any language meets no complaint", async () => {
		for (const [locale, add] of /** @type {const} */ ([
			["fr-FR", "Créer"],
			["en-GB", "New"],
			["de-DE", "New"],
		])) {
			const reader = await open(locale);
			await reader.goto("admin/index.html");
			await signIn(reader.page);
			for (const name of [
				"Fonctions",
				"Situations",
				"Fiches",
				"Séances",
				"Groupes",
				"Besoins",
				"Chartes",
				"Notions",
				"Ressources",
				"Pages",
			]) {
				await reader.page.getByText(name, { exact: true }).first().waitFor();
			}
			await reader.page.getByRole("button", { name: add }).first().waitFor();
			await reader.close();
		}
	});

	test("the editor may speak to its forge, and asks nobody else for anything", async () => {
		const reader = await begin();
		const { page } = reader;
		const forge = /^https:\/\/(api\.github|www\.githubstatus)\.com\//;
		const asked = new Promise((resolve) => {
			void page.route(forge, (route) => {
				if (route.request().url().endsWith("/user")) {
					resolve(route.request().headers().authorization); // and is never answered
				}
			});
		});
		await reader.goto("admin/index.html");
		await page.getByRole("button", { name: "Se connecter avec un jeton d’accès" }).click();
		await page.getByRole("textbox").fill("un-jeton");
		await page.getByRole("button", { name: "Se connecter", exact: true }).click();
		assert.equal(await asked, "token un-jeton");
		reader.forgive(/request outside the site: https:\/\/(api\.github|www\.githubstatus)\.com\//);
		await reader.close();
	});

	test("who reads a page loads nothing of the editor", async () => {
		const reader = await open();
		/** @type {string[]} */
		const loaded = [];
		reader.page.on("request", (request) => loaded.push(request.url()));
		await reader.goto("fiches/face-a-une-insulte.html");
		await eventually(async () => assert.ok(loaded.length > 1));
		assert.deepEqual(
			loaded.filter((url) => url.includes("/admin/")),
			[],
		);
		await reader.close();
	});
});

/** @param {string[]} args */
async function relais(...args) {
	const { stderr } = await run("go", ["run", "./cmd/relais", ...args], {
		cwd: root,
		env: { ...process.env, LANG: "fr_FR.UTF-8" },
	}).catch((error) => assert.fail(`relais ${args.join(" ")}\n${error.stderr}`));
	return stderr;
}

/**
 * @param {string} base
 * @param {string} folder
 * @returns {Promise<Files>}
 */
async function readTexts(base, folder) {
	const texts = new Map();
	for (const entry of await readdir(path.join(base, folder), { recursive: true, withFileTypes: true })) {
		const name = path.relative(base, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/");
		if (entry.isFile() && name.endsWith(".md")) {
			texts.set(name, await readFile(path.join(base, name), "utf8"));
		}
	}
	return texts;
}

/**
 * Puts texts into the repository that the editor keeps in the browser for tests. Runs in the browser.
 * @param {[string, string][]} texts
 */
async function seed(texts) {
	const repository = await (await navigator.storage.getDirectory()).getDirectoryHandle("sveltia-cms-test", { create: true });
	for (const [name, text] of texts) {
		const parts = name.split("/");
		const file = parts.pop() ?? "";
		let folder = repository;
		for (const part of parts) {
			folder = await folder.getDirectoryHandle(part, { create: true });
		}
		const writable = await (await folder.getFileHandle(file, { create: true })).createWritable();
		await writable.write(text);
		await writable.close();
	}
}

/**
 * Returns the texts of that repository. Runs in the browser.
 * @returns {Promise<[string, string][]>}
 */
async function harvest() {
	/** @type {[string, string][]} */
	const texts = [];
	const walk = async (/** @type {FileSystemDirectoryHandle} */ folder, /** @type {string} */ prefix) => {
		for await (const entry of folder.values()) {
			if (entry instanceof FileSystemDirectoryHandle) {
				await walk(entry, `${prefix}${entry.name}/`);
			} else if (entry instanceof FileSystemFileHandle) {
				texts.push([prefix + entry.name, await (await entry.getFile()).text()]);
			}
		}
	};
	await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle("sveltia-cms-test"), "");
	return texts;
}
