import type { ComponentChildren, VNode } from "preact";
import { useId } from "preact/hooks";

interface SectionProps {
  readonly title: string;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of a view with its heading. */
export function Section({ title, tools, children }: SectionProps): VNode {
  const id = useId();
  return (
    <section class="section" aria-labelledby={id}>
      <header class="section-head">
        <h2 id={id}>{title}</h2>
        <div class="section-tools">{tools}</div>
      </header>
      {children}
    </section>
  );
}
