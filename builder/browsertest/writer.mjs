// A Writer has a copy of the demonstration handbook and `relais serve` before
// them, and saves texts.

import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** A folder with a handbook to write in, and the command. */
export class Desk {
	constructor() {
		this.folder = mkdtempSync(path.join(tmpdir(), "relais-serve-"));
		this.handbook = path.join(this.folder, "manuel");
		this.command = path.join(this.folder, "relais");
		execFileSync("go", ["build", "-o", this.command, "./cmd/relais"], { cwd: root });
		cpSync(path.join(root, "content"), this.handbook, { recursive: true });
	}

	clear() {
		rmSync(this.folder, { recursive: true });
	}
}

/** Somebody who has started `relais serve` and saves texts. */
export class Writer {
	/**
	 * @param {Desk} desk
	 * @param {import("node:child_process").ChildProcess} server
	 * @param {string} base
	 */
	constructor(desk, server, base) {
		this.desk = desk;
		this.server = server;
		this.base = base;
	}

	/**
	 * @param {Desk} desk
	 * @param {string[]} options
	 */
	static start(desk, ...options) {
		const server = spawn(desk.command, ["serve", ...options], {
			cwd: desk.handbook,
			env: { ...process.env, LANG: "fr_FR.UTF-8" },
		});
		let said = "";
		return /** @type {Promise<Writer>} */ (
			new Promise((resolve, reject) => {
				server.stderr.on("data", (data) => {
					said += data;
					const base = /http:\S+/.exec(said)?.[0];
					if (base && said.includes("pages en ")) {
						resolve(new Writer(desk, server, base));
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
		const file = path.join(this.desk.handbook, `${page}.md`);
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
