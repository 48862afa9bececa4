/** What is different from place to place. */
export interface Where {
  readonly baseUrl: string;
  readonly auth: string;
  /** Further options of the client. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Wraps the client, where that is done by hand. */
  readonly trace?: <Client extends object>(client: Client) => Client;
}

/** Plays the scenario and tells what the caller got. */
export function scenario(
  Replicate: new (options: never) => object,
  where: Where,
): Promise<Readonly<Record<string, unknown>>>;
