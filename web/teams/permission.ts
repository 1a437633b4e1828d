/** Whether somebody with these scopes may do this, such as `team:write`: who may administer a kind may write it as well. */
export function may(scopes: readonly string[], needed: string): boolean {
  const [kind] = needed.split(':');
  return scopes.includes(needed) || scopes.includes(`${kind}:admin`);
}
