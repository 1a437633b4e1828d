import { rolldown } from 'rolldown';

/** An app of this folder as one module for the Workers runtime. */
export async function bundleApp(input: string): Promise<string> {
  const bundled = await rolldown({
    input,
    platform: 'browser',
    external: [/^(node|cloudflare):/],
    resolve: { conditionNames: ['workerd', 'worker', 'import'] },
  });
  const { output } = await bundled.generate({ format: 'esm', codeSplitting: false });
  await bundled.close();
  return output[0].code;
}
