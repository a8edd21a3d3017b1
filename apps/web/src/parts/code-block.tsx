/** Code with its language, a way to copy it, and colours once the part that knows them has been loaded. */
import { type ReactNode, useEffect, useState } from "react";
import { CopyButton } from "../ui/copy-button.tsx";

export function CodeBlock({ code, language }: { readonly code: string; readonly language: string }) {
  const coloured = useColours(code, language.split(/\s/)[0] ?? "");
  return (
    <div className="overflow-hidden rounded-md border border-line bg-card">
      <div className="flex h-8 items-center justify-between border-b border-line bg-inset pr-1 pl-3 text-xs text-dim">
        <span>{language}</span>
        <CopyButton text={code} />
      </div>
      {/* A long line is scrolled, also by the keyboard. */}
      <pre data-scroll tabIndex={0} className="overflow-x-auto p-3 font-mono text-[0.8125rem] leading-relaxed">
        <code>{coloured ?? code}</code>
      </pre>
    </div>
  );
}

/** Undefined while there are none; a text that grows keeps its plain look until it rests. */
function useColours(code: string, language: string): ReactNode | undefined {
  const [coloured, setColoured] = useState<{ readonly code: string; readonly nodes: ReactNode }>();
  useEffect(() => {
    if (language === "") return undefined;
    let isOver = false;
    const timer = setTimeout(() => {
      void import("./highlight.tsx").then(({ highlight }) => {
        const nodes = highlight(code, language);
        if (!isOver && nodes !== undefined) setColoured({ code, nodes });
      });
    }, 150);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [code, language]);
  return coloured?.code === code ? coloured.nodes : undefined;
}
