/** What the server finds in the messages of all conversations, while somebody types. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type FoundConversation, foundConversations } from "./found-conversations.ts";
import { thorp } from "./thorp.ts";

/** Milliseconds without a new letter until the server is asked. */
const SETTLED = 200;
/** Fewer letters stand in nearly everything. */
const FEWEST_LETTERS = 2;
const MOST = 50;

/** `shown`: conversations that the person sees already. Empty until something is found. */
export function useFoundConversations(search: string, shown: ReadonlySet<string>): readonly FoundConversation[] {
  const words = useSettled(search.trim());
  const isWanted = words.length >= FEWEST_LETTERS;
  const { data } = useQuery({
    queryKey: ["found", words],
    queryFn: () => thorp.conversations.search(words, { limit: MOST }),
    enabled: isWanted,
    placeholderData: keepPreviousData,
  });
  return isWanted && search.trim() !== "" ? foundConversations(data?.found ?? [], shown) : [];
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
