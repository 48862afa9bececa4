// LangChain's model of Replicate, which makes a client for each call, below spans of the app.
import { Replicate } from "@langchain/community/llms/replicate";
import { initLogger, traced } from "braintrust";
import { play } from "./play.cjs";

await play(Replicate, { initLogger, traced });
