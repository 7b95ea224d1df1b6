/** The page of the live picture: takes pictures, marks what is new, and keeps the last one through a reload. */
import { render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { marked, spokenChanges } from '../changes.ts';
import { layout, type Page } from '../layout.ts';
import { savedPage } from '../messages.ts';
import { Receiver } from '../parts.ts';
import type { Picture } from '../picture.ts';
import type { Looked, Shown } from '../shown.ts';
import { Bar, type Pointed } from './bar.tsx';
import { Drawing } from './drawing.tsx';
import { t } from '../../webview/page/texts.ts';
import { host } from './host.ts';

/** The picture now, and the one of the state before. */
interface Pictures {
  readonly number: number;
  readonly now: Picture;
  readonly before: Picture | null;
}

/** What was told last, and the pictures made of it. */
interface Told {
  readonly shown: Omit<Shown, 'picture'>;
  readonly pictures: Pictures | null;
}

/** The page asks again for everything if it lacks a part. */
function taken(old: Told | null, { picture, ...shown }: Shown, receiver: Receiver): Told | null {
  if (picture === null) {
    keep(null);
    return { shown, pictures: null };
  }
  const now = receiver.pictureOf(picture);
  if (now === undefined) {
    host.postMessage({ do: 'ready' });
    return old;
  }
  keep(now);
  const before = old?.pictures ?? null;
  const isSame = before === null || before.number === shown.number;
  return { shown, pictures: { number: shown.number, now, before: isSame ? (before?.before ?? null) : before.now } };
}

function Live(): preact.JSX.Element {
  const [told, setTold] = useState<Told | null>(null);
  const page = usePage();

  useEffect(() => {
    const receiver = new Receiver();
    let last: Told | null = null;
    const take = ({ data }: MessageEvent<unknown>): void => {
      if (isShown(data)) setTold((last = taken(last, data, receiver)));
    };
    window.addEventListener('message', take);
    host.postMessage({ do: 'ready' });
    return () => window.removeEventListener('message', take);
  }, []);

  if (told === null) return <></>;
  if (told.pictures === null) {
    return (
      <p class="nothing">
        {t(
          'Start a walkthrough, or walk a Go file: the picture shows what the program and the kernel hold at each stop.',
        )}
      </p>
    );
  }
  return <Shows shown={told.shown} pictures={told.pictures} page={page} />;
}

interface Shows extends Told {
  readonly pictures: Pictures;
  readonly page: Page;
}

function Shows({ shown: { looked, isOver }, pictures: { now, before }, page }: Shows): preact.JSX.Element {
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const picture = useMemo(() => marked(now, before), [now, before]);
  const view = useMemo(() => layout(picture, page), [picture, page]);
  return (
    <>
      <Notices
        texts={[
          ...(isOver ? [t('The program has ended; this is how it was at the last stop.')] : []),
          ...picture.notices,
        ]}
      />
      {looked && <LookedAt looked={looked} />}
      <main>
        <Drawing view={view} point={setPointed} pointed={looked?.ids ?? []} />
      </main>
      <div id="spoken" role="status" aria-live="polite" aria-atomic="true">
        {spokenChanges(picture, before, t)}
      </div>
      <Bar pointed={pointed} step={picture.step} />
    </>
  );
}

let keeping: ReturnType<typeof setTimeout> | undefined;

/** Keeps the last picture, a moment after it came: to do so for each of many a second would take longer than to draw them. */
function keep(picture: Picture | null): void {
  clearTimeout(keeping);
  keeping = setTimeout(() => host.setState(picture === null ? undefined : savedPage(picture)), 200);
}

const Notices = ({ texts }: { texts: readonly string[] }): preact.JSX.Element => (
  <>
    {texts.map((text) => (
      <p class="notice" key={text}>
        {text}
      </p>
    ))}
  </>
);

/** The stop's words about what is pointed at, of which the first is brought into sight. */
function LookedAt({ looked: { title, names, ids } }: { looked: Looked }): preact.JSX.Element {
  useEffect(() => {
    const first = document.querySelector(`[data-pointed="${CSS.escape(ids[0] ?? '')}"]`);
    first?.scrollIntoView({ block: 'center' });
  }, [ids.join()]);
  return (
    <p class="notice look" role="status">
      <b>{title}</b>{' '}
      <span class="how">
        {t('Look at')}: {names.join(', ')}
      </span>
    </p>
  );
}

/** The size of the page, as it changes. */
function usePage(): Page {
  const measured = (): Page => ({ width: Math.max(240, document.documentElement.clientWidth), letter: letterWidth() });
  const [page, setPage] = useState(measured);
  useEffect(() => {
    const watch = new ResizeObserver(() => setPage(measured()));
    watch.observe(document.documentElement);
    return () => watch.disconnect();
  }, []);
  return page;
}

/** What a letter of the values takes. */
function letterWidth(): number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return 7.3;
  const family = getComputedStyle(document.documentElement).getPropertyValue('--vscode-editor-font-family');
  context.font = `12px ${family || 'monospace'}`;
  return context.measureText('0'.repeat(20)).width / 20;
}

const isShown = (data: unknown): data is Shown =>
  typeof data === 'object' && data !== null && (data as { type?: unknown }).type === 'show' && 'picture' in data;

const root = document.getElementById('root');
if (root !== null) render(<Live />, root);
