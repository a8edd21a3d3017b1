/** An address to take along into another program. */
import { CopyButton } from "../ui/copy-button.tsx";

export function Address({ label, address }: { readonly label: string; readonly address: string }) {
  return (
    <div>
      <p className="text-xs font-medium text-dim">{label}</p>
      <p className="mt-1 flex items-center gap-2 rounded-md bg-inset py-1 pr-1 pl-2.5">
        <code className="min-w-0 flex-1 font-mono text-xs break-all">{address}</code>
        <CopyButton text={address} />
      </p>
    </div>
  );
}
