/** Colours of code as elements. A chunk of its own, loaded with the first code block. */
import bash from "highlight.js/lib/languages/bash";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import json from "highlight.js/lib/languages/json";
import markdown from "highlight.js/lib/languages/markdown";
import python from "highlight.js/lib/languages/python";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";
import { Fragment, type ReactNode } from "react";

const lowlight = createLowlight({
  bash,
  css,
  diff,
  go,
  java,
  json,
  markdown,
  python,
  rust,
  sql,
  typescript,
  xml,
  yaml,
});
lowlight.registerAlias({
  typescript: ["ts", "tsx", "js", "jsx", "javascript"],
  bash: ["sh", "shell", "zsh"],
  xml: ["html", "svg"],
});

const colours: Readonly<Record<string, string>> = {
  "hljs-comment": "text-dim italic",
  "hljs-quote": "text-dim italic",
  "hljs-keyword": "text-accent",
  "hljs-built_in": "text-accent",
  "hljs-literal": "text-warn",
  "hljs-number": "text-warn",
  "hljs-string": "text-good",
  "hljs-addition": "text-good",
  "hljs-deletion": "text-bad",
  "hljs-attr": "text-accent",
  "hljs-title": "font-medium",
};

/** Undefined for a language that is not known. */
export function highlight(code: string, language: string): ReactNode | undefined {
  if (!lowlight.registered(language)) return undefined;
  return elements(lowlight.highlight(language, code).children);
}

type HighlightNode = ReturnType<typeof lowlight.highlight>["children"][number];

function elements(nodes: readonly HighlightNode[]): ReactNode {
  return nodes.map((node, index) => {
    if (node.type === "text") return <Fragment key={index}>{node.value}</Fragment>;
    if (node.type !== "element") return null;
    const names = (node.properties["className"] ?? []) as readonly string[];
    const className = names.flatMap((name) => colours[name] ?? []).join(" ");
    return (
      <span key={index} className={className}>
        {elements(node.children as readonly HighlightNode[])}
      </span>
    );
  });
}
