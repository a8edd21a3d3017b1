/** The tools that every engine has. */
import { createCalculateTool } from "./calculate/calculate-tool.ts";
import { createCalculateDatesTool } from "./calculate-dates/calculate-dates-tool.ts";
import { codeTools } from "./code/code-tools.ts";
import { createConvertUnitsTool } from "./convert-units/convert-units-tool.ts";
import { dataTools } from "./data/data-tools.ts";
import { createReadDocumentTool } from "./documents/read-document-tool.ts";
import { createEditFileTool } from "./files/edit-file-tool.ts";
import { createListFilesTool } from "./files/list-files-tool.ts";
import { createReadFileTool } from "./files/read-file-tool.ts";
import { createSearchFilesTool } from "./files/search-files-tool.ts";
import { createWriteFileTool } from "./files/write-file-tool.ts";
import { createSearchKnowledgeTool } from "./knowledge/search-knowledge-tool.ts";
import { createReadResultTool } from "./results/read-result-tool.ts";
import { createReadSkillTool } from "./skills/read-skill-tool.ts";
import type { Tool } from "./tool.ts";
import { createFetchPageTool } from "./web/fetch-page-tool.ts";

/** In a stable order, so that prompts made from them are the same bytes each time. What is heavy loads on first use. */
export function builtInTools(): readonly Tool[] {
  return [
    createCalculateTool(),
    createConvertUnitsTool(),
    createCalculateDatesTool(),
    createListFilesTool(),
    createReadFileTool(),
    createSearchFilesTool(),
    createWriteFileTool(),
    createEditFileTool(),
    createReadDocumentTool(),
    ...dataTools(),
    ...codeTools(),
    createFetchPageTool(),
    createReadResultTool(),
    createSearchKnowledgeTool(),
    createReadSkillTool(),
  ];
}
