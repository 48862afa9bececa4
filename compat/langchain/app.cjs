// The same in CommonJS.
const { Replicate } = require("@langchain/community/llms/replicate");
const { initLogger, traced } = require("braintrust");
const { play } = require("./play.cjs");

void play(Replicate, { initLogger, traced });
