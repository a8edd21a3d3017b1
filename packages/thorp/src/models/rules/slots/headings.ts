/** Titles and headings from goals. */

/** "titled X", "title "X"", "called X". */
export function titleOf(goal: string): string | undefined {
  const quotedTitle =
    /\b(?:titled?|called|named|entitled|heading|with the title|under the title)(?: is| it)?:? ["“'‘]([^"”'’]+)["”'’]/i.exec(
      goal,
    )?.[1];
  if (quotedTitle !== undefined) return quotedTitle;
  return /\b(?:titled|entitled|with the title|with title|called|named|title(?= [A-Z]))(?: it)? (?!["“'])([A-Z][\w&' -]*?)(?=[.,;:]| (?:with|from|and|containing|section|for|in|using)\b|$)/
    .exec(goal)?.[1]
    ?.trim();
}

/** A task's goal as a heading: without its verb and its file. */
export function headingOf(goal: string): string {
  const plain = goal
    .replace(/[?.!\s]+$/, "")
    .replace(/\s*\([^)]*\)\s*$/, "")
    .replace(
      /^(?:please |can you |could you |first |then |also |i (?:want|need|would like) (?:to know )?)*(?:find out|find|get|show me|show|give me|tell me|compute|calculate|work out|summari[sz]e|make|create|draw|plot|list|read|fetch|what is|what's|what was|what are|look up|query|determine)\s+(?:the |a |an )?/i,
      "",
    )
    .replace(/\s+(?:from|in|of)\s+(?:[\w/-]+\.\w+|attachment:\S+)\s*$/i, "")
    .trim();
  const heading = plain === "" ? goal : plain;
  return capitalised(heading.length > 80 ? `${heading.slice(0, 77).replace(/\s+\S*$/, "")}…` : heading);
}

/** The first letter large, the rest as it is. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
