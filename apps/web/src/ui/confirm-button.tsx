/** A button for what cannot be taken back: the first press asks, the second does it, leaving takes the question back. */
import { useState } from "react";
import { Button, type ButtonProps } from "./button.tsx";

export interface ConfirmButtonProps extends Omit<ButtonProps, "onClick" | "onBlur" | "children"> {
  readonly text: string;
  /** What the button says once it was pressed. */
  readonly question: string;
  readonly onConfirm: () => void;
}

export function ConfirmButton({ text, question, onConfirm, ...rest }: ConfirmButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const press = (): void => {
    setAsking(!isAsking);
    if (isAsking) onConfirm();
  };
  return (
    <Button
      look="danger"
      {...rest}
      className={isAsking ? "bg-bad-soft font-medium" : ""}
      onClick={press}
      onBlur={() => setAsking(false)}
    >
      {isAsking ? question : text}
    </Button>
  );
}
