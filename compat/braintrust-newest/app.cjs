const braintrust = require("braintrust");
const { wrapReplicate } = require("braintrust-replicate");
const Replicate = require("replicate-1-4-0");
const { tellStory } = require("../braintrust/tell-story.cjs");

void tellStory({ braintrust, wrapReplicate, Replicate });
