// Starts a viewer on the directory of its first parameter and prints its address.
import { createViewer } from "braintrust-replicate-viewer";

const viewer = createViewer({ directory: process.argv[2], onNotice: console.error });
const { url } = await viewer.listen();
console.log(url);
