// Package builder turns a folder of Markdown into a searchable static handbook.
// This page is the architecture.
//
// # The flow
//
// [Build] reads as this list:
//
//	fs.FS ──load──▶ handbook.Handbook     read, split, decode and parse each file, then tie pages together
//	      ──For───▶ handbook.Handbook     keep what the readers of this build may see, and nothing else
//	      ──check─▶ []handbook.Problem    say what is wrong, all of it, in the author's words
//	      ──render▶ path, bytes ─┐
//	      ──search▶ path, bytes ─┼─output▶ compare, stage, swap in one step
//	      attachments, bytes ────┘ └─▶ gate: search all of it for what must not be there
//
// # The rooms
//
//	handbook   the model: types, keys, relations, readers, problems. Imports nothing of ours
//	markdown   one body of Markdown to HTML with holes where links stand. The only importer of goldmark
//	load       files to a Handbook; malformed headers stop here
//	check      what a machine can say of a text; one file a check
//	privacy    what says who somebody is, in texts and in attachments; imports nothing of ours
//	gate       the last look at the whole output before it is published; no filter, and no code of it
//	frame      a problem in its source: the lines around it, a mark under the place
//	render     a Handbook and a theme to pages; one file a kind of page
//	editor     admin/, to change pages in the browser; only for a handbook that asks for it
//	booklet    pages bound for paper and for e-readers; imports nothing of ours
//	output     a folder that changes in one step; imports nothing of ours
//	memory     a folder of what is dear to compute again; imports nothing of ours
//	serve      tells what changed on the disk, and shows a site to the browsers of this machine
//
// A build keeps in .relais/build what it computed, for the next to make anew only
// what has changed (memory.go): what each file gave, what was published and of what,
// what the search is made from. The site is the same with and without it.
//
// [Serve] follows the same flow in memory, again after each edit: a [Preview]
// keeps what the edit left as it was, and makes of the site only what is asked for.
//
// [Ask] follows the flow up to the index, or takes the one that the last
// search kept (cache.go), and answers from it in the terminal.
//
// [NewListing] reads the whole handbook for whoever writes it: what there is,
// and what there is to do. [NewAudiences] says what each build would hold.
//
// A handbook may be in two languages: the translations of its pages are a part of it
// (handbook/translation.go), of which render makes a folder that is like a site of its own.
//
// A handbook may have further folders, such as the private one of a group
// (roots.go): all are read as one tree, where their paths begin with "@".
//
// [Diff] reads two handbooks and tells what their readers see change: revision
// has a past one from git, changes compares them. annotate puts problems into the
// forms of forges.
//
// Four rooms help to write and hold no part of the flow: scaffold begins a
// handbook or a page, rename moves a page or a theme with whatever names it,
// schema tells editors what a front matter may hold, and reference documents
// it; but for rename, all are made from the tables of handbook.
//
// Two more rooms are for tests: benchmark measures whole builds of
// synthetic handbooks, browsertest reads a published one in a browser.
//
// Beside the builder, package search makes the index and answers queries, on
// both sides of the wire, and knows nothing of HTML; package themes holds what
// the site looks like and knows nothing of Go types but their exported fields. What is
// wrong with a theme is a Problem like any other, of its author.
//
// # What never changes
//
//   - Two kinds of failure: a handbook.Problem is the author's, found with file,
//     line and column, all in one run; a Go error is ours or the machine's, and
//     stops the run.
//   - Filtering by readers happens once, before rendering, links, counts, search
//     and attachments see a page. There is nothing to hide later.
//   - Of a page that was withdrawn only its addresses remain, and nothing that is
//     wrong with it keeps it published. No cache outlives what it was made of.
//   - Parsing one file is a pure function of its bytes. Links are holes, filled
//     once all pages are known.
//   - The same content gives the same bytes: no clock, no locale, no order of a
//     map or of a folder reaches the output.
//   - Nothing is published when a Problem is an error, and what was published stays.
package builder
