/**
 * Keeps what may be folded open where there is room for it, and folded where it would
 * push the text down: data-open is the media query that tells.
 * @param {Document} document
 */
export function openContents(document) {
	for (const details of document.querySelectorAll("details[data-open]")) {
		const wide = matchMedia(details.getAttribute("data-open") ?? "");
		const follow = () => details.toggleAttribute("open", wide.matches);
		wide.addEventListener("change", follow);
		follow();
	}
}
