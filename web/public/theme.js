// Before the first paint, so that a chosen theme does not flash. A file of its own, since the content policy allows no inline script.
try {
  const theme = localStorage.getItem('picket-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be closed; the system's theme is right then.
}
