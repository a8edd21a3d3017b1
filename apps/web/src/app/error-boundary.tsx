/** A part that breaks leaves the rest alone. Drafts live outside of what it holds, so what was typed is kept. */
import { Component, type ReactNode } from "react";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";

export interface ErrorBoundaryProps {
  readonly children: ReactNode;
  /** Another value tries again: another place, another run. */
  readonly about: string;
}

interface State {
  readonly error: Error | undefined;
  readonly about: string;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override state: State = { error: undefined, about: this.props.about };

  static getDerivedStateFromError(error: Error): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps({ about }: ErrorBoundaryProps, state: State): State | null {
    return about === state.about ? null : { error: undefined, about };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <div role="alert" className="m-4 space-y-2 rounded-lg border border-line bg-card p-4">
        <h2 className="font-semibold">{texts.app.broken}</h2>
        <p className="text-dim">{texts.app.brokenAbout}</p>
        <pre data-scroll tabIndex={0} className="overflow-x-auto rounded-md bg-inset p-2 font-mono text-xs">
          {error.message}
        </pre>
        <div className="flex gap-2">
          <Button onClick={() => this.setState({ error: undefined })}>{texts.common.tryAgain}</Button>
          <Button look="quiet" onClick={() => window.location.reload()}>
            {texts.app.reload}
          </Button>
        </div>
      </div>
    );
  }
}
