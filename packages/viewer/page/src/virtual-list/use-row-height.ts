import { useEffect, useState } from "preact/hooks";

const NARROW = "(max-width: 45rem)";

/** Heights in `rem`, so that rows grow with the reader's letters. */
export interface RowHeights {
  readonly wide: number;
  readonly narrow: number;
}

/** The height of a row in pixels, for the window as it is. */
export function useRowHeight({ wide, narrow }: RowHeights): number {
  const [height, setHeight] = useState(() => pixelsOf(wide, narrow));
  useEffect(() => {
    const media = matchMedia(NARROW);
    const changed = (): void => setHeight(pixelsOf(wide, narrow));
    media.addEventListener("change", changed);
    return () => media.removeEventListener("change", changed);
  }, [wide, narrow]);
  return height;
}

function pixelsOf(wide: number, narrow: number): number {
  const letter = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Math.round((matchMedia(NARROW).matches ? narrow : wide) * letter);
}
