/** The page of a measurement: progress while it runs, then the plots and what follows from them. */
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../webview/page/texts.ts';
import type { MeasureMessage, MeasureRequest } from '../messages.ts';
import { Plot } from './plot.tsx';
import { Result } from './result.tsx';

interface Host {
  postMessage(message: MeasureRequest): void;
}

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const ask = (request: MeasureRequest): void => host.postMessage(request);

function Measure(): preact.JSX.Element {
  const [shown, setShown] = useState<MeasureMessage | null>(null);
  const [isLog, setLog] = useState(true);
  useEffect(() => {
    const take = ({ data }: MessageEvent<MeasureMessage>): void => setShown(data);
    window.addEventListener('message', take);
    ask({ do: 'ready' });
    return () => window.removeEventListener('message', take);
  }, []);
  if (shown === null) return <></>;
  if (shown.type === 'progress') return <Progress {...shown} />;
  if (shown.type === 'failed') return <Failed text={shown.text} />;
  const { measured } = shown;
  return (
    <>
      <header>
        <h1>{t('What a wait costs on this machine')}</h1>
        <p class="machine">
          {measured.machine}; {measured.kernel}
        </p>
        <div role="toolbar" aria-label={t('Measure')}>
          <button type="button" id="again" onClick={() => ask({ do: 'start' })}>
            {t('Measure Again')}
          </button>
          <button type="button" id="scale" aria-pressed={isLog} onClick={() => setLog(!isLog)}>
            {isLog ? t('Linear Axes') : t('Logarithmic Axes')}
          </button>
          <button
            type="button"
            id="csv"
            onClick={() => ask({ do: 'save', format: 'csv', name: 'netwalk-measure', value: measured.csv })}
          >
            {t('Save as {0}', 'CSV')}
          </button>
        </div>
        {measured.cancelled && <p class="notice">{t('Cancelled: this is what had been measured until then.')}</p>}
      </header>
      <div class="plots">
        {(['one-ready', 'all-ready'] as const).map((what) => (
          <Plot key={what} measured={measured} what={what} isLog={isLog} save={ask} />
        ))}
      </div>
      <Result measured={measured} />
    </>
  );
}

function Progress({ done, all, what }: { done: number; all: number; what: string }): preact.JSX.Element {
  return (
    <main class="progress">
      <p role="status">{t('Measuring: {0}', what)}</p>
      <progress value={done} max={all} aria-label={t('Measuring')} />
      <button type="button" id="cancel" onClick={() => ask({ do: 'cancel' })}>
        {t('Cancel')}
      </button>
    </main>
  );
}

function Failed({ text }: { text: string }): preact.JSX.Element {
  return (
    <main class="progress">
      <p class="notice" role="alert">
        {text}
      </p>
      <button type="button" id="again" onClick={() => ask({ do: 'start' })}>
        {t('Measure Again')}
      </button>
    </main>
  );
}

const root = document.getElementById('root');
if (root !== null) render(<Measure />, root);
