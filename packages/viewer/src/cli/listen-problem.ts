/** Says for people why a server cannot listen, and what to do. */
export function listenProblem(
  error: unknown,
  { host, port }: { readonly host: string; readonly port: number },
): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return (
      `Port ${port} of ${host} is in use, by something that is no viewer. ` +
      "Stop it, or choose another port with --port (0 lets the system choose)."
    );
  }
  if (code === "EACCES") {
    return `Port ${port} is not allowed to you. Choose one above 1023 with --port.`;
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `${host} is no address of this machine. Choose one with --host, such as 127.0.0.1.`;
  }
  return `Cannot listen on port ${port} of ${host}: ${error instanceof Error ? error.message : String(error)}`;
}
