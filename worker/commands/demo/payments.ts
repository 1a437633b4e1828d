/** What a card processor's client throws when the line drops. */
class SocketError extends Error {
  override name = 'SocketError';
  code = 'ECONNRESET';
}

export class PaymentFailed extends Error {
  override name = 'PaymentFailed';
}

export function charge(card: string, cents: number): { receipt: string } {
  try {
    return postCharge(card, cents);
  } catch (error) {
    throw new PaymentFailed(`Charging ${(cents / 100).toFixed(2)} EUR failed`, { cause: error });
  }
}

function postCharge(card: string, cents: number): { receipt: string } {
  if (card.endsWith('0341')) throw new SocketError('read ECONNRESET');
  return { receipt: `R-${card.slice(-4)}-${cents}` };
}
