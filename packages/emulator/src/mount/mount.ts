/** Where a request came in, which decides the URLs that its answer carries. */
export interface Mount {
  /** The base of the API, without a slash at its end: `https://api.replicate.com/v1`. */
  readonly apiBase: string;
  /** The base of stream URLs: `https://stream.replicate.com/v1`. */
  readonly streamBase: string;
  /** The base of output files: `https://replicate.delivery`. */
  readonly deliveryBase: string;
}

/** The host of streams, in process. */
export const STREAM_HOST = "https://stream.replicate.com";
/** The host of output files, in process. */
export const DELIVERY_HOST = "https://replicate.delivery";

/** The mount of requests that reach the emulator without a socket. */
export function inProcessMount(apiBase: string): Mount {
  return { apiBase, streamBase: `${STREAM_HOST}/v1`, deliveryBase: DELIVERY_HOST };
}
