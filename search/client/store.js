// Loads the files of the index, each once.

import { SearchError } from "./error.js";
import { readNode } from "./format.js";

/** @typedef {import("./format.js").Child} Child */
/**
 * @typedef {(url: string) => Promise<unknown>} Load runs the script at url and gives what it puts, undefined when
 * it puts nothing; fails when it cannot be had
 */

/** The files under one address. */
export class Store {
	/**
	 * @param {string} base address of the folder that holds manifest.js, with a slash at its end
	 * @param {Load} load
	 */
	constructor(base, load) {
		this.base = base;
		this.load = load;
		/** @type {Map<string, Promise<unknown>>} */
		this.files = new Map();
	}

	/**
	 * The value of a file. A failure is not remembered: asking again tries again.
	 * @param {string} name
	 * @returns {Promise<unknown>}
	 */
	get(name) {
		let file = this.files.get(name);
		if (!file) {
			file = this.fetch(name);
			this.files.set(name, file);
			file.catch(() => this.files.delete(name));
		}
		return file;
	}

	/** @param {string} name */
	async fetch(name) {
		const path = name === "manifest" ? "manifest.js" : `${name.slice(0, 2)}/${name.slice(2)}.js`;
		const value = await this.load(this.base + path);
		if (value === undefined) throw new SearchError("damaged", path);
		return value;
	}

	/**
	 * The text of a file.
	 * @param {string} name
	 */
	async text(name) {
		const value = await this.get(name);
		if (typeof value !== "string") throw new SearchError("damaged", name);
		return value;
	}
}

/** @typedef {{depth: number, root: string}} Root a tree, as the manifest says */

/** A tree of files with sorted keys: terms or words. */
export class KeyTree {
	/**
	 * @param {Store} store
	 * @param {Root} root
	 */
	constructor(store, root) {
		this.store = store;
		this.root = root;
	}

	/**
	 * The leaves that may hold keys with a prefix, from left to right. A key is
	 * in the one leaf of exact.
	 * @param {string} prefix
	 * @param {boolean} [exact]
	 * @returns {Promise<string[]>}
	 */
	async leaves(prefix, exact = false) {
		let level = this.within(this.root.root, prefix, exact);
		for (let depth = this.root.depth; depth > 1; depth--) {
			const nodes = await Promise.all(level.map((child) => this.store.text(child.name)));
			level = nodes.flatMap((node) => this.within(node, prefix, exact));
		}
		return Promise.all(level.map((child) => this.store.text(child.name)));
	}

	/**
	 * @param {string} node
	 * @param {string} prefix
	 * @param {boolean} exact
	 */
	within(node, prefix, exact) {
		const children = readNode(node);
		return children.filter(({ label }, i) => {
			const next = children[i + 1]?.label;
			if (i > 0 && compare(label, prefix) > 0 && (exact || !label.startsWith(prefix))) return false;
			return next === undefined || compare(next, prefix) > 0;
		});
	}
}

/** A tree of files found by counting: the documents. */
export class CountTree {
	/**
	 * @param {Store} store
	 * @param {Root} root
	 */
	constructor(store, root) {
		this.store = store;
		this.root = root;
	}

	/**
	 * The leaf that holds an item, and the item's place in it.
	 * @param {number} ordinal
	 * @returns {Promise<{leaf: unknown, at: number}>}
	 */
	async find(ordinal) {
		let node = this.root.root;
		for (let depth = this.root.depth; ; depth--) {
			let found = "";
			for (const { label, name } of readNode(node)) {
				found = name;
				if (ordinal < Number(label)) break;
				ordinal -= Number(label);
			}
			if (depth === 1) return { leaf: await this.store.get(found), at: ordinal };
			node = await this.store.text(found);
		}
	}
}

/**
 * Compares by code points, as the index is sorted; < compares UTF-16 units.
 * @param {string} a
 * @param {string} b
 */
export function compare(a, b) {
	let i = 0;
	while (i < a.length && a[i] === b[i]) i++;
	return rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
}

/** @param {number} unit NaN at the end of a text */
function rank(unit) {
	if (Number.isNaN(unit)) return -1;
	return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
