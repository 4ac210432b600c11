package render

// WorkerAddress is where the script stands that keeps the site in the browser. What a
// browser lets it keep is below its own address.
const WorkerAddress = "offline.js"

// Worker returns that script, but for what names the version of the site.
func (r *Renderer) Worker() []byte { return r.assets.worker }
