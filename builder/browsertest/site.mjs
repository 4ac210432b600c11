// A Site is a published handbook as files on disk, and a Page one of its HTML
// files, parsed: all that can be told of a site without a browser.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "parse5";

/** @typedef {import("parse5").DefaultTreeAdapterTypes.Node} Node */
/** @typedef {import("parse5").DefaultTreeAdapterTypes.Element} Element */

/**
 * A Link is a reference of a page to something else. A "visit" is followed by the
 * reader, a "load" by the browser on its own.
 * @typedef {{kind: "visit" | "load", from: string, line: number, href: string}} Link
 */

// Where a site stands while its links are resolved. What leaves it is seen to leave.
const anywhere = "http://site.invalid/above/site/";

const loading = new Map([
	["script", ["src"]],
	["link", ["href"]],
	["img", ["src", "srcset"]],
	["source", ["src", "srcset"]],
	["video", ["src", "poster"]],
	["audio", ["src"]],
	["track", ["src"]],
	["iframe", ["src"]],
	["embed", ["src"]],
	["object", ["data"]],
	["input", ["src"]],
	["use", ["href", "xlink:href"]],
]);

/** The folder that RELAIS_SITE names, as a Site. */
export function givenSite() {
	const folder = process.env.RELAIS_SITE;
	if (!folder) {
		throw new Error("RELAIS_SITE must name the folder of a published handbook");
	}
	return new Site(path.resolve(folder));
}

export class Site {
	/** @param {string} root */
	constructor(root) {
		this.root = root;
		/** @type {Set<string>} Slash-separated paths of all files. */
		this.files = new Set();
		for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
			if (entry.isFile()) {
				const file = path.relative(root, path.join(entry.parentPath, entry.name));
				this.files.add(file.split(path.sep).join("/"));
			}
		}
		/** @type {Map<string, Page>} */
		this.parsed = new Map();
	}

	/** @param {string} file */
	read(file) {
		return readFileSync(path.join(this.root, file), "utf8");
	}

	/** @param {string} file */
	page(file) {
		let page = this.parsed.get(file);
		if (!page) {
			page = new Page(file, this.read(file));
			this.parsed.set(file, page);
		}
		return page;
	}

	/** The paths of all pages, sorted. */
	pages() {
		return [...this.files].filter((file) => file.endsWith(".html")).sort();
	}

	/** The search page's path, whose name depends on the handbook's language. */
	searchPage() {
		return this.#one("recherche.html", "search.html");
	}

	/** The path of the accessibility statement. */
	accessibilityPage() {
		return this.#one("accessibilite.html", "accessibility.html");
	}

	/**
	 * Whichever of two pages the site has: its name depends on the handbook's language.
	 * @param {string} french
	 * @param {string} english
	 */
	#one(french, english) {
		const found = [french, english].find((file) => this.files.has(file));
		if (!found) {
			throw new Error(`the site has no ${english}`);
		}
		return found;
	}

	/** The path of a function's page, in the folder whose name depends on the language. */
	functionPage() {
		const found = this.pages().find((file) => /^(fonctions|functions)\/(?!index)[^.]+\.html$/.test(file));
		if (!found) {
			throw new Error("the site has no function");
		}
		return found;
	}

	/**
	 * The longest page of each kind, by kind: a page at the root is a kind of its own, and so
	 * are a folder's index, its pages, and their sub-pages ("a.sheets.html"). The translations,
	 * which the same templates make, are of one kind, and their first page of another. A page whose
	 * links start at the root of the web server, as 404.html of a site that knows its address, is
	 * of no kind: it can't be read elsewhere.
	 */
	kinds() {
		/** @type {Map<string, string>} */
		const longest = new Map();
		for (const file of this.pages()) {
			if (this.page(file).redirect || this.page(file).links.some((link) => link.href.startsWith("/"))) {
				continue;
			}
			const folder = path.posix.dirname(file);
			const name = path.posix.basename(file, ".html");
			const sub = name.includes(".") ? name.slice(name.indexOf(".")) : "";
			let kind = folder === "." ? name : folder + (name === "index" ? "/index" : sub);
			if (/^(en|fr)(\/|$)/.test(folder)) {
				kind = folder.length > 2 ? "translation" : "translation/index";
			}
			const rival = longest.get(kind);
			if (!rival || this.read(file).length > this.read(rival).length) {
				longest.set(kind, file);
			}
		}
		return longest;
	}

	/**
	 * The longest page of each template, by kind: as kinds, with one list for all, which
	 * differ in nothing but what they list.
	 */
	templates() {
		const kinds = this.kinds();
		const lists = [...kinds].filter(([kind]) => kind.endsWith("/index"));
		const longest = Math.max(...lists.map(([, file]) => this.read(file).length));
		return new Map([...kinds].filter(([kind, file]) => !kind.endsWith("/index") || this.read(file).length === longest));
	}

	/**
	 * Where href leads from the file from: to another site (outside), to a file of this one,
	 * or nowhere, for the reason given.
	 * @param {string} from
	 * @param {string} href
	 * @returns {{outside: string} | {file: string, anchor: string} | {wrong: string}}
	 */
	resolve(from, href) {
		const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(href)?.[1];
		if (scheme) {
			return { outside: scheme.toLowerCase() };
		}
		if (/^[/\\]/.test(href)) {
			return { wrong: "is not relative" };
		}
		const url = new URL(href, anywhere + from.split("/").map(encodeURIComponent).join("/"));
		if (!url.href.startsWith(anywhere)) {
			return { wrong: "leaves the site" };
		}
		const file = decodeURIComponent(url.href.slice(anywhere.length).replace(/[?#].*$/s, ""));
		if (!this.files.has(file)) {
			return { wrong: file === "" || file.endsWith("/") ? "names no file (file:// has no index)" : "is dead" };
		}
		return { file, anchor: decodeURIComponent(url.hash.slice(1)) };
	}

	/**
	 * What is wrong with a link, in no sentence or in one.
	 * @param {Link} link
	 * @returns {string[]}
	 */
	complaint(link) {
		const where = `${link.from}:${link.line}: ${link.href}`;
		const target = this.resolve(link.from, link.href);
		if ("wrong" in target) {
			return [`${where} ${target.wrong}`];
		}
		if ("outside" in target) {
			const allowed = link.kind === "visit" ? ["http", "https", "mailto", "tel"] : ["data"];
			return allowed.includes(target.outside) ? [] : [`${where} may not be followed`];
		}
		const { file, anchor } = target;
		if (anchor === "" || !file.endsWith(".html") || this.page(file).ids.has(anchor)) {
			return [];
		}
		return [`${where} has a dead anchor`];
	}
}

export class Page {
	/**
	 * @param {string} file
	 * @param {string} text
	 */
	constructor(file, text) {
		this.file = file;
		/** @type {Map<string, number>} How often each id is given. */
		this.ids = new Map();
		/** @type {Link[]} */
		this.links = [];
		/** @type {string[]} What a strict policy forbids: inline scripts, styles and handlers. */
		this.inline = [];
		/** @type {Map<string, number>} */
		this.tags = new Map();
		this.lang = "";
		this.title = "";
		this.policy = "";
		this.redirect = false;
		this.#visit(parse(text, { sourceCodeLocationInfo: true }));
	}

	/** @param {Node} node */
	#visit(node) {
		if ("attrs" in node) {
			this.#element(node);
		}
		const children = "content" in node ? node.content.childNodes : "childNodes" in node ? node.childNodes : [];
		for (const child of children) {
			this.#visit(child);
		}
	}

	/** @param {Element} element */
	#element(element) {
		const tag = element.tagName;
		const line = element.sourceCodeLocation?.startLine ?? 0;
		const attributes = new Map(element.attrs.map((a) => [a.prefix ? `${a.prefix}:${a.name}` : a.name, a.value]));
		this.tags.set(tag, (this.tags.get(tag) ?? 0) + 1);
		for (const [name] of attributes) {
			if (name === "style" || name.startsWith("on")) {
				this.inline.push(`${this.file}:${line}: <${tag} ${name}>`);
			}
		}
		const data = attributes.get("type") === "application/ld+json"; // which no browser runs
		if (tag === "style" || (tag === "script" && !attributes.has("src") && !data)) {
			this.inline.push(`${this.file}:${line}: <${tag}>`);
		}
		const id = attributes.get("id");
		if (id !== undefined) {
			this.ids.set(id, (this.ids.get(id) ?? 0) + 1);
		}
		if (tag === "html") {
			this.lang = attributes.get("lang") ?? "";
		}
		if (tag === "title" && this.title === "") {
			this.title = element.childNodes.map((child) => ("value" in child ? child.value : "")).join("");
		}
		if (tag === "meta") {
			this.#meta(attributes, line);
		}
		for (const name of loading.get(tag) ?? []) {
			for (const href of addresses(name, attributes.get(name))) {
				const kind = tag === "link" && /canonical|alternate|next|prev/.test(attributes.get("rel") ?? "") ? "visit" : "load";
				this.links.push({ kind, from: this.file, line, href });
			}
		}
		const visit = tag === "a" || tag === "area" ? "href" : tag === "form" ? "action" : "";
		const href = attributes.get(visit);
		if (href !== undefined) {
			this.links.push({ kind: "visit", from: this.file, line, href });
		}
	}

	/**
	 * @param {Map<string, string>} attributes
	 * @param {number} line
	 */
	#meta(attributes, line) {
		const content = attributes.get("content") ?? "";
		switch (attributes.get("http-equiv")?.toLowerCase()) {
			case "content-security-policy":
				this.policy = content;
				break;
			case "refresh":
				this.redirect = true;
				this.links.push({ kind: "visit", from: this.file, line, href: content.replace(/^[^=]*=\s*/, "") });
		}
	}
}

/**
 * @param {string} attribute
 * @param {string | undefined} value
 */
function addresses(attribute, value) {
	if (value === undefined) {
		return [];
	}
	return attribute === "srcset" ? value.split(",").map((part) => part.trim().split(/\s+/)[0]) : [value];
}
