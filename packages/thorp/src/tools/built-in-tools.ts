/** The tools of this room; those over data come from `data/data-tools.ts`. */
import { createCalculateTool } from "./calculate/calculate-tool.ts";
import { createCalculateDatesTool } from "./calculate-dates/calculate-dates-tool.ts";
import { createConvertUnitsTool } from "./convert-units/convert-units-tool.ts";
import { createListFilesTool } from "./files/list-files-tool.ts";
import { createReadFileTool } from "./files/read-file-tool.ts";
import { createSearchFilesTool } from "./files/search-files-tool.ts";
import { createWriteFileTool } from "./files/write-file-tool.ts";
import type { Tool } from "./tool.ts";

export function builtInTools(): readonly Tool[] {
  return [
    createCalculateTool(),
    createConvertUnitsTool(),
    createCalculateDatesTool(),
    createListFilesTool(),
    createReadFileTool(),
    createSearchFilesTool(),
    createWriteFileTool(),
  ];
}
