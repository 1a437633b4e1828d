/** That of package.json, which the Worker cannot read. */
export const version = '0.1.0';
