/** What the page knows of the server: fetched once, kept, renewed. The client tries again by itself. */
import { QueryClient } from "@tanstack/react-query";

export const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 2_000 } } });
