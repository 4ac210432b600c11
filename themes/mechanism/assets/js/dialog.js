// What the search over any other page does, once it is opened.

import { Finder } from "./search/dialog.js";
import { find } from "./search/element.js";
import { Words } from "./search/words.js";

new Finder(new Words(find("#search-words", HTMLTemplateElement))).begin();
