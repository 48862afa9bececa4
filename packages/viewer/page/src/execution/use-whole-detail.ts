import type { ExecutionDetail } from "../../../src/api/contract.ts";
import { useServices } from "../api/services.ts";

/** Gets an execution with all of its row, for copying: what is shown may be cut. */
export function useWholeDetail(detail: ExecutionDetail): () => Promise<ExecutionDetail> {
  const { api } = useServices();
  return async () =>
    detail.isCut ? { ...detail, row: await api.row(detail.summary.key), isCut: false } : detail;
}
