// A notion is explained where a text first uses it, to whoever reads and however.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, launch, Reader, ways } from "./reader.mjs";
import { givenSite } from "./site.mjs";

const site = givenSite();
/** A page whose text uses a notion. */
const using = site.pages().find((file) => site.read(file).includes('class="term"'));
const options = { skip: using ? false : "no text of this site uses a notion" };
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof ways>>} */
let way;
before(async () => {
	[browser, way] = await Promise.all([launch(), ways(site)]);
});
after(async () => {
	way.close();
	await browser.close();
});

/**
 * @param {import("playwright-core").BrowserContextOptions} [context]
 * @param {string} [base]
 */
async function open(context, base = "http") {
	const reader = await Reader.open(browser, way.bases.get(base), context);
	await reader.goto(/** @type {string} */ (using));
	const link = reader.page.locator(".term").first();
	const note = reader.page.locator(`#${await link.getAttribute("aria-describedby")}`);
	return { reader, link, note };
}

test("by the keyboard: focus shows the note, Escape closes it, going on hides it", options, async () => {
	const { reader, link, note } = await open();
	const { keyboard } = reader.page;
	const reach = async () => {
		for (let presses = 0; presses < 200; presses++) {
			await keyboard.press("Tab");
			if (await link.evaluate((element) => element === document.activeElement)) {
				return;
			}
		}
		assert.fail("the keyboard does not reach the notion");
	};
	await reach();
	assert.ok(await note.isVisible());
	await keyboard.press("Escape");
	assert.ok(!(await note.isVisible()));
	assert.ok(await link.evaluate((element) => element === document.activeElement), "Escape takes the focus away");
	await keyboard.press("Shift+Tab");
	await keyboard.press("Tab");
	assert.ok(await note.isVisible());
	await keyboard.press("Tab");
	assert.ok(!(await note.isVisible()));
	await reader.close();
});

test("by a pointer: the note shows, can be reached, and goes", options, async () => {
	const { reader, link, note } = await open({ viewport: { width: 1280, height: 900 } }, "file");
	await link.scrollIntoViewIfNeeded();
	await link.hover();
	assert.ok(await note.isVisible());
	await note.hover();
	await reader.page.waitForTimeout(400);
	assert.ok(await note.isVisible(), "the note goes while it is read");
	const box = await note.boundingBox();
	assert.ok(box && box.x >= 0 && box.x + box.width <= 1280, `the note sticks out: ${JSON.stringify(box)}`);
	await reader.page.mouse.move(1, 1);
	await eventually(async () => assert.ok(!(await note.isVisible())));
	await reader.close();
});

test("by a finger: the first touch explains, the second follows", options, async () => {
	const { reader, link, note } = await open({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
	await link.tap();
	assert.ok(await note.isVisible());
	assert.equal(reader.file(), using);
	const box = await note.boundingBox();
	assert.ok(box && box.x >= 0 && box.x + box.width <= 320, `the note sticks out: ${JSON.stringify(box)}`);
	await link.tap();
	await eventually(async () => assert.notEqual(reader.file(), using));
	await reader.close();
});

test("to a screen reader: the note describes the link", options, async () => {
	const { reader, link } = await open();
	const session = await reader.context.newCDPSession(reader.page);
	await session.send("Accessibility.enable");
	const { nodes } = await session.send("Accessibility.getFullAXTree");
	const words = (await link.textContent())?.trim();
	const found = nodes.find(({ role, name }) => role?.value === "link" && name?.value === words);
	assert.match(found?.description?.value ?? "", /\p{L}{3}/u);
	await reader.close();
});

test("without script the words lead to the notion, and on paper the note stands below the text", options, async () => {
	const { reader, link, note } = await open({ javaScriptEnabled: false });
	assert.ok(!(await note.isVisible()));
	await reader.page.emulateMedia({ media: "print" });
	assert.ok(await note.isVisible());
	await reader.page.emulateMedia({ media: "screen" });
	await link.click();
	await eventually(async () => assert.notEqual(reader.file(), using));
	await reader.close();
});

test("no notion is explained in a heading, in a link or in code, nor twice in a page", () => {
	const wrong = site.pages().filter((file) => {
		const html = site.read(file);
		const ids = [...html.matchAll(/class="term" aria-describedby="([^"]+)"/g)].map(([, id]) => id);
		const misplaced = /<(h[1-6]|code|pre|th)\b[^>]*>(?:(?!<\/\1>)[\s\S])*class="term" aria-describedby/.test(html);
		return new Set(ids).size !== ids.length || misplaced;
	});
	assert.deepEqual(wrong, []);
});
