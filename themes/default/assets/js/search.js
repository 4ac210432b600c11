// The search: the page of its own, or the dialog over any other. The search
// itself is relais:search, which knows nothing of pages.

import { Finder } from "./search/dialog.js";
import { find } from "./search/element.js";
import { SearchPage } from "./search/page.js";
import { Words } from "./search/words.js";

const words = new Words(find("#search-words", HTMLTemplateElement));
if (document.querySelector("#search-form")) {
	new SearchPage(words).begin();
} else {
	new Finder(words).begin();
}
