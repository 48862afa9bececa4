import { play } from "../../src/play.mjs";

export default async function handler(request, response) {
  response.json(await play());
}
