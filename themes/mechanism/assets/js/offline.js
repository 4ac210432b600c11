// Asks the browser to keep the handbook, and says when a newer one is kept.

/** @typedef {{createScriptURL(url: string): string}} Policy */

/**
 * Only over https does a browser keep a site; and only a site that is served, not one
 * that is being written on this machine.
 * @param {Document} document
 * @param {string} address of the worker; "" when the handbook does not ask to be kept
 */
export async function keepOffline(document, address) {
	if (!address || location.protocol !== "https:" || !("serviceWorker" in navigator)) {
		return;
	}
	const { trustedTypes } = /** @type {{trustedTypes?: {createPolicy(name: string, rules: Policy): Policy}}} */ (globalThis);
	/** @type {Policy} */
	const rules = { createScriptURL: () => address };
	const policy = trustedTypes ? trustedTypes.createPolicy("relais-worker", rules) : rules;
	const { serviceWorker } = navigator;
	// Pages of two versions are never open at once: when the worker changes, all begin again.
	let controlled = Boolean(serviceWorker.controller);
	serviceWorker.addEventListener("controllerchange", () => {
		if (controlled) {
			location.reload();
		}
		controlled = true;
	});
	try {
		const registration = await serviceWorker.register(policy.createScriptURL(address), { updateViaCache: "none" });
		const tell = () => {
			if (registration.waiting && serviceWorker.controller) {
				announce(document, registration.waiting);
			}
		};
		registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", tell));
		tell();
	} catch {
		// No room, or the browser forbids it: the site is read over the network as before.
	}
}

/**
 * @param {Document} document
 * @param {ServiceWorker} newer
 */
function announce(document, newer) {
	const notice = document.querySelector("#_newer");
	notice?.removeAttribute("hidden");
	notice?.querySelector("button")?.addEventListener("click", () => newer.postMessage("show"), { once: true });
}
