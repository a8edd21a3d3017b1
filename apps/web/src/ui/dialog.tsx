/**
 * A window above the page, from Radix: focus goes in and comes back, Escape closes. Its own overlay element is not used,
 * because that writes a style element into the page, which our content policy refuses; nothing behind it scrolls anyway.
 */
import * as Radix from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { texts } from "../texts/texts.ts";
import { Button } from "./button.tsx";
import { classNames } from "./class-names.ts";

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The title is for readers of the screen only. */
  readonly isTitleHidden?: boolean;
  /** At the right edge over the full height, rather than in the middle. */
  readonly isSide?: boolean;
  readonly isWide?: boolean;
}

export function Dialog({ title, isOpen, onClose, children, isTitleHidden, isSide, isWide }: DialogProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-black/40" aria-hidden="true" />
        <Radix.Content
          aria-describedby={undefined}
          className={classNames(
            "fixed z-50 flex flex-col overflow-hidden border border-line bg-card shadow-float outline-none",
            isSide
              ? "inset-y-0 right-0 w-full max-w-2xl border-y-0 border-r-0"
              : "top-[12vh] left-1/2 max-h-[76vh] w-[calc(100vw-2rem)] -translate-x-1/2 rounded-lg",
            !isSide && (isWide ? "max-w-2xl" : "max-w-lg"),
          )}
        >
          <div
            className={classNames(
              isTitleHidden ? "sr-only" : "flex items-center justify-between gap-2 border-b border-line px-4 py-2",
            )}
          >
            <Radix.Title className="truncate font-semibold">{title}</Radix.Title>
            <Button look="quiet" size="small" icon={X} label={texts.common.close} onClick={onClose} />
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
