import { Command } from "commander";
import { gatewayVersion } from "./gateway-version.ts";
import { OPTIONS } from "./option-table.ts";
import { variableOf } from "./read-config.ts";

const MORE_HELP = `
Then, where your program runs:
  Python, replicate 1.x    export REPLICATE_BASE_URL=http://127.0.0.1:4780
  Python, replicate 2.x    export REPLICATE_BASE_URL=http://127.0.0.1:4780/v1
  JavaScript               new Replicate({ baseUrl: "http://127.0.0.1:4780/v1" })

Each execution becomes one span in Braintrust. That needs BRAINTRUST_API_KEY here, or --viewer.

Every option can also be set in the environment and in a config file:
  ${variableOf("port")}=4781
  ${variableOf("publicUrl")}=https://replicate.example.com
  --config gateway.yaml      with lines such as "publicUrl: https://replicate.example.com"
A flag wins over the environment, the environment over the file. Keep --key and --secret out of the
command line, where every process of the machine can read them.

Examples:
  $ npx braintrust-replicate-gateway
  $ npx braintrust-replicate-gateway --viewer                  no account needed
  $ npx braintrust-replicate-gateway --port 0                  any free port
  $ npx braintrust-replicate-gateway --host 0.0.0.0 --config gateway.yaml`;

/**
 * Describes the command line. Texts are handed on as they are: flags, environment and file are read
 * by the same rules.
 */
export function gatewayCommand(
  run: (flags: Readonly<Record<string, string | undefined>>) => Promise<void>,
): Command {
  const command = new Command("braintrust-replicate-gateway")
    .description(
      "A reverse proxy in front of Replicate that turns its traffic into spans in Braintrust:\n" +
        "for Python, Go, curl and everything else, without a line of code.",
    )
    .version(gatewayVersion())
    .option("--config <path>", "a JSON or YAML file with these options")
    .allowExcessArguments(false)
    .addHelpText("after", MORE_HELP)
    .exitOverride()
    .showHelpAfterError("(--help explains the options)");
  for (const { flag, help, shown } of OPTIONS) {
    command.option(flag, shown === undefined ? help : `${help} (default: ${shown})`);
  }
  return command.action(async (given: Readonly<Record<string, string | true>>) => {
    const flags = Object.entries(given).map(([name, value]) => [name, String(value)] as const);
    await run(Object.fromEntries(flags));
  });
}
