/** Whether an address is of a file that this page's server keeps: nothing else is ever loaded. */
export function isOwnMedia(url: string | null): url is string {
  return url !== null && /^\/media\/[\w.-]+$/.test(url);
}
