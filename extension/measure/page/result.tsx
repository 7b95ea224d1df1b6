/** What follows from the numbers, in words: the engine has written it from them. */
import type { Measured } from '../../../engine/session/measure.ts';
import { t } from '../../webview/page/texts.ts';

const verdicts = (): Record<string, string> => ({
  confirmed: t('confirmed'),
  refuted: t('refuted'),
  unmeasured: t('not measured'),
});

export function Result({ measured }: { measured: Measured }): preact.JSX.Element {
  const { findings, claims, threads, checks, notes } = measured;
  const words = verdicts();
  return (
    <main>
      <section>
        <h2>{t('What follows from it')}</h2>
        <ul>
          {[...findings, ...notes].map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </section>
      {threads.length > 0 && (
        <section>
          <h2>{t('A thread for each connection, or one epoll')}</h2>
          <table>
            <thead>
              <tr>
                <th>{t('connections, all active')}</th>
                <th>{t('a thread each, CPU µs a message')}</th>
                <th>{t('epoll, CPU µs a message')}</th>
                <th>{t('memory of a thread, KB')}</th>
              </tr>
            </thead>
            <tbody>
              {threads.map(({ count, threads: each, epoll, memory }) => (
                <tr key={count}>
                  <td>{count}</td>
                  <td>{each.toFixed(1)}</td>
                  <td>{epoll.toFixed(1)}</td>
                  <td>{Math.round(memory / 1024)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <section>
        <h2>{t('What is often said')}</h2>
        <ul class="claims">
          {claims.map(({ claim, verdict, because }) => (
            <li key={claim} data-verdict={verdict}>
              <b>{claim}</b> <span class="verdict">{words[verdict]}</span>
              <div>{because}</div>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>{t('Checked against C')}</h2>
        {checks === null ? (
          <p>{t('No C compiler (cc) was found.')}</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th>{t('call')}</th>
                <th>{t('descriptors')}</th>
                <th>{t('here, µs')}</th>
                <th>{t('in C, µs')}</th>
                <th>{t('factor')}</th>
              </tr>
            </thead>
            <tbody>
              {checks.map(({ call, count, here, inC, factor }) => (
                <tr key={`${call} ${count}`}>
                  <td>{call}</td>
                  <td>{count}</td>
                  <td>{here.toPrecision(3)}</td>
                  <td>{inC.toPrecision(3)}</td>
                  <td>{factor.toFixed(2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </main>
  );
}
