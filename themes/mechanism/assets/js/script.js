// Runs the one script of the site that waits until it is needed.

/** @typedef {{createScriptURL(url: string): string}} Policy */
/** @typedef {{createPolicy(name: string, rules: Policy): Policy}} PolicyFactory */

/**
 * Makes a function that runs the script at address, once; after a failure it may
 * be called again. Where the page enforces Trusted Types, the policy
 * "relais-script" lets through this address alone.
 * @param {string} address
 * @returns {(failed: () => void) => void}
 */
export function scriptRunner(address) {
	const { trustedTypes } = /** @type {{trustedTypes?: PolicyFactory}} */ (globalThis);
	/** @type {Policy} */
	const rules = { createScriptURL: () => address };
	/** @type {Policy} */
	let policy;
	let asked = false;
	return (failed) => {
		if (asked) {
			return;
		}
		asked = true;
		policy ??= trustedTypes ? trustedTypes.createPolicy("relais-script", rules) : rules;
		const script = document.createElement("script");
		script.onerror = () => {
			script.remove();
			asked = false;
			failed();
		};
		script.src = policy.createScriptURL(address);
		document.head.append(script);
	};
}
