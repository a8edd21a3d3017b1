/**
 * Test files whose process the JavaScript engine itself ended. V8's table of code pages loses an entry now and then when
 * threads with compiled code end ("Check failed: jit_page.has_value()", nodejs/node#64500; about once in four hundred
 * files); no test can help it, and the file's results are lost with it. Such a file runs once more.
 */
import { stripVTControlCharacters } from "node:util";

/** How vitest tells of a process that ended by what V8 ends one with when a check of its own fails. */
const LOST = /Worker exited unexpectedly with signal SIGTRAP during \w+ state while running test file (\S+)/g;
const ERRORS = /Vitest caught (\d+) unhandled errors?/;
/** More than these in one run is no accident. */
const MOST = 3;

/** The lost files, in order; none when something else went wrong beside them or when they are too many. */
export function lostFiles(output: string): readonly string[] {
  const plain = stripVTControlCharacters(output);
  const files = [...plain.matchAll(LOST)].map(([, file]) => file ?? "");
  const isAll = files.length === Number(ERRORS.exec(plain)?.[1]);
  return isAll && files.length <= MOST ? files : [];
}
