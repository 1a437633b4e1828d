/** Name of the object that tells those who look at an organization what changes there. */
export function liveObjectName(organizationId: number): string {
  return `organization ${organizationId}`;
}
