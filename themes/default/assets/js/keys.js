/**
 * Lets / and Ctrl-K (or ⌘-K) go to the search box, unless the reader is typing.
 * @param {Document} document
 */
export function focusSearchByKey(document) {
	document.addEventListener("keydown", (event) => {
		const box = document.querySelector("input[type=search]");
		const shortcut = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
		const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
		if (box instanceof HTMLInputElement && (shortcut || slash)) {
			event.preventDefault();
			box.focus();
			box.select();
		}
	});
}

/**
 * @param {EventTarget | null} target
 * @returns {boolean}
 */
function isTyping(target) {
	return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
