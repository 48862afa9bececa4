import { play } from "../../src/play.mjs";

export const config = { runtime: "edge" };

export default async function handler() {
  return Response.json(await play());
}
