/** What stands below the picture: where the value under the pointer comes from, else what the marks mean; and saving. */
import type { Fact, Source } from '../picture.ts';
import { t } from '../../webview/page/texts.ts';
import { host } from './host.ts';
import { savePng, saveSvg } from './save.ts';

/** What the pointer or the focus is on. */
export type Pointed = Pick<Fact, 'label' | 'source' | 'how' | 'command'> & { readonly value: string };

export const sources: readonly Source[] = ['executed', 'mirrored', 'observed', 'inferred'];

export const sourceName = (source: Source): string =>
  ({ executed: t('executed'), mirrored: t('mirrored'), observed: t('observed'), inferred: t('inferred') })[source];

/** The mark of a source: their shapes differ, not only their colours. */
export function Mark({ source, x, y }: { source: Source; x: number; y: number }): preact.JSX.Element {
  switch (source) {
    case 'executed':
      return <circle class="mark executed" cx={x} cy={y} r={3.2} />;
    case 'mirrored':
      return <circle class="mark mirrored hollow" cx={x} cy={y} r={2.9} />;
    case 'observed':
      return <rect class="mark observed" x={x - 3} y={y - 3} width={6} height={6} />;
    case 'inferred':
      return <path class="mark inferred hollow" d={`M${x} ${y - 4}l4 4l-4 4l-4 -4z`} />;
  }
}

export function Bar({ pointed, step }: { pointed: Pointed | null; step: number }): preact.JSX.Element {
  return (
    <footer class={pointed === null ? '' : 'says'}>
      <div class="told">{pointed === null ? <Legend step={step} /> : <Origin pointed={pointed} />}</div>
      <div role="toolbar" aria-label={t('Picture')}>
        <button type="button" onClick={saveSvg} title={t('Save the picture as SVG')}>
          SVG
        </button>
        <button type="button" onClick={savePng} title={t('Save the picture as PNG')}>
          PNG
        </button>
      </div>
    </footer>
  );
}

function Origin({ pointed }: { pointed: Pointed }): preact.JSX.Element {
  const { source, label, value, how, command } = pointed;
  return (
    <>
      <p>
        <SourceName source={source} /> <b>{label}</b> <code>{value}</code> <span class="how">{how}</span>
      </p>
      {command !== '' && (
        <p class="command">
          <button
            type="button"
            onClick={() => host.postMessage({ do: 'copy', value: command })}
            title={t('Copy the command')}
          >
            <code>{command}</code>
          </button>
        </p>
      )}
    </>
  );
}

function Legend({ step }: { step: number }): preact.JSX.Element {
  const meanings: Record<Source, string> = {
    executed: t("read from the program's own Go objects"),
    mirrored: t("of Netwalk's own scheduler"),
    observed: t('told by the kernel'),
    inferred: t('follows from what the kernel tells'),
  };
  return (
    <ul class="legend" aria-label={t('What the marks mean')}>
      {sources.map((source) => (
        <li key={source} title={meanings[source]}>
          <SourceName source={source} />
        </li>
      ))}
      <li>
        <span class="changed-sample" aria-hidden="true" />
        {t('new since the last stop')}
      </li>
      <li>{t('step {0}', step)}</li>
    </ul>
  );
}

const SourceName = ({ source }: { source: Source }): preact.JSX.Element => (
  <span class={`source ${source}`}>
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
      <Mark source={source} x={5} y={5} />
    </svg>
    {sourceName(source)}
  </span>
);
