// Fails inside of the client, and says where.
import Replicate from "replicate";

new Replicate({ auth: "none" }).wait({}).catch(({ stack }) => console.log(stack));
