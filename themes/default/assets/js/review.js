/**
 * Shows the notice of every page whose review has come due since the site was
 * built: a copy on a USB stick may be read a year later.
 * @param {Document} document
 * @param {Date} now
 */
export function warnOfReviews(document, now) {
	const pad = (/** @type {number} */ n) => String(n).padStart(2, "0");
	const today = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
	for (const time of document.querySelectorAll("time[data-review]")) {
		const due = time.getAttribute("data-review");
		const notice = time.closest(".notice");
		if (due && notice && due <= today) {
			notice.removeAttribute("hidden");
		}
	}
}
