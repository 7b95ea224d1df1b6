/** What the command says of itself: the one list of its commands and flags, for people, and for what completes them in a shell. */
import { languages } from './walkthroughFormat.ts';

export const help = `netwalk - walk through Go's net package while it runs

Usage:
  netwalk walk NAME [--go VERSION] [--goroot DIR] [--language ${languages.join('|')}] [--inject FAULT]
      Walks through a walkthrough in the terminal. Enter goes on to the next stop, s executes one
      statement, b goes back, q quits. Without a terminal the whole walk is printed.
  netwalk run [--go VERSION] [--goroot DIR] [--inject FAULT] [--trace] [--lines FILE]
              FILE.go|FOLDER [ARGUMENT...]
      Runs a Go program and exits with its status. --trace prints its steps and system calls to
      standard error; --lines writes a line a step to a file.
  netwalk test [--go VERSION] [--goroot DIR] PACKAGE|FOLDER... [-run REGEXP] [-v] [FLAG...]
      Runs the tests of packages of Go's or your own, as go test does, and takes its flags: -short,
      -count, -timeout, -bench, -skip, -failfast, -list, -parallel, -shuffle, -args.
  netwalk verify [--go VERSION] [--goroot DIR] [--seconds N] [--language ${languages.join('|')}]
                 [--json] WALKTHROUGH|FILE.go|FOLDER [ARGUMENT...]
      Builds and runs the program with a real Go under strace, runs it here under strace, and shows
      the system calls of both side by side. It ends with 1 when they differ.
  netwalk measure [--format text|json|csv|svg] [--json] [--descriptors N]
                  [--language ${languages.join('|')}]
      Measures on this machine what one wait costs by select, poll and epoll, with one of many
      descriptors ready and with all, and checks it against C where there is a compiler.
  netwalk listen NETWORK ADDRESS [--echo|--discard|--http] [--deadline D] [--keep-alive D]
                 [--stop-at FUNCTION] [--go VERSION] [--goroot DIR]
      Listens, and sends back what arrives (--echo), only reads it, or serves HTTP. It runs at full
      speed until somebody attaches. D is a Go duration: 5s, 1m30s. --stop-at stops at a function
      (net.(*netFD).accept) and waits for a client.
  netwalk dial NETWORK ADDRESS [--timeout D] [--deadline D] [--keep-alive D] [--stop-at FUNCTION]
               [--go VERSION] [--goroot DIR]
      Connects standard input and output with a connection, as nc does; also a session.
      NETWORK is tcp, tcp4, tcp6, udp, udp4, udp6, unix, unixgram or unixpacket.
  netwalk sessions [--json]
      Lists the sessions that run.
  netwalk attach [SESSION]
      Attaches to a session by its id, process id or socket; without one, to the only one there is.
  netwalk record FILE run|walk|listen|dial ...
      Does that, and records it. The program gets no environment variables, so that none is recorded.
  netwalk record --pid PID|-- COMMAND [ARGUMENT...]
                 [-o FILE] [--all] [--call NAME] [--errno NAME] [--fd N]
                 [--goroutine N] [--function NAME] [--address HOST:PORT]
      Records the network system calls of a real Go process with their Go stacks, until it ends or
      you leave (Ctrl+C). The recording is walked through to and fro like any other.
  netwalk replay FILE [--program FILE.go|FOLDER] [--goroot DIR]
      Plays a recording, to step through; without a terminal it prints the system calls.
  netwalk export FILE [--format json|perfetto|strace] [--program FILE.go|FOLDER] [--goroot DIR]
      Writes what a recording holds for other tools to standard output.
  netwalk trace [--json] [--no-stack] [--all] [--call NAME] [--errno NAME] [--fd N]
                [--goroutine N] [--function NAME] [--address HOST:PORT]
                [--goroutines] PID|-- COMMAND [ARGUMENT...]
      Attaches to a real Go process that runs, or starts one, and prints each network system call
      with its goroutine and Go stack. It runs on when you leave (Ctrl+C). --json prints an object
      a line; --all prints every system call; the others choose which are shown: --errno any is
      every call that fails, --function net.(*netFD).Read what that function is on the stack of.
      --goroutines prints once what each goroutine does or waits for, and leaves.
  netwalk processes [--json]
      Lists your Go processes that run, with their sockets: those that can be traced.
  netwalk completion bash|zsh|fish
      Prints what makes a shell complete commands and flags; for bash: source <(netwalk completion bash)
  netwalk dap [--socket FILE]
      Speaks the Debug Adapter Protocol over standard input and output, or over a Unix socket in a
      folder that only you can enter.
  netwalk setup [VERSION...|all]
      Provides copies of Go's source: 1.19 and 1.27, or those named.
  netwalk help | --help | --version

--go asks for a version of Go's source, --goroot for a folder; else the first one that is found is
taken: GOROOT, go env GOROOT, the usual places, then the copy that comes along.

--inject makes a system call of the program fail without asking the kernel; it may be given several
times. FAULT is CALL=ERRNO for the first such call, CALL=ERRNO:N for the Nth, CALL=ERRNO:every for
each: accept4=EMFILE:2.

Exit status: that of the program (2 after a panic); 1 when something fails; 2 for wrong usage.
`;

export interface HelpCommand {
  name: string;
  flags: HelpFlag[];
  /** Words that may stand where the others are: `bash`, `zsh`, `fish`. */
  words: string[];
}

export interface HelpFlag {
  /** With its hyphens: `--format`. */
  name: string;
  takesValue: boolean;
  /** The values that there are; empty when any will do. */
  values: string[];
}

/** The commands as the help lists them, each with the flags of its usage. */
export function helpCommands(): HelpCommand[] {
  // A usage begins with two spaces and the name; it goes on in lines that are indented deeper than what explains it.
  const usages = [...help.matchAll(/^ {2}netwalk ([a-z]+)(.*(?:\n {7,}.*)*)$/gm)];
  const all = usages.map(([, name = '', rest = '']) => ({
    name,
    flags: [...rest.matchAll(/(?<=[\s[|])(--?[a-z][a-z-]*)(?: ([^\s\]|-][^\s\]]*))?/g)].map(([, flag = '', value]) => ({
      name: flag,
      takesValue: value !== undefined,
      values: choices(value ?? ''),
    })),
    words: rest
      .replace(/\[[^\]]*\]/g, ' ')
      .split(/\s+/)
      .flatMap(choices),
  }));
  // A command with two usages is one.
  return [...new Set(all.map(({ name }) => name))].map((name) => {
    const own = all.filter((usage) => usage.name === name);
    return { name, flags: own.flatMap(({ flags }) => flags), words: own.flatMap(({ words }) => words) };
  });
}

/** `json|perfetto`: two words; `FILE.go|FOLDER`: none. */
const choices = (text: string): string[] => (/^[a-z-]+(\|[a-z-]+)+$/.test(text) ? text.split('|') : []);
