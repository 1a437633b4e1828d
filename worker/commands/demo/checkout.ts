import { findProduct } from './catalog.ts';
import { charge } from './payments.ts';
import { totalOf } from './pricing.ts';

export interface Order {
  id: string;
  card: string;
  coupon: string | null;
  lines: { sku: string; quantity: number }[];
}

export class CheckoutFailed extends Error {
  override name = 'CheckoutFailed';
}

export function placeOrder(order: Order): { receipt: string } {
  for (const line of order.lines) reserve(line.sku, line.quantity);
  const cents = totalOf(order);
  try {
    return charge(order.card, cents);
  } catch (error) {
    throw new CheckoutFailed(`Order ${order.id} could not be paid`, { cause: error });
  }
}

function reserve(sku: string, quantity: number): void {
  const product = findProduct(sku);
  if (product.stock < quantity) throw new RangeError(`Only ${product.stock} of ${product.name} in stock, ${quantity} ordered`);
}
