import { useNow } from "../format/use-now.ts";

/** The minutes until Replicate deletes a file, 0 when it has; `undefined` where it does not. */
export function useMinutesLeft(expiresAt: number | null): number | undefined {
  const now = useNow();
  return expiresAt === null ? undefined : Math.max(0, Math.ceil((expiresAt - now) / 60));
}
