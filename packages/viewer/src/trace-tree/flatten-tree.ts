import type { TraceTree } from "./trace-tree.ts";

/** A tree's line: its branch characters and the span. */
export interface TreeLine {
  /** Such as `│  └─ `; empty for a root. */
  readonly branch: string;
  readonly tree: TraceTree;
}

/** Deeper spans are not indented further: the branches of a long chain would grow as its square. */
const WIDEST_BRANCH = 300;

/** Lists a tree's spans from top to bottom with the branch characters before each. */
export function flattenTree(root: TraceTree): readonly TreeLine[] {
  const lines: TreeLine[] = [];
  const open: (TreeLine & { readonly below: string })[] = [{ branch: "", below: "", tree: root }];
  for (let line = open.pop(); line !== undefined; line = open.pop()) {
    const { branch, tree } = line;
    const below = line.below.slice(0, WIDEST_BRANCH);
    lines.push({ branch, tree });
    // A stack gives back the last first: the children go in from the last to the first.
    for (const [index, child] of [...tree.children.entries()].toReversed()) {
      const isLast = index === tree.children.length - 1;
      open.push({
        branch: `${below}${isLast ? "└─ " : "├─ "}`,
        below: `${below}${isLast ? "   " : "│  "}`,
        tree: child,
      });
    }
  }
  return lines;
}
