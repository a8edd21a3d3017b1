/** A secret at the only moment that it can be seen. */
import { CopyButton } from "../ui/copy-button.tsx";

export function ShownOnce({ about, secret }: { readonly about: string; readonly secret: string }) {
  return (
    <div role="status" className="rounded-md border border-warn/60 bg-warn-soft p-3">
      <p className="text-warn">{about}</p>
      <p className="mt-1 flex items-center gap-2">
        <code className="min-w-0 flex-1 font-mono text-xs break-all">{secret}</code>
        <CopyButton text={secret} />
      </p>
    </div>
  );
}
