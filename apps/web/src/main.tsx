import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { queries } from "./app/queries.ts";
import { SessionGate } from "./login/session-gate.tsx";
import "./app.css";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no place for the application.");

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <SessionGate>
        <App />
      </SessionGate>
    </QueryClientProvider>
  </StrictMode>,
);
