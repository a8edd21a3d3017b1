/** Keeps the end of a list in view while the person is there, and leaves the place alone when they have scrolled up. */
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

const CLOSE = 80;

export function useFollowEnd(box: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>) {
  const follows = useRef(true);
  const [isAtEnd, setAtEnd] = useState(true);
  const toEnd = useCallback(() => {
    follows.current = true;
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [box]);
  useEffect(() => {
    const element = box.current;
    if (element === null || content.current === null) return undefined;
    const onScroll = (): void => {
      const isClose = element.scrollHeight - element.scrollTop - element.clientHeight < CLOSE;
      follows.current = isClose;
      setAtEnd(isClose);
    };
    const observer = new ResizeObserver(() => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(content.current);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, [box, content]);
  return { isAtEnd, toEnd };
}
