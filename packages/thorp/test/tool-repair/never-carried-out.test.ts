/** Calls of tools that change something, written in ways that leave a doubt: none of them is made. */
import { expect, it } from "vitest";
import { builtInTools } from "../../src/tools/built-in-tools.ts";
import { makeOf } from "./measure.ts";
import { officeTools } from "./office-tools.ts";

const tools = [...builtInTools(), ...officeTools()];
const removal = '{"name": "remove_file", "arguments": {"path": "old/notes.txt"}}';

it.each([
  `Example:\n<remove_file>\n<path>a.md</path>\n</remove_file>`,
  `The form is:\n<tool_use>\n<name>remove_file</name>\n<arguments>{"path": "a.md"}</arguments>\n</tool_use>`,
  `<remove_file>\n<path>a.md</path>\n</remove_file>\n\nWould you like me to do that?`,
  `<remove_file>\n<path>old/notes`,
  `<remove_file>\n<path>old/notes.txt</path>\n`,
  `<tool_use>\n<name>remove_file</name>\n<arguments>{"path": "old/no`,
  `Deleting files is done so:\n${removal}`,
  `Removing it would need this call:\n${removal}`,
  `Before removing the file, please confirm:\n${removal}`,
  `Deleting the file? Then:\n${removal}`,
  `Documentation:\n\n\`\`\`xml\n<tool_call>${removal}</tool_call>\n\`\`\``,
  `{"function_call": ${removal}}\nThis is what the log shows.`,
  '```python\nresult = remove_file(path="a.md")\nprint(result)\n```',
  'I will write a script for you:\n```python\nresult = remove_file(path="a.md")\nprint(result)\n```',
  '`remove_file(path="a.md")`',
  "Action: remove_file[old/notes.txt]",
  "Action: remove_file[old] would delete it.",
])("in a text: %s", (text) => {
  expect(makeOf({ id: "n", model: "any", kind: "talk", text, means: "refuse" }, 1, tools).calls).toEqual([]);
});

it.each([
  ["undo.remove_file", '{"path": "a.md"}'],
  ["dry-run/remove_file", '{"path": "a.md"}'],
  ["remove_file", '"notes"'],
  ["remove_file", 'path="old/no'],
  ["remove_file", 'path: "old/no'],
  ["remove_file", '(path="old/notes.txt"'],
  ["remove_file", "path=old/notes.txt, and"],
  ["remove_file", "path=old/notes.txt, force=true"],
  ["write_file", 'path="a.md", text="x'],
  ["write_file", '{"path": "a.md", "text": "x", "mode": "re"}'],
  ["book_room", '{"room": "Fjord", "date": "2026-12-04", "people": "6 chairs", "slot": {"from": 9, "to": 11}}'],
])("as a call: %s %s", (tool, input) => {
  const made = makeOf({ id: "n", model: "any", kind: "json", call: { tool, input }, means: "refuse" }, 1, tools);
  expect(made.calls).toEqual([]);
  expect(made.refused).toHaveLength(1);
});
