import { Eval } from "braintrust";

const [answer] = process.argv.slice(2);
const result = await Eval("quiz", {
  experimentName: "first words",
  data: () => [
    { input: "one", expected: "one" },
    { input: "two", expected: "two" },
  ],
  task: (input) => (answer === "right" ? input : "one"),
  scores: [({ output, expected }) => ({ name: "exact", score: output === expected ? 1 : 0 })],
});
console.log(JSON.stringify({ summary: result.summary }));
