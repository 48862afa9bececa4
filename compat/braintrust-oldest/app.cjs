const braintrust = require("braintrust");
const { wrapReplicate } = require("braintrust-replicate");
const Replicate = require("replicate");
const { tellStory } = require("../braintrust/tell-story.cjs");

void tellStory({ braintrust, wrapReplicate, Replicate });
