/** Puts a text on the clipboard and says so for a moment. */
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { texts } from "../texts/texts.ts";
import { Button } from "./button.tsx";

export function CopyButton({ text, label = texts.common.copy }: { readonly text: string; readonly label?: string }) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = (): void => void navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <Button
      look="quiet"
      size="small"
      icon={isCopied ? Check : Copy}
      label={isCopied ? texts.common.copied : label}
      onClick={copy}
    />
  );
}
