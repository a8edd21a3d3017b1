/** What the machine has to do, and what it had to do in the last minutes, while somebody looks. */
import type { Load } from "@thorp/client";
import { useEffect, useState } from "react";
import { thorp } from "../app/thorp.ts";
import { type Live, useLive } from "./use-live.ts";

/** Looks that are kept: at one every two seconds, five minutes. */
const MOST = 150;

export interface LoadHistory extends Live<Load> {
  /** The oldest first; the last is the value. */
  readonly looks: readonly Load[];
}

export function useLoad(): LoadHistory {
  const live = useLive((options) => thorp.usage.followLoad(options), "load");
  const [looks, setLooks] = useState<readonly Load[]>([]);
  const { value } = live;
  useEffect(() => {
    if (value !== undefined) setLooks((before) => [...before, value].slice(-MOST));
  }, [value]);
  return { ...live, looks };
}
