/** What makes a shell complete our commands and flags: made from the help, so that it knows what the help knows. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { helpCommands, type HelpCommand, type HelpFlag } from './help.ts';
import { projectFolder } from '../golang/source/project.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A script for the shell to read. Where it knows no better, files are completed. */
export function completion(shell: Shell): string {
  const commands = helpCommands().map((command) => ({ ...command, words: [...command.words, ...namesFor(command)] }));
  return { bash, zsh, fish }[shell](commands);
}

/** The walkthroughs there are, where one is expected. */
function namesFor({ name }: HelpCommand): string[] {
  if (name !== 'walk' && name !== 'verify') return [];
  const folder = path.join(projectFolder(), 'walkthroughs');
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
}

const flagNames = ({ flags }: HelpCommand): string => flags.map(({ name }) => name).join(' ');
const withValues = ({ flags }: HelpCommand): HelpFlag[] => flags.filter(({ values }) => values.length > 0);

function bash(commands: HelpCommand[]): string {
  const cases = commands.map((command) => {
    const values = withValues(command).map(({ name, values: all }) => `        ${name}) words='${all.join(' ')}' ;;\n`);
    const previous = values.length === 0 ? '' : `      case $previous in\n${values.join('')}      esac\n`;
    return `    ${command.name})\n      words='${[flagNames(command), ...command.words].join(' ').trim()}'\n${previous}      ;;\n`;
  });
  return `# bash completion for netwalk
_netwalk() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('')}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _netwalk netwalk
`;
}

function zsh(commands: HelpCommand[]): string {
  const cases = commands.map((command) => {
    const flags = command.flags.map(({ name, takesValue, values }) => {
      const value = values.length > 0 ? `:value:(${values.join(' ')})` : takesValue ? ':value:_files' : '';
      return `'*${name}${value === '' ? '' : value}'`;
    });
    const rest = command.words.length === 0 ? '_files' : `{ compadd ${command.words.join(' ')}; _files }`;
    return `    ${command.name}) _arguments ${[...flags, `'*:argument:${rest}'`].join(' ')} ;;\n`;
  });
  return `#compdef netwalk
_netwalk() {
  if (( CURRENT == 2 )); then
    compadd ${commands.map(({ name }) => name).join(' ')}
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('')}  esac
}
if [ "$funcstack[1]" = _netwalk ]; then _netwalk "$@"; else compdef _netwalk netwalk; fi
`;
}

function fish(commands: HelpCommand[]): string {
  const lines = commands.flatMap(({ name, flags, words }) => {
    const when = `complete -c netwalk -n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c netwalk -n __fish_use_subcommand -f -a ${name}`,
      ...(words.length === 0 ? [] : [`${when} -a '${words.join(' ')}'`]),
      ...flags.map((flag) => {
        const long = flag.name.startsWith('--') ? `-l ${flag.name.slice(2)}` : `-o ${flag.name.slice(1)}`;
        const values = flag.values.length > 0 ? ` -x -a '${flag.values.join(' ')}'` : flag.takesValue ? ' -r' : '';
        return `${when} ${long}${values}`;
      }),
    ];
  });
  return `# fish completion for netwalk\n${lines.join('\n')}\n`;
}
