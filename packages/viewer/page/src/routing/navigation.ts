import { useEffect, useState } from "preact/hooks";
import { parseRoute, type Route } from "./route.ts";

const MOVED = "viewer:moved";

/** Goes to an address of this page; the view changes, nothing is loaded. */
export function navigate(href: string): void {
  history.pushState({ inside: true }, "", href);
  dispatchEvent(new Event(MOVED));
}

/** Puts an address in place of the present one: filters change, but back means the last view. */
export function replaceAddress(href: string): void {
  history.replaceState(history.state, "", href);
  dispatchEvent(new Event(MOVED));
}

/** Back to where somebody came from, or up to `href` for who came by a link from elsewhere. */
export function goUp(href: string): void {
  const state = history.state as { readonly inside?: boolean } | null;
  if (state?.inside === true) history.back();
  else navigate(href);
}

/** The present route, as it changes. */
export function useRoute(): Route {
  const [route, setRoute] = useState(currentRoute);
  useEffect(() => {
    const moved = (): void => setRoute(currentRoute());
    addEventListener("popstate", moved);
    addEventListener(MOVED, moved);
    document.addEventListener("click", followLink);
    return () => {
      removeEventListener("popstate", moved);
      removeEventListener(MOVED, moved);
      document.removeEventListener("click", followLink);
    };
  }, []);
  return route;
}

function currentRoute(): Route {
  return parseRoute(location.pathname, location.search);
}

/** Links to other views change the view; everything else is the browser's. */
function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target !== "" || link.hasAttribute("download")) {
    return;
  }
  const url = new URL(link.href);
  if (url.origin !== location.origin) return;
  if (parseRoute(url.pathname, url.search).view === "nowhere") return;
  event.preventDefault();
  navigate(`${url.pathname}${url.search}`);
}
