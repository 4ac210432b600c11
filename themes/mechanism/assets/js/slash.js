// Whether the / key alone opens the search. Whoever speaks to their computer, or presses
// keys that they did not mean, may turn it off (WCAG 2.1.4).

const name = "relais-slash";

/** Whether the reader has turned the key off, in this browser. */
export function isSlashOff() {
	try {
		return localStorage.getItem(name) === "off";
	} catch {
		return false; // the browser keeps nothing: then nothing was turned off
	}
}

/**
 * Shows the setting where the page has it.
 * @param {Document} document
 */
export function offerSetting(document) {
	const box = document.querySelector("#_slash");
	if (!(box instanceof HTMLInputElement)) {
		return;
	}
	box.checked = !isSlashOff();
	box.addEventListener("change", () => {
		try {
			localStorage.setItem(name, box.checked ? "on" : "off");
		} catch {
			box.checked = true;
		}
	});
	box.closest("[hidden]")?.removeAttribute("hidden");
}
