import { useEffect, useState } from "preact/hooks";
import type { ExecutionList, ExecutionListState } from "./execution-list.ts";

/** The list's state, as it changes. */
export function useExecutionList(list: ExecutionList): ExecutionListState {
  const [state, setState] = useState(list.state);
  useEffect(() => {
    const changed = (): void => setState(list.state);
    changed();
    return list.subscribe(changed);
  }, [list]);
  return state;
}
