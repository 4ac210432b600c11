// What the page under work says to its writer: it reloads when it has changed,
// goes to the page of the file just saved, and shows over itself what is wrong
// with the texts. Inserted by `relais serve` only: no published site has it.

(() => {
	const script = /** @type {HTMLScriptElement} */ (document.currentScript);
	const words = script.dataset;

	// Memory of this tab, from one page to the next.
	const memory = {
		/** @param {string} key */
		take(key) {
			try {
				const value = sessionStorage.getItem(`relais-serve-${key}`);
				return value;
			} catch {
				return null; // storage is off: the page only forgets where it was
			}
		},
		/**
		 * @param {string} key
		 * @param {string} value
		 */
		keep(key, value) {
			try {
				sessionStorage.setItem(`relais-serve-${key}`, value);
			} catch {
				// as above
			}
		},
	};

	restoreScroll();
	const overlay = new (overlayClass())();
	listen();

	// Listens while the page is seen. A browser opens few connections to one
	// server, and tabs that nobody sees would use them up.
	function listen() {
		/** @type {EventSource | undefined} */
		let source;
		const open = () => {
			const about = new URLSearchParams({
				page: location.pathname,
				version: words.version ?? "",
				followed: memory.take("followed") ?? "",
			});
			source = new EventSource(`/.relais/events?${about}`);
			source.addEventListener("reload", reload);
			source.addEventListener("follow", (event) => {
				memory.keep("followed", event.lastEventId);
				location.assign(event.data);
			});
			source.addEventListener("problems", (event) => {
				memory.keep("followed", event.lastEventId || "0");
				overlay.show(JSON.parse(event.data));
			});
			source.addEventListener("error", () => overlay.lose());
		};
		document.addEventListener("visibilitychange", () => {
			source?.close();
			if (document.visibilityState === "visible") {
				open();
			}
		});
		if (document.visibilityState === "visible") {
			open();
		}
	}

	function reload() {
		memory.keep("scroll", JSON.stringify([location.pathname, scrollX, scrollY]));
		location.reload();
	}

	function restoreScroll() {
		const [page, x, y] = JSON.parse(memory.take("scroll") ?? "[]");
		memory.keep("scroll", "[]");
		if (page !== location.pathname) {
			return;
		}
		history.scrollRestoration = "manual";
		const restore = () => scrollTo({ left: x, top: y, behavior: "instant" });
		restore();
		addEventListener("load", () => {
			restore(); // images have their size now
			history.scrollRestoration = "auto";
		});
	}

	/** @typedef {{lines: {number: number, text: string}[], line: number, column: number, width: number}} Frame */
	/**
	 * @typedef {{severity: string, name: string, file?: string, line?: number, column?: number, what: string,
	 *   remedy?: string, frame?: Frame}} Problem
	 */

	function overlayClass() {
		return class {
			constructor() {
				this.host = document.createElement("div");
				this.root = this.host.attachShadow({ mode: "open" }); // neither style sheet reaches the other's elements
				const style = document.createElement("link");
				style.rel = "stylesheet";
				style.href = "/.relais/serve.css";
				this.panel = element("section", { role: "region", "aria-live": "polite", "aria-label": words.heading ?? "" });
				this.root.append(style, this.panel);
			}

			/** @param {Problem[]} problems */
			show(problems) {
				this.panel.replaceChildren();
				if (problems.length === 0) {
					this.host.remove();
					return;
				}
				const reduced = memory.take("reduced") === "yes";
				const button = element(
					"button",
					{ type: "button", "aria-expanded": String(!reduced) },
					reduced ? words.expand : words.reduce,
				);
				const list = element("ol", {}, ...problems.map(item));
				list.hidden = reduced;
				button.addEventListener("click", () => {
					list.hidden = !list.hidden;
					memory.keep("reduced", list.hidden ? "yes" : "no");
					button.setAttribute("aria-expanded", String(!list.hidden));
					button.textContent = (list.hidden ? words.expand : words.reduce) ?? "";
				});
				const heading = element("h2", {}, `${words.heading} (${problems.length})`);
				this.panel.append(element("header", {}, heading, button), list);
				this.put();
			}

			lose() {
				if (!this.panel.hasChildNodes()) {
					this.panel.append(element("header", { class: "closed" }, element("p", {}, words.closed)));
					this.put();
				}
			}

			put() {
				if (!this.host.isConnected) {
					document.body.append(this.host);
				}
			}
		};
	}

	/** @param {Problem} problem */
	function item(problem) {
		const place = [problem.file, problem.line, problem.column].filter(Boolean).join(":");
		const parts = [
			element("p", { class: "place" }, element("span", { class: "name" }, problem.name), " ", element("code", {}, place)),
			element("p", { class: "what" }, problem.what),
		];
		if (problem.frame) {
			parts.push(element("pre", {}, ...frameLines(problem.frame)));
		}
		if (problem.remedy) {
			parts.push(element("p", { class: "remedy" }, problem.remedy));
		}
		return element("li", { class: problem.severity }, ...parts);
	}

	/** @param {Frame} frame */
	function frameLines(frame) {
		return frame.lines.flatMap(({ number, text }) => {
			const margin = element("span", { class: "number" }, String(number));
			if (number !== frame.line) {
				return [margin, `${text}\n`];
			}
			const letters = [...text];
			const from = frame.column - 1;
			const to = from + frame.width;
			const marked = element("mark", {}, letters.slice(from, to).join("") || " ");
			return [margin, letters.slice(0, from).join(""), marked, `${letters.slice(to).join("")}\n`];
		});
	}

	/**
	 * @param {string} name
	 * @param {Record<string, string>} attributes
	 * @param {(Node | string | undefined)[]} children
	 */
	function element(name, attributes, ...children) {
		const made = document.createElement(name);
		for (const [key, value] of Object.entries(attributes)) {
			made.setAttribute(key, value);
		}
		made.append(...children.filter((child) => child !== undefined));
		return made;
	}
})();
