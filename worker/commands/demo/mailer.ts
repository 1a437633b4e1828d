interface Receipt {
  to: string;
  number: string;
  template: string;
}

export function sendReceipt(receipt: Receipt): void {
  const text = render(receipt.template, { number: receipt.number });
  if (!receipt.to.includes('@')) throw new RangeError(`Not an email address: ${receipt.to}`);
  deliver(receipt.to, text);
}

export function render(template: string, values: Record<string, string>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new ReferenceError(`Template names {${name}}, which has no value`);
    return value;
  });
}

/** The shop of this demo has no mail server. */
function deliver(_to: string, _text: string): void {}
