export { ConfigError } from "./config/config-error.ts";
export type { GatewayConfig, LogLevel, ProjectName } from "./config/gateway-config.ts";
export { readConfig, type ConfigSources } from "./config/read-config.ts";
export { startGateway, type Gateway } from "./gateway.ts";
