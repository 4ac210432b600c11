// What the search page does, with what every page does: one script is one request.

import "./site.js";
import { find } from "./search/element.js";
import { SearchPage } from "./search/page.js";
import { Words } from "./search/words.js";

new SearchPage(new Words(find("#search-words", HTMLTemplateElement))).begin();
