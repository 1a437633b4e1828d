export interface Product {
  sku: string;
  name: string;
  /** In cents. */
  price: number;
  stock: number;
}

const products: Product[] = [
  { sku: 'LAMP-01', name: 'Brass desk lamp', price: 8900, stock: 12 },
  { sku: 'CHAIR-07', name: 'Oak chair', price: 24_900, stock: 1 },
  { sku: 'RUG-03', name: 'Wool rug', price: 31_500, stock: 4 },
];

export class UnknownProduct extends Error {
  override name = 'UnknownProduct';
}

export function findProduct(sku: string): Product {
  const product = products.find((candidate) => candidate.sku === sku);
  if (!product) throw new UnknownProduct(`No product with SKU ${sku}`);
  return product;
}
