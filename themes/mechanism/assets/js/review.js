/**
 * Shows the notice of every page whose review has come due since the site was
 * built: a copy on a USB stick may be read a year later.
 * @param {Document} document
 * @param {Date} now
 */
export function warnOfReviews(document, now) {
	for (const time of document.querySelectorAll("time[data-review]")) {
		const due = time.getAttribute("data-review");
		const notice = time.closest(".notice");
		if (notice && isDue(due, now)) {
			notice.removeAttribute("hidden");
		}
	}
}

/**
 * Whether a day, "2027-07-03", has come where the reader is.
 * @param {string | null | undefined} day
 * @param {Date} now
 * @returns {boolean}
 */
export function isDue(day, now) {
	const pad = (/** @type {number} */ n) => String(n).padStart(2, "0");
	return Boolean(day) && String(day) <= `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}
