// Package pack makes the texts of documents small: a range coder writes their
// words by a static model, the [Lexicon], which the client loads once. Half of
// an index is texts, and gzip sees too little of each to make much of it.
//
//	packed   digit³ (checksum of the rest) digit…    a digit is 6 bits, see packDigits
//	text     word mark { word mark }                 marks stand between words (", "); the last ends with U+0000
//	word     symbol [case]                           empty before a mark that starts the text
//	symbol   of the lexicon, or new letters… (spelled), or again number (spelled before in this document)
//	packed ends with the symbol stop in place of a text's first word
//
// No mark stands after a word with an apostrophe at its end ("l’"): a word
// follows at once.
//
// The model is coarse, so that an edit hardly ever changes it and with it every
// document: it knows of each word only the bit length of its count.
package pack
