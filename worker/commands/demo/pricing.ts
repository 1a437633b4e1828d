import { findProduct } from './catalog.ts';
import type { Order } from './checkout.ts';

interface Discount {
  percent: number;
  /** In cents. */
  minimum: number;
}

const discounts: Record<string, Discount> = {
  WELCOME10: { percent: 10, minimum: 5000 },
  SUMMER20: { percent: 20, minimum: 20_000 },
};

/** What the customer pays, in cents. */
export function totalOf(order: Order): number {
  const subtotal = order.lines.reduce((sum, line) => sum + findProduct(line.sku).price * line.quantity, 0);
  if (!order.coupon) return subtotal;
  return subtotal - discountOf(subtotal, order.coupon);
}

function discountOf(subtotal: number, coupon: string): number {
  // The bug of this demo: a coupon that has expired is no longer in the table.
  const { percent, minimum } = discounts[coupon] as Discount;
  return subtotal < minimum ? 0 : Math.round((subtotal * percent) / 100);
}
