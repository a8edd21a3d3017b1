/** The files that are to go with the next request. */
import { useCallback, useState } from "react";
import { texts } from "../texts/texts.ts";
import { type AttachedFile, judged, previewOf } from "./attachments.ts";

export function useAttachments() {
  const [files, setFiles] = useState<readonly AttachedFile[]>([]);
  const update = useCallback(
    (change: (files: readonly AttachedFile[]) => readonly AttachedFile[]) =>
      setFiles((before) => judged(change(before), texts.chat.attachment)),
    [],
  );
  const add = useCallback(
    (added: readonly File[]) => {
      update((before) => {
        const first = Math.max(0, ...before.map(({ id }) => id + 1));
        const next = added.map((file, index): AttachedFile => ({ id: first + index, file }));
        for (const { id, file } of next) {
          void previewOf(file).then((preview) => {
            if (preview === undefined) return;
            update((now) =>
              now.map((known) => (known.id === id && known.file === file ? { ...known, preview } : known)),
            );
          });
        }
        return [...before, ...next];
      });
    },
    [update],
  );
  const remove = useCallback((id: number) => update((before) => before.filter((file) => file.id !== id)), [update]);
  const clear = useCallback(() => setFiles([]), []);
  return { files, add, remove, clear };
}
