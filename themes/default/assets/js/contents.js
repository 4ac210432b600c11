/**
 * Keeps the table of contents open where it has a column of its own, and closes
 * it where it would push the text down.
 * @param {Document} document
 */
export function openContents(document) {
	const details = document.querySelector(".contents details");
	if (!details) {
		return;
	}
	const wide = matchMedia("(min-width: 64rem)");
	const follow = () => details.toggleAttribute("open", wide.matches);
	wide.addEventListener("change", follow);
	follow();
}
