const Replicate = require("replicate");
const replicate = new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL });
void replicate.run("demo/json", { input: { n: 1 } }).then((output) => console.log(JSON.stringify(output)));
