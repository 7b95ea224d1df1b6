/** netwalk measure: what a wait costs on this machine. */
import { loadLinux } from '../linux/index.ts';
import { judge, type Claim } from './measure/claims.ts';
import { checkInC, type Check } from './measure/inC.ts';
import { measure, type Measurement, type Point } from './measure/measurement.ts';
import { asCsv, asSvg, asText, findings } from './measure/report.ts';
import { Output } from './output.ts';
import type { Language } from './walkthroughFormat.ts';

export const measureFormats = ['text', 'json', 'csv', 'svg'] as const;
export type MeasureFormat = (typeof measureFormats)[number];

export interface MeasureCommand {
  format: MeasureFormat;
  language: Language;
  /** At most so many descriptors. */
  descriptors: number;
  /** Progress goes to standard error as lines of JSON, for another program. */
  reports?: boolean;
}

/** What `--json` prints. */
export interface Measured extends Measurement {
  checks: Check[] | null;
  findings: string[];
  claims: Claim[];
  /** The same as files. */
  csv: string;
  svg: Record<Point['what'], string>;
}

/** Milliseconds for one round of one number: all of it takes some seconds. */
const round = 20;
/** Descriptors for which the same is measured in C. */
const checked = [10, 1000];

/** Measures and prints; 130 when it was interrupted, and then what there is. @throws NativeUnavailable */
export async function measureInTerminal({
  format,
  language,
  descriptors,
  reports = false,
}: MeasureCommand): Promise<number> {
  const linux = loadLinux();
  let interrupted = false;
  const interrupt = (): void => void (interrupted = true);
  process.on('SIGINT', interrupt);
  const showsProgress = process.stderr.isTTY && !reports;
  try {
    const measurement = await measure({
      linux, round, language,
      limit: descriptors,
      isCancelled: () => interrupted,
      progress: (done, all, what) => {
        if (reports) process.stderr.write(`${JSON.stringify({ done, all, what })}\n`);
        else if (showsProgress) process.stderr.write(`\r\x1b[K${done < all ? `${done}/${all} ${what}` : ''}`);
      },
    }); // prettier-ignore
    if (showsProgress) process.stderr.write('\r\x1b[K');
    const checks = measurement.cancelled ? [] : checkInC(measurement.points, round, checked);
    const says = findings(measurement, language);
    const texts = {
      text: () => asText(measurement, checks, language),
      json: () =>
        `${JSON.stringify({ ...measurement, checks, findings: says, claims: judge(measurement, language), csv: asCsv(measurement), svg: { 'one-ready': asSvg(measurement, language), 'all-ready': asSvg(measurement, language, 'all-ready') } } satisfies Measured, null, 2)}\n`,
      csv: () => asCsv(measurement),
      svg: () => asSvg(measurement, language),
    };
    const out = new Output();
    out.write(texts[format]());
    await out.written();
    return measurement.cancelled ? 130 : 0;
  } finally {
    process.off('SIGINT', interrupt);
  }
}
