// The search of the API reference. The page is whole without it.
const field = document.getElementById('search');
const found = document.getElementById('found');
const entries = [...document.querySelectorAll('details')];
const topics = [...document.querySelectorAll('.topic')];

field.closest('label').hidden = false;

/** Every word has to be there; what is left without entries is hidden. */
function search() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const entry of entries) entry.hidden = !words.every((word) => entry.dataset.words.includes(word));
  for (const topic of topics) topic.hidden = !topic.querySelector('details:not([hidden])');
  const shown = entries.filter((entry) => !entry.hidden);
  found.textContent = words.length === 0 ? '' : `${shown.length} found`;
  return shown;
}

/** The entry that the address names is open, and in sight. */
function openNamed() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!(named instanceof HTMLDetailsElement)) return;
  if (named.hidden) {
    field.value = '';
    search();
  }
  named.open = true;
  named.scrollIntoView();
}

field.addEventListener('input', search);
field.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    field.value = '';
    search();
  }
  if (event.key !== 'Enter') return;
  // The rest of the key press would close again what has the focus by then.
  event.preventDefault();
  const [first] = search();
  if (!first) return;
  first.open = true;
  first.querySelector('summary').focus();
});
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target === field) return;
  event.preventDefault();
  field.focus();
});
window.addEventListener('hashchange', openNamed);
openNamed();
