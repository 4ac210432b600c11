// What the search page does.

import { find } from "./search/element.js";
import { SearchPage } from "./search/page.js";
import { Words } from "./search/words.js";

new SearchPage(new Words(find("#search-words", HTMLTemplateElement))).begin();
