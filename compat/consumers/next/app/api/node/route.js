import { play } from "../../../src/play.mjs";

export const dynamic = "force-dynamic";

export async function GET() {
  return Response.json(await play());
}
