import { Fragment, h, type ComponentChildren, type VNode } from "preact";
import { useMemo } from "preact/hooks";
import { parseMarkdown, webAddress, type Token, type Tokens } from "./parse-markdown.ts";
import "./markdown.css";

/** Deeper than anybody writes by hand. */
const DEEPEST = 30;

/**
 * Markdown as elements. HTML in it is shown as text, pictures as their address: nothing is loaded
 * and nothing runs.
 */
export function Markdown({ text }: { readonly text: string }): VNode {
  const tokens = useMemo(() => parseMarkdown(text), [text]);
  return (
    <div class="markdown logged" dir="auto">
      {tokens === undefined ? text : renderTokens(tokens, 0)}
    </div>
  );
}

function renderTokens(tokens: readonly Token[] | undefined, depth: number): ComponentChildren {
  if (tokens === undefined) return null;
  return tokens.map((token, index) => (
    <Fragment key={index}>{depth > DEEPEST ? token.raw : renderToken(token, depth + 1)}</Fragment>
  ));
}

type Renderer = (token: Token, depth: number) => ComponentChildren;

/** A renderer for tokens of one kind; `marked` says which kind has which fields. */
function of<T extends Token>(render: (token: T, depth: number) => ComponentChildren): Renderer {
  return (token, depth) => render(token as T, depth);
}

const RENDERERS: { readonly [type: string]: Renderer } = {
  space: () => null,
  hr: () => <hr />,
  br: () => <br />,
  heading: of<Tokens.Heading>(({ depth: level, tokens }, depth) =>
    // Below the headings of the page itself.
    h(`h${Math.min(level + 2, 6)}`, null, renderTokens(tokens, depth)),
  ),
  paragraph: of<Tokens.Paragraph>(({ tokens }, depth) => <p>{renderTokens(tokens, depth)}</p>),
  blockquote: of<Tokens.Blockquote>(({ tokens }, depth) => (
    <blockquote>{renderTokens(tokens, depth)}</blockquote>
  )),
  code: of<Tokens.Code>(({ text }) => (
    <pre tabIndex={0}>
      <code>{text}</code>
    </pre>
  )),
  list: of<Tokens.List>(renderList),
  table: of<Tokens.Table>(renderTable),
  strong: of<Tokens.Strong>(({ tokens }, depth) => <strong>{renderTokens(tokens, depth)}</strong>),
  em: of<Tokens.Em>(({ tokens }, depth) => <em>{renderTokens(tokens, depth)}</em>),
  del: of<Tokens.Del>(({ tokens }, depth) => <del>{renderTokens(tokens, depth)}</del>),
  codespan: of<Tokens.Codespan>(({ text }) => <code>{text}</code>),
  link: of<Tokens.Link>(({ href, tokens, raw }, depth) => {
    const address = webAddress(href);
    return address === undefined ? (
      raw
    ) : (
      <OutsideLink address={address}>{renderTokens(tokens, depth)}</OutsideLink>
    );
  }),
  image: of<Tokens.Image>(({ href, text, raw }) => {
    const address = webAddress(href);
    if (address === undefined) return raw;
    return (
      <OutsideLink address={address}>{text === "" ? address : `${text} (${address})`}</OutsideLink>
    );
  }),
  escape: of<Tokens.Escape>(({ text }) => text),
  text: of<Tokens.Text>(({ tokens, text }, depth) =>
    tokens === undefined ? text : renderTokens(tokens, depth),
  ),
};

function renderToken(token: Token, depth: number): ComponentChildren {
  const render = Object.hasOwn(RENDERERS, token.type) ? RENDERERS[token.type] : undefined;
  // Whatever else there is, HTML above all, is text.
  return render === undefined ? token.raw : render(token, depth);
}

function renderList({ ordered, start, items }: Tokens.List, depth: number): ComponentChildren {
  const children = items.map((item, index) => (
    <li key={index}>
      {item.task && <span>{item.checked === true ? "☑ " : "☐ "}</span>}
      {renderTokens(
        item.tokens.filter(({ type }) => type !== "checkbox"),
        depth,
      )}
    </li>
  ));
  if (!ordered) return <ul>{children}</ul>;
  return <ol start={typeof start === "number" ? start : 1}>{children}</ol>;
}

function renderTable({ header, rows }: Tokens.Table, depth: number): ComponentChildren {
  return (
    <div class="markdown-table" role="group" aria-label="Table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {header.map((cell, index) => (
              <th key={index} scope="col">
                {renderTokens(cell.tokens, depth)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            <tr key={line}>
              {row.map((cell, index) => (
                <td key={index}>{renderTokens(cell.tokens, depth)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface OutsideLinkProps {
  readonly address: string;
  readonly children: ComponentChildren;
}

/** A link that somebody logged: it opens apart, tells nobody where from, and shows where to. */
export function OutsideLink({ address, children }: OutsideLinkProps): VNode {
  return (
    <a
      class="outside logged"
      href={address}
      title={address}
      target="_blank"
      rel="noopener noreferrer"
    >
      {children}
    </a>
  );
}
