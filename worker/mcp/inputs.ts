import * as z from 'zod/mini';

/* What several tools take. The descriptions are for the model. */

export const organization = z
  .optional(z.string().check(z.minLength(1), z.maxLength(64)))
  .register(z.globalRegistry, { description: 'Slug or id of the organization. May be left out where there is only one.' });

export const issue = z.string().check(z.minLength(1), z.maxLength(500)).register(z.globalRegistry, {
  description: 'Id (8000000001), short id (SHOP-1A) or address of the page of the issue.',
});

export const cursor = z
  .optional(z.string().check(z.maxLength(100)))
  .register(z.globalRegistry, { description: 'Where the page begins, as the page before it said.' });

/** Pages are short, since all that is listed is read by a model. */
export const limit = z.optional(z.int().check(z.minimum(1), z.maximum(50))).register(z.globalRegistry, { description: 'How many to list; 20 by default.' });
export const defaultLimit = 20;
