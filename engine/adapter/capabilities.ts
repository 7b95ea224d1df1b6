/** What this adapter can do (DAP: Capabilities). */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ExceptionFilter } from '../trace/source.ts';

type Filter = DebugProtocol.ExceptionBreakpointsFilter & { filter: ExceptionFilter['filter'] };

/** Checkboxes in the Breakpoints view; conditions are Go expressions in the frame of the event. */
export const exceptionFilters: readonly Filter[] = [
  {
    filter: 'errno',
    label: 'System call fails',
    description: 'Stops when a system call returns an errno. Condition: names of errno values.',
    supportsCondition: true,
    conditionDescription: 'ECONNREFUSED, EADDRINUSE',
  },
  {
    filter: 'eagain',
    label: 'Would block (EAGAIN)',
    description: 'Stops when a system call has nothing to give yet: the goroutine is about to park.',
    supportsCondition: true,
    conditionDescription: 'fd.pfd.Sysfd == 7',
  },
  {
    filter: 'park',
    label: 'Goroutine parks',
    description: 'Stops when a goroutine begins to wait.',
    supportsCondition: true,
    conditionDescription: 'IO wait',
  },
  {
    filter: 'deadline',
    label: 'Deadline expires',
    description: 'Stops when a deadline wakes a goroutine.',
    supportsCondition: true,
    conditionDescription: "mode == 'r'",
  },
  {
    filter: 'panic',
    label: 'Panic',
    description: 'Stops when a goroutine panics.',
    default: true,
    supportsCondition: true,
    conditionDescription: 'len(b) == 0',
  },
];

export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsExceptionFilterOptions: true,
  supportsExceptionInfoRequest: true,
  exceptionBreakpointFilters: exceptionFilters.map((filter) => ({ ...filter })),
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.', '['],
  supportsStepBack: true,
  supportsSingleThreadExecutionRequests: true,
  supportsDelayedStackTraceLoading: true,
  supportsLoadedSourcesRequest: true,
  supportsRestartRequest: true,
  supportsTerminateRequest: true,
  supportTerminateDebuggee: true,
  supportsCancelRequest: true,
};
