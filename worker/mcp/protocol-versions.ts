/** Revisions of MCP that are spoken, newest first. */
export const supportedVersions = ['2025-11-25', '2025-06-18', '2025-03-26'] as const;
export const latestVersion = supportedVersions[0];
/** What a client without the header speaks. Source: https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#protocol-version-header */
const assumedVersion = '2025-03-26';

/** Null for one that is not spoken. */
export function readVersion(header: string | null): (typeof supportedVersions)[number] | null {
  return supportedVersions.find((version) => version === (header ?? assumedVersion)) ?? null;
}
