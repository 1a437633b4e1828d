import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import preact from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';
import { iconNames } from './ui/icon-names.ts';

/** The dashboard: `web/dist`, served by the Worker or by Pages. Screens are chunks of their own. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [preact(), iconSprite()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Every browser that knows what we use knows modulepreload; and the content policy allows no `data:` script or font.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // The query language is a chunk of its own: every screen with a search bar has it, and no other waits for it.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'query-language', test: /\/worker\/search\// }] } } },
  },
});

/** Puts the icons in use into the page as one sprite, so that an icon costs one `<use>` and no request. A name that lucide does not know fails the build. */
function iconSprite(): Plugin {
  const require = createRequire(import.meta.url);
  const symbols = iconNames.map((name) => {
    const [, inner] = readFileSync(require.resolve(`lucide-static/icons/${name}.svg`), 'utf8').match(/<svg[^>]*>([\s\S]*)<\/svg>/) ?? [];
    if (inner === undefined) throw new Error(`lucide's ${name} is not an svg`);
    return `<symbol id="i-${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, '').replace(/ \/>/g, '/>')}</symbol>`;
  });
  return {
    name: 'icon-sprite',
    transformIndexHtml: { order: 'post', handler: (html) => html.replace('<!-- icons -->', `<svg hidden>${symbols.join('')}</svg>`) },
  };
}
