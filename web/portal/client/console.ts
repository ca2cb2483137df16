import '../styles/console-fields.css';
import '../styles/console.css';

/** Loads the console when it comes near, or is about to be used. */
const island = document.querySelector<HTMLElement>('[data-island="console"]');
if (island) {
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) bringToLife();
    },
    { rootMargin: '300px' },
  );
  const bringToLife = async () => {
    observer.disconnect();
    const { hydrateConsole } = await import('../console/hydrate.tsx');
    hydrateConsole(island);
    island.dataset.ready = '';
  };
  observer.observe(island);
}
