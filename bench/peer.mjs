// Thorp for the driver of a peer comparison: create({ baseURL, persist, dir }) -> { run(prompt, onToken, id) }.
// The model server must understand our `plan` tool; see README.md.
export { createThorpSubject as create } from "./measure/thorp-engine.ts";
