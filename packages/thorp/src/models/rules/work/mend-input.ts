/** One corrected try after a failed call, where the error names the mend: the nearest column, file, unit, another name. */
import type { Json } from "../../../base/json.ts";
import { nearest } from "../../../base/nearest.ts";
import type { Brief } from "../../brief.ts";

type Input = { readonly [name: string]: Json };

/** The input with one thing changed, or undefined when the error does not say what to change. */
export function mendInput(input: Json, error: string, files: Brief["files"]): Input | undefined {
  if (input === null || typeof input !== "object" || Array.isArray(input)) return undefined;
  const given = input as Input;
  const mended = renamed(given, error) ?? otherFile(given, error, files) ?? freeName(given, error);
  return mended !== undefined && JSON.stringify(mended) !== JSON.stringify(given) ? mended : undefined;
}

/** "no such column: revenu … Did you mean revenue?" */
function renamed(input: Input, error: string): Input | undefined {
  const wrong =
    /(?:no such column:|There is no column|no column|[Uu]nknown (?:unit|column)|not a (?:known )?unit[^"“]*)\s*["“']?([\p{L}\p{N}_.° /]+?)["”']?(?=[\s.,;:]|$)/u
      .exec(error)?.[1]
      ?.trim() ?? /["“]([^"”]+)["”] is not/.exec(error)?.[1];
  if (wrong === undefined || wrong === "") return undefined;
  const known =
    /[Cc]olumns(?: are)?: ([^.]+)\./
      .exec(error)?.[1]
      ?.split(",")
      .map((name) => name.replace(/\([^)]*\)/g, "").trim()) ?? [];
  const right = /[Dd]id you mean ["“']?([^?"”']+?)["”']?\?/.exec(error)?.[1]?.trim() ?? nearest(wrong, known);
  return right === undefined ? undefined : replaceNames(input, wrong.split(".").at(-1) ?? wrong, right);
}

function replaceNames(input: Input, wrong: string, right: string): Input {
  const name = new RegExp(`(?<![\\w])${wrong.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w])`, "g");
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => [
      key,
      typeof value === "string" && key !== "file" && key !== "title" && key !== "text"
        ? value.replace(name, right)
        : value,
    ]),
  );
}

/** A path that is not there: the known file with the nearest name, or the one that the error suggests. */
function otherFile(input: Input, error: string, files: Brief["files"]): Input | undefined {
  if (!/not found|no such file|does not exist|there is no file|ENOENT|is not there|cannot be found/i.test(error))
    return undefined;
  const slot = ["path", "file"].find((name) => typeof input[name] === "string");
  if (slot === undefined) return undefined;
  const given = input[slot];
  const path = typeof given === "string" ? given : "";
  const suggested = /[Dd]id you mean ["“']?([^?"”']+?)["”']?\?/.exec(error)?.[1];
  const base = (each: string) => each.replace(/^.*\//, "");
  const same = files.find(
    (file) => file.path !== path && base(file.path).toLowerCase() === base(path).toLowerCase(),
  )?.path;
  const other =
    suggested ??
    same ??
    nearest(
      path,
      files.map((file) => file.path).filter((each) => each !== path),
    );
  return other === undefined ? undefined : { ...input, [slot]: other };
}

/** A file that exists is never written over by itself: the new one gets a number. */
function freeName(input: Input, error: string): Input | undefined {
  if (!/exists already|already exists/i.test(error) || typeof input["path"] !== "string") return undefined;
  const found = /^(.*?)(?:-(\d+))?(\.[^./]+)?$/.exec(input["path"]);
  return { ...input, path: `${found?.[1] ?? input["path"]}-${Number(found?.[2] ?? 1) + 1}${found?.[3] ?? ""}` };
}
