import { logIn } from "../support/collected-spans.ts";
import { createStage } from "../support/stage.ts";
import { BARE, BY_CLIENT } from "../support/ways.ts";

// An app that forgets an `await`, and ends by it.
await logIn();
await (process.argv[2] === "bare" ? BARE : BY_CLIENT).run(async (prepare) => {
  void createStage({ prepare }).replicate.run("acme/broken", { input: {} });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  console.log("not reached");
});
