// A web server such as a town hall has: it serves files below a sub-folder, knows
// nothing of Relais, and helps with nothing.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

const types = new Map([
	[".html", "text/html; charset=utf-8"],
	[".css", "text/css; charset=utf-8"],
	[".js", "text/javascript; charset=utf-8"],
	[".svg", "image/svg+xml"],
	[".png", "image/png"],
	[".jpg", "image/jpeg"],
	[".webp", "image/webp"],
	[".woff2", "font/woff2"],
	[".json", "application/json"],
	[".txt", "text/plain; charset=utf-8"],
	[".csv", "text/csv; charset=utf-8"],
	[".xml", "application/xml"],
	[".webmanifest", "application/manifest+json"],
	[".pdf", "application/pdf"],
]);

/**
 * Serves the files of site below folder, on a free port of this machine.
 * @param {import("./site.mjs").Site} site
 * @param {string} folder Begins and ends with a slash.
 */
export async function serve(site, folder) {
	const server = createServer(async (request, response) => {
		const wanted = decodeURIComponent(new URL(request.url ?? "", "http://localhost").pathname);
		const file = wanted.startsWith(folder) ? wanted.slice(folder.length) : "";
		await respond(site, file, response);
	});
	await /** @type {Promise<void>} */ (new Promise((resolve) => server.listen(0, "127.0.0.1", resolve)));
	const address = server.address();
	if (address === null || typeof address === "string") {
		throw new Error("the server has no port");
	}
	return {
		base: `http://127.0.0.1:${address.port}${folder}`,
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}

/**
 * Answers with a file of site, if there is such a file.
 * @param {import("./site.mjs").Site} site
 * @param {string} file
 * @param {import("node:http").ServerResponse} response
 */
export async function respond(site, file, response) {
	if (!site.files.has(file)) {
		response.writeHead(404).end();
		return;
	}
	const type = types.get(path.extname(file)) ?? "application/octet-stream";
	response.writeHead(200, { "content-type": type, "x-content-type-options": "nosniff" });
	response.end(await readFile(path.join(site.root, file)));
}
