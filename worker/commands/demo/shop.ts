/** A small shop with a bad day. `npm run demo` runs it once per release, with the DSN in the environment. */
import './instrument.ts';
import * as Sentry from '@sentry/node';
import { type Order, placeOrder } from './checkout.ts';
import { render, sendReceipt } from './mailer.ts';

const customers = [
  { id: '4711', email: 'ada@example.com', username: 'ada', ip_address: '203.0.113.7' },
  { id: '4712', email: 'grace@example.com', username: 'grace', ip_address: '203.0.113.8' },
  { id: '4713', email: 'alan@example.com', username: 'alan', ip_address: '203.0.113.9' },
];
const receiptTemplate = 'Thank you! Your receipt is {number}.\nQuestions? Reply to {support}.\n';

for (const [index, customer] of customers.entries()) {
  Sentry.withIsolationScope((scope) => {
    scope.setUser(customer);
    scope.setTag('page', '/checkout');
    Sentry.addBreadcrumb({ type: 'navigation', category: 'navigation', data: { from: '/cart', to: '/checkout' } });
    Sentry.addBreadcrumb({ category: 'cart', message: `Coupon SPRING15 entered by ${customer.username}`, level: 'info' });
    Sentry.addBreadcrumb({
      type: 'http',
      category: 'http',
      data: { method: 'GET', url: 'https://api.shop.example/coupons/SPRING15', status_code: 404 },
      level: 'warning',
    });
    attempt({ id: `A-10${index}`, card: '4242 4242 4242 4242', coupon: 'SPRING15', lines: [{ sku: 'LAMP-01', quantity: 1 }] });
    Sentry.addBreadcrumb({ type: 'user', category: 'ui.click', message: 'button#two-chairs' });
    attempt({ id: `A-11${index}`, card: '4242 4242 4242 4242', coupon: null, lines: [{ sku: 'CHAIR-07', quantity: 2 }] }, 'warning');
  });
}

Sentry.withIsolationScope((scope) => {
  scope.setUser(customers[0] ?? null);
  scope.setContext('order', { id: 'A-200', lines: 2, currency: 'EUR', paymentMethod: 'card' });
  attempt({
    id: 'A-200',
    card: '4000 0000 0000 0341',
    coupon: null,
    lines: [
      { sku: 'LAMP-01', quantity: 1 },
      { sku: 'RUG-03', quantity: 1 },
    ],
  });
});

Sentry.withScope((scope) => {
  scope.addAttachment({ filename: 'receipt.txt', data: receiptTemplate, contentType: 'text/plain' });
  scope.setExtra('template', receiptTemplate);
  try {
    sendReceipt({ to: 'alan@example.com', number: 'R-4242-8900', template: receiptTemplate });
  } catch (error) {
    Sentry.captureException(error);
  }
});

Sentry.captureMessage('Stock of Oak chair is down to 1', 'info');
await Sentry.flush(10_000);

// Only the newer release has this one: nobody catches it, and it ends the process.
if (process.env.SENTRY_RELEASE?.endsWith('2.4.0')) setTimeout(() => render('{greeting}, {name}!', { greeting: 'Hello' }), 10);

function attempt(order: Order, level: 'error' | 'warning' = 'error'): void {
  try {
    placeOrder(order);
  } catch (error) {
    Sentry.captureException(error, { level, tags: { 'order.coupon': order.coupon ?? 'none' } });
  }
}
