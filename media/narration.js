// The page of narrations: shows what it is given and says what was pressed. Text and behaviour are the extension's.
// @ts-check
(() => {
  // @ts-expect-error VS Code provides it.
  const host = acquireVsCodeApi();
  let text = '';
  let html = '';
  /** @param {string} id @returns {any} */
  const element = (id) => document.getElementById(id);

  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target.closest('[data-do]') : null;
    if (!(target instanceof HTMLElement)) return;
    event.preventDefault();
    const { do: what, value } = target.dataset;
    host.postMessage(
      value === undefined ? { do: what } : { do: what, value: what === 'choose' ? Number(value) : value },
    );
  });

  element('speed').addEventListener('change', () => {
    host.postMessage({ do: 'speed', value: Number(element('speed').value) });
  });

  /** The arrow keys move between the buttons of the toolbar, as in every toolbar. */
  document.querySelector('footer')?.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || event.target instanceof HTMLSelectElement) return;
    const controls = [...document.querySelectorAll('footer button:not([hidden]), footer select')];
    const next = controls[controls.indexOf(/** @type {Element} */ (event.target)) + step];
    if (next instanceof HTMLElement) next.focus();
  });

  window.addEventListener('message', ({ data }) => {
    if (typeof data !== 'object' || data === null || data.type !== 'show' || typeof data.html !== 'string') return;
    show(data);
  });

  /** @param {any} content PageContent of extension/narration/messages.ts, and `state`, which comes back after a reload */
  function show(content) {
    const focused = document.activeElement;
    const hadFocus = element('content').contains(focused);
    // What is unchanged stays: a button must not vanish under the pointer, nor a text be spoken twice.
    const isChanged = content.html !== html;
    if (isChanged) element('content').innerHTML = html = content.html;
    if (element('spoken').textContent !== content.spoken) element('spoken').textContent = content.spoken;
    element('position').textContent = content.position;
    element('progress').firstElementChild.style.width = `${content.progress * 100}%`;
    element('progress').hidden = content.position === '';
    element('speed').value = String(content.speed);
    const playFocused = focused?.id === 'play' || focused?.id === 'pause';
    element('play').hidden = content.isPlaying;
    element('pause').hidden = !content.isPlaying;
    if (playFocused) element(content.isPlaying ? 'pause' : 'play').focus();
    document.querySelector('footer')?.toggleAttribute('hidden', !content.isRunning);
    if (content.text !== text) window.scrollTo(0, 0);
    text = content.text;
    // What had the focus is gone: the answer, or else the heading, takes it.
    if (hadFocus && isChanged) element('content').querySelector('.answer h2, h1')?.focus();
    host.setState(content.state);
  }

  host.postMessage({ do: 'ready' });
})();
