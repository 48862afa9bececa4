import * as braintrust from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";
import { tellStory } from "../braintrust/tell-story.cjs";

await tellStory({ braintrust, wrapReplicate, Replicate });
