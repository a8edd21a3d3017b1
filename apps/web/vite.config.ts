import { fileURLToPath } from "node:url";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The page is built into the package, which serves it; for work on it, `npm run dev -w thorp-web` beside `thorp serve`. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  // The server says where its paths begin: it writes that into the page, and chunks find each other.
  base: "./",
  plugins: [react(), tailwind()],
  resolve: {
    alias: { "@thorp/client": fileURLToPath(new URL("../../packages/client/src/index.ts", import.meta.url)) },
  },
  build: {
    outDir: fileURLToPath(new URL("../../packages/thorp/dist/web", import.meta.url)),
    emptyOutDir: true,
    // The page may load nothing that is written into it (CSP), so even small pictures stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": "http://127.0.0.1:4646" } },
});
