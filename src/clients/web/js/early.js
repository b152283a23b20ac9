// Runs before the first paint, so that a chosen theme never flashes the other one.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const colours = { light: '#FFFFFF', dark: '#1A1F26' };
  /** @type {string | null} */
  let chosen = null;
  try {
    chosen = localStorage.getItem('akkachat.theme');
  } catch {
    // Storage is forbidden: the system's choice stands.
  }
  const apply = () => {
    root.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : dark.matches ? 'dark' : 'light';
    document.querySelectorAll('meta[name=theme-color]').forEach((meta) => {
      meta.setAttribute('content', root.dataset.theme === 'dark' ? colours.dark : colours.light);
    });
  };
  apply();
  dark.addEventListener('change', apply);
  addEventListener('theme', (/** @type {any} */ event) => {
    chosen = event.detail;
    apply();
  });
})();
