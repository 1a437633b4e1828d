import './styles/layers.css';
import { render } from 'preact';
import { onSignedOut } from './api.ts';
import { App } from './app.tsx';
import { startPrefetchingChunks } from './frame/prefetch-chunks.ts';
import { loadTheme } from './frame/theme.ts';
import { indexCache } from './resources.ts';
import { startRouter } from './router.ts';
import { startClock } from './ui/clock.ts';
import { startKeyboard } from './ui/keyboard.ts';

const place = document.querySelector('#app');
if (!place) throw new Error('The document has no #app');

loadTheme();
startRouter();
startKeyboard();
startClock();
startPrefetchingChunks();
onSignedOut(() => {
  const index = indexCache.peek();
  if (index) indexCache.visit().put({ ...index, user: null, auth: null });
});
render(<App />, place);
