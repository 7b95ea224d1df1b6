// node --import tsx engine/golang/source/provideMain.ts [VERSION…]: what set-up, tests and packaging start.
import { provideCommand } from './provideCommand.ts';

void provideCommand(process.argv.slice(2)).then((status) => (process.exitCode = status));
