/** Thrown, or put into a body, where the connection to the client breaks off. */
export class ConnectionReset extends Error {
  readonly code: string = "ECONNRESET";

  constructor() {
    super("read ECONNRESET");
    this.name = "ConnectionReset";
  }
}
