import { expect, it } from 'vitest';
import { SimilarIssues } from './contract/similar-issue.ts';
import { aTenant, merge, send, sendEvent, type Tenant } from './fixtures.ts';

async function similarTo({ organization, token }: Tenant, issueId: string): Promise<SimilarIssues> {
  const reply = await send('GET', `/organizations/${organization.slug}/issues/${issueId}/similar-issues/`, { token });
  return SimilarIssues.parse(await reply.json());
}

/** An error of the shop's cart, with a stack of these functions. */
function anError(value: string, ...functions: string[]) {
  const frames = functions.map((name) => ({ function: name, module: 'shop.cart', in_app: true }));
  return { message: undefined, exception: { values: [{ type: 'CartError', value, stacktrace: { frames } }] } };
}

it('names issues of the project that are alike, the most similar first, and why', async () => {
  const [tenant, stranger] = [await aTenant(), await aTenant()];
  const asked = await sendEvent(tenant, anError('The cart of jane@example.com is empty', 'checkout', 'total'));
  const near = await sendEvent(tenant, anError('Discount is unknown', 'checkout', 'discount'));
  const nearest = await sendEvent(tenant, anError('The cart is locked', 'checkout', 'total'));
  await sendEvent(tenant, { message: 'Mail bounced' });
  await sendEvent(stranger, anError('The cart is empty', 'checkout', 'total'));
  const similar = await similarTo(tenant, asked.issueId);
  expect(similar.map(([{ id }]) => id)).toEqual([nearest.issueId, near.issueId]);
  expect(similar[0]?.[1]).toMatchObject({ frames: ['shop.cart total', 'shop.cart checkout'], words: expect.arrayContaining(['carterror', 'cart']) });
  expect(JSON.stringify(similar.map(([, likeness]) => likeness))).not.toMatch(/jane|example/);
});

it('names nothing where nothing is alike', async () => {
  const tenant = await aTenant();
  const { issueId } = await sendEvent(tenant, { message: 'Mail bounced' });
  await sendEvent(tenant, anError('The cart is empty', 'checkout'));
  expect(await similarTo(tenant, issueId)).toEqual([]);
});

it('names the issue that took a similar one in, and no part of the issue itself', async () => {
  const tenant = await aTenant();
  const [one, two, head, part] = [
    await sendEvent(tenant, anError('The cart is empty', 'checkout', 'total')),
    await sendEvent(tenant, anError('The cart is locked', 'checkout', 'total')),
    await sendEvent(tenant, { message: 'Mail bounced' }),
    await sendEvent(tenant, anError('The cart is full', 'checkout', 'total')),
  ];
  await merge(tenant, one.issueId, [two.issueId]);
  await merge(tenant, head.issueId, [part.issueId]);
  expect((await similarTo(tenant, one.issueId)).map(([{ id }]) => id)).toEqual([head.issueId]);
  expect((await similarTo(tenant, part.issueId)).map(([{ id }]) => id)).toEqual([one.issueId]);
});
