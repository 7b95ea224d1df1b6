/** What this adapter can do (DAP: Capabilities). */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ExceptionFilter } from '../trace/source.ts';
import type { Words } from './words.ts';

/** The checkboxes in the Breakpoints view, with an example of a condition for each. */
const conditions: Record<ExceptionFilter['filter'], string> = {
  errno: 'ECONNREFUSED, EADDRINUSE',
  eagain: 'accept4',
  park: 'IO wait',
  deadline: "mode == 'r'",
  panic: 'len(b) == 0',
};

/** The ids of the exception filters. */
export const filterIds = Object.keys(conditions) as ExceptionFilter['filter'][];

function exceptionFilters({ filters }: Words): DebugProtocol.ExceptionBreakpointsFilter[] {
  return filterIds.map((filter) => ({
    filter,
    ...filters[filter],
    supportsCondition: true,
    conditionDescription: conditions[filter],
    ...(filter === 'panic' ? { default: true } : {}),
  }));
}

export const capabilities = (words: Words): DebugProtocol.Capabilities => ({
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsExceptionFilterOptions: true,
  supportsExceptionInfoRequest: true,
  exceptionBreakpointFilters: exceptionFilters(words),
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
});
